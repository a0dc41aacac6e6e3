"""Makes the demo: titles, people, pictures and copy go in through the same actions as real ones."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from itertools import groupby
from typing import Any

import nh3
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone

from broadsheet.editions.actions import found_edition, grant_role
from broadsheet.editions.models import (
    Edition,
    FollowLink,
    MediaGroup,
    PostalAddress,
    Role,
    Section,
    SisterTitle,
    StandingPage,
)
from broadsheet.people.actions import add_user
from broadsheet.project.demo.logins import LOGINS
from broadsheet.project.demo.reading import Copy, stories_of
from broadsheet.project.demo.scenes import SCENES, paint
from broadsheet.project.demo.standing import standing_pages_of
from broadsheet.project.demo.talking import make_talk
from broadsheet.project.demo.titles import GROUP, GROUP_LEGAL, TITLES, Title
from broadsheet.stories.actions import correct_story, create_story, publish_story
from broadsheet.stories.models import Picture, Story, StoryFamily
from broadsheet.stories.paragraphs import with_keys

OnStep = Callable[[str, int, int], None]
Painter = Callable[[str], bytes]
CREDIT = GROUP


def make_demo(*, password: str, on_step: OnStep, painter: Painter = paint) -> None:
    """Fill an empty database; `on_step` hears of what is being made, how far, and of how many.

    `painter` gives the JPEG of a scene by its name.
    """
    editions = make_titles()
    on_step("people", 0, len(LOGINS))
    _people(password, {edition.code: edition for edition in editions})
    pictures = make_pictures(painter, on_step)
    copies = [(edition, copy) for edition in editions for copy in stories_of(edition.code)]
    copies.sort(key=lambda pair: pair[1].age, reverse=True)
    families: dict[str, StoryFamily] = {}
    for number, (edition, copy) in enumerate(copies, 1):
        on_step("stories", number, len(copies))
        _story(edition, copy, pictures, families)
    for edition in editions:
        _standing_pages(edition)
    make_talk()


def make_titles() -> list[Edition]:
    """The demo's group and its editions, with their sections and without a story."""
    group = MediaGroup.objects.create(name=GROUP, legal_name=GROUP_LEGAL)
    return [_edition(group, title) for title in TITLES]


def _edition(group: MediaGroup, title: Title) -> Edition:
    sections = [
        Section(slug=slug, name=name, colour=colour, introduction=introduction)
        for slug, name, colour, introduction in title.sections
    ]
    edition = Edition(group=group, code=title.code, **title.values)
    with transaction.atomic():
        found_edition(edition=edition, sections=sections, by=None)
        for order, (language, text) in enumerate(title.addresses):
            PostalAddress.objects.create(
                edition=edition, language=language, text=text, sort_order=order
            )
        for order, (network, url) in enumerate(title.follow):
            FollowLink.objects.create(edition=edition, network=network, url=url, sort_order=order)
        for order, (name, language, url) in enumerate(title.sisters):
            SisterTitle.objects.create(
                edition=edition, name=name, language=language, url=url, sort_order=order
            )
    return edition


def _people(password: str, editions: dict[str, Edition]) -> None:
    for login in LOGINS:
        role, _, code = login.name.partition("-")
        email = f"{login.name}@example.org"
        user = add_user(
            name=login.name, email=email, password=password, by=None, is_superuser=not code
        )
        if code:
            grant_role(user=user, edition=editions[code], role=Role(role), by=None)


def make_pictures(painter: Painter, on_step: OnStep) -> dict[str, Picture]:
    """A picture of each scene, by the scene's name."""
    made = {}
    for number, name in enumerate(SCENES, 1):
        on_step("pictures", number, len(SCENES))
        data = painter(name)
        picture = Picture(
            title=name.replace("-", " ").capitalize(),
            file=ImageFile(BytesIO(data), name=f"{name}.jpg"),
            file_hash=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
            file_size=len(data),
            credit=CREDIT,
            copyright=GROUP_LEGAL,
            description=SCENES[name].description,
        )
        picture.save()
        made[name] = picture
    return made


def _story(
    edition: Edition, copy: Copy, pictures: dict[str, Picture], families: dict[str, StoryFamily]
) -> Story:
    family = families.get(copy.key) or StoryFamily.objects.create()
    families[copy.key] = family
    section = edition.sections.get(slug=copy.section)
    story = create_story(
        by=None, edition=edition, section=section, copy=_copy(copy, pictures), family=family
    )
    story = publish_story(story=story, by=None, at=timezone.now() - copy.age)
    if copy["correction"]:
        correct_story(story=story, by=None, text=copy["correction"])
    return story


def _copy(copy: Copy, pictures: dict[str, Picture]) -> dict[str, Any]:
    return {
        "kicker": copy["kicker"],
        "headline": copy["headline"],
        "slugline": copy["slugline"] or copy.key.upper(),
        "standfirst": copy["standfirst"],
        "byline": copy["byline"],
        "dateline": copy["dateline"],
        "agency_credit": copy["agency"],
        "lead_picture": pictures.get(copy["picture"]),
        "lead_caption": copy["caption"],
        "keywords": copy.listed("keywords"),
        "body": _body(copy, pictures),
    }


def _body(copy: Copy, pictures: dict[str, Picture]) -> list[dict[str, Any]]:
    """The blocks of the body, neighbouring paragraphs in one text block."""
    body: list[dict[str, Any]] = []
    for kind, run in groupby(copy.blocks, key=lambda block: block[0]):
        if kind == "text":
            html = "".join(f"<p>{nh3.clean_text(text)}</p>" for _kind, text, _extra in run)
            body.append({"type": "text", "value": with_keys(html)})
        else:
            body += [_block(block, pictures) for block in run]
    return body


def _block(block: tuple[str, str, str], pictures: dict[str, Picture]) -> dict[str, Any]:
    kind, text, extra = block
    if kind == "quote":
        return {"type": kind, "value": {"text": text, "attribution": extra}}
    if kind == "picture":
        return {"type": kind, "value": {"picture": pictures[extra].pk, "caption": text}}
    return {"type": kind, "value": text}


def _standing_pages(edition: Edition) -> None:
    root = edition.pages_root
    for standing in standing_pages_of(edition.code):
        with transaction.atomic():
            page = StandingPage(live=False, **asdict(standing))
            root.add_child(instance=page)
            page.save_revision().publish()
