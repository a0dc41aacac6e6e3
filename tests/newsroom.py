"""Makes what a test needs: people, editions, sections, stories, pictures, grants.

Every factory takes overrides by keyword and invents the rest; two calls give two different things.
Whatever the newsroom does by an action is made by that action, so tests start from real states.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any

from altcha import Challenge, Payload, solve_challenge
from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.models import Collection, Locale, Page

from broadsheet.comments.actions import (
    appeal_decision,
    approve_comment,
    post_comment,
    reject_comment,
)
from broadsheet.comments.actions.posting import Check, subject_of
from broadsheet.comments.models import Appeal, Comment
from broadsheet.comments.proofs import new_challenge
from broadsheet.comments.queries import clause_named
from broadsheet.comments.rules import is_flooded
from broadsheet.comments.texts import Written, written
from broadsheet.editions.actions import grant_role
from broadsheet.editions.groups import pages_root_of
from broadsheet.editions.models import Edition, EditionPages, Grant, MediaGroup, Role, Section
from broadsheet.people.models import User
from broadsheet.stories.actions import create_story, publish_story
from broadsheet.stories.bodies import body_from_text
from broadsheet.stories.models import Picture, Placement, Story

PASSWORD = "harbour-lantern-41"
_numbers = count(1)


def a_user(**overrides: Any) -> User:
    """Somebody who can log in with `PASSWORD`; `is_superuser=True` makes one who may do all."""
    number = next(_numbers)
    values = {"username": f"desk{number}", "email": f"desk{number}@newsroom.example"} | overrides
    password = values.pop("password", PASSWORD)
    return User.objects.create_user(password=password, **values)


def a_superuser(**overrides: Any) -> User:
    return a_user(is_superuser=True, **overrides)


def a_group(**overrides: Any) -> MediaGroup:
    return MediaGroup.objects.create(**{"name": f"House {next(_numbers)}"} | overrides)


def an_edition(*, sections: Sequence[str] = (), **overrides: Any) -> Edition:
    """An English edition, or whatever `language` says; `sections` are slugs of sections to add."""
    number = next(_numbers)
    language = overrides.get("language", "en")
    values = {
        "code": f"e{number}",
        "name": f"صحيفة {number}" if language.startswith("ar") else f"The Courier {number}",
        "language": language,
        "time_zone": "UTC",
        "position": number,
    } | overrides
    if "group" not in values:
        values["group"] = MediaGroup.objects.first() or a_group()
    edition = Edition.objects.create(**values)
    for slug in sections:
        a_section(edition=edition, slug=slug)
    return edition


def an_arabic_edition(**overrides: Any) -> Edition:
    return an_edition(**{"language": "ar", "digit_style": "arab"} | overrides)


def a_section(*, edition: Edition | None = None, **overrides: Any) -> Section:
    number = next(_numbers)
    slug = overrides.get("slug", f"section-{number}")
    values = {"slug": slug, "name": slug.capitalize(), "sort_order": number} | overrides
    return Section.objects.create(edition=edition or an_edition(), **values)


def a_grant(
    *, user: User | None = None, edition: Edition | None = None, role: Role = Role.EDITOR
) -> Grant:
    """A grant; `grant.user` holds it and can log in with `PASSWORD`."""
    page_tree()
    collections()
    return grant_role(user=user or a_user(), edition=edition or an_edition(), role=role, by=None)


def a_reporter(edition: Edition, **overrides: Any) -> User:
    return a_grant(user=a_user(**overrides), edition=edition, role=Role.REPORTER).user


def an_editor(edition: Edition, **overrides: Any) -> User:
    return a_grant(user=a_user(**overrides), edition=edition, role=Role.EDITOR).user


def a_chief(edition: Edition, **overrides: Any) -> User:
    return a_grant(user=a_user(**overrides), edition=edition, role=Role.CHIEF).user


def some_copy(**overrides: Any) -> Mapping[str, Any]:
    """Copy by field, fit to be published; `text` is a list of paragraphs."""
    number = next(_numbers)
    values = {
        "headline": f"Harbour bridge {number} opens after long repairs",
        "standfirst": "Traffic moved again on Monday.",
        "byline": "World desk",
        "dateline": "Port Salis",
        "agency_credit": "",
    } | overrides
    text = values.pop("text", [f"The bridge carried its first lorry, number {number}, at dawn."])
    if "body" not in values:
        values["body"] = body_from_text(text)
    return values


def a_story(
    *,
    edition: Edition | None = None,
    section: Section | None = None,
    by: User | None = None,
    live: bool = False,
    at: datetime | None = None,
    **overrides: Any,
) -> Story:
    """A draft in `section`, or a published story (`live=True`, first published `at`).

    Overrides are fields of the copy, and `text`: a list of paragraphs. `section=None` makes one
    in the edition if it has none.
    """
    if section is None:
        edition = edition or an_edition()
        section = edition.sections.first() or a_section(edition=edition)
    family = overrides.pop("family", None)
    story = create_story(
        by=by, edition=section.edition, section=section, copy=some_copy(**overrides), family=family
    )
    return publish_story(story=story, by=by, at=at) if live else story


def a_live_story(**overrides: Any) -> Story:
    return a_story(**{"live": True} | overrides)


def some_words(**overrides: str) -> Written:
    """What a reader writes, cleaned; no two texts or mailboxes are the same."""
    number = next(_numbers)
    values = {
        "name": "Reader",
        "mail": f"reader{number}@readers.example",
        "title": f"On the bridge, {number}",
        "text": f"I crossed it at noon with {number} others.",
    } | overrides
    return written(values)


def a_check(placement: Placement) -> Check:
    """A security check that a device has solved for the conversation."""
    flooded = is_flooded(placement.edition)
    challenge = Challenge.from_dict(new_challenge(subject_of(placement), flooded=flooded))
    solution = solve_challenge(challenge)
    assert solution is not None
    return Check(proof=Payload(challenge, solution).to_base64())


def placement_of_home(story: Story) -> Placement:
    placements = Placement.objects.select_related("story", "edition__group", "section")
    return placements.get(story=story, is_home=True)


def a_comment(
    *, story: Story | None = None, parent: Comment | None = None, approved: bool = False,
    **overrides: str,
) -> Comment:  # fmt: skip
    """A comment that waits for a moderator, or stands under its story (`approved=True`)."""
    placement = placement_of_home(story or a_live_story())
    comment = post_comment(
        placement=placement, words=some_words(**overrides), check=a_check(placement), parent=parent
    )
    return approve_comment(comment=comment, by=None) if approved else comment


def an_appeal(*, story: Story | None = None, **rejection: Any) -> Appeal:
    """A writer's appeal against the rejection of a comment, by the machine unless `by` says who."""
    comment = a_comment(story=story)
    words = {"by": None, "clause": clause_named("spam")} | rejection
    return appeal_decision(comment=reject_comment(comment=comment, **words), text="Look again.")


def a_moderator(edition: Edition, **overrides: Any) -> User:
    return a_grant(user=a_user(**overrides), edition=edition, role=Role.MODERATOR).user


def a_picture_file(*, size: tuple[int, int] = (640, 427), name: str = "") -> ImageFile:
    """A JPEG that shows a plain harbour; no two are the same."""
    number = next(_numbers)
    image = Image.new("RGB", size, (40 + number % 120, 90, 140))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, size[1] * 2 // 3, *size), fill=(20, 60, 90 + number % 100))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=80)
    buffer.seek(0)
    return ImageFile(buffer, name=name or f"harbour-{number}.jpg")


def a_picture(**overrides: Any) -> Picture:
    collections()
    number = next(_numbers)
    values = {
        "title": f"Harbour {number}",
        "description": "A harbour at dusk",
        "caption": "The harbour at dusk.",
        "credit": "Port Salis Pictures",
    } | overrides
    if "file" not in values:
        values["file"] = a_picture_file(size=values.pop("size", (640, 427)))
    return Picture.objects.create(**values)


def pages_root(edition: Edition) -> EditionPages:
    """The edition's folder of standing pages, made if it has none yet."""
    page_tree()
    return pages_root_of(edition)


def page_tree() -> Page:
    """The root of Wagtail's tree, made again if a test that empties the database ran before."""
    Locale.objects.get_or_create(language_code="en")
    return Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")


def collections() -> Collection:
    """The root of Wagtail's collections, made again in the same case."""
    found = Collection.objects.filter(depth=1).first()
    return found or Collection.add_root(name="Root")
