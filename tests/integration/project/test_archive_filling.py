"""Stories that are loaded in bulk have the rows, and the pages, of stories that were published."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models, transaction
from wagtail.models import Revision

from broadsheet.editions.models import Edition
from broadsheet.people.models import AuditEntry
from broadsheet.press.checking import check_site, outputs_put_off
from broadsheet.press.common import tags_read_by
from broadsheet.press.models import Change, Fact, Output, Reading, Tag
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.project.demo.archive import filling
from broadsheet.project.demo.archive.copy import Invented, invented
from broadsheet.project.demo.archive.ledger import put_off_stories
from broadsheet.project.demo.making import make_pictures, make_titles
from broadsheet.project.errors import OtherArchiveError
from broadsheet.stories.actions import create_story, publish_story
from broadsheet.stories.loading import Kinship, Loaded, kinship, load_stories
from broadsheet.stories.models import (
    DayCount,
    Picture,
    PictureUse,
    Placement,
    RelatedStory,
    Story,
    StoryFamily,
    StoryTerm,
    TermCount,
)
from tests.integration.project.test_demo import in_silence, plain_picture
from tests.newsroom import collections, page_tree

ENDS = datetime(2026, 11, 20, 12, tzinfo=UTC)
ROWS = (
    RelatedStory, StoryTerm, TermCount, DayCount, PictureUse, Placement, Story, StoryFamily,
    Revision,
)  # fmt: skip
# When a row was written is no part of what it says; neither is the order of keys.
BESIDE = {"id", "created_at"}


@pytest.fixture
def newsroom(settings, tmp_path, transactional_db) -> Path:
    page_tree()
    collections()
    settings.MEDIA_ROOT = tmp_path / "originals"
    make_titles()
    make_pictures(plain_picture, in_silence)
    return tmp_path


def of_few_affairs(language: str, most: int = 24) -> list[Invented]:
    """Stories that have a lot to do with each other."""
    stories = [invented(number) for number in range(1_200)]
    stories = [story for story in stories if story.language == language]
    affairs = list(dict.fromkeys(story.fields["dateline"] for story in stories))[:4]
    return [story for story in stories if story.fields["dateline"] in affairs][:most]


def loaded() -> list[Loaded]:
    """Both languages in turn, one story every three days, so that some are from the archive."""
    pairs = zip(of_few_affairs("en"), of_few_affairs("ar"), strict=True)
    listed = [story for pair in pairs for story in pair]
    pictures = list(Picture.objects.order_by("pk").values_list("pk", flat=True))
    editions = {edition.code: edition for edition in Edition.objects.select_related("group")}
    return [
        Loaded(
            at=ENDS - (len(listed) - number) * timedelta(days=3),
            edition=editions[story.language],
            section=editions[story.language].sections.order_by("slug")[story.section],
            fields=story.fields,
            body=story.body,
            weights=story.weights,
            lead_picture=None if story.picture is None else pictures[story.picture % 5],
        )
        for number, story in enumerate(listed)
    ]


def by_actions(stories: list[Loaded]) -> None:
    for story in stories:
        copy = story.fields | {
            "body": json.loads(story.body),
            "lead_picture_id": story.lead_picture,
        }
        copy["lead_picture"] = Picture.objects.filter(pk=copy.pop("lead_picture_id")).first()
        draft = create_story(by=None, edition=story.edition, section=story.section, copy=copy)
        publish_story(story=draft, by=None, at=story.at)


def by_loading(stories: list[Loaded], at_once: int = 11) -> None:
    known = Kinship()
    for start in range(0, len(stories), at_once):
        with transaction.atomic():
            load_stories(stories[start : start + at_once], known)


def names() -> dict[Any, str]:
    """What to call each story, family and revision: by its place in the order of publication."""
    called: dict[Any, str] = {}
    for number, story in enumerate(Story.objects.order_by("first_published_at")):
        called |= {story.pk: f"story {number}", f"family:{story.family_id}": f"family {number}"}
        called[f"revision:{story.live_revision_id}"] = f"revision {number}"
    return called


def rows_of(model: type[models.Model], called: dict[Any, str]) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if field.name not in BESIDE]
    return sorted(
        repr({field.name: _said(field, getattr(row, field.attname), called) for field in fields})
        for row in model._default_manager.all()
    )


def _said(field: Any, value: Any, called: dict[Any, str]) -> Any:
    if field.remote_field and field.remote_field.model is Revision:
        return called[f"revision:{value}"]
    if field.name == "content":
        return {
            name: _called(name, part, called) if isinstance(part, str | int | None) else part
            for name, part in value.items()
            if name not in BESIDE
        }
    if field.name == "body":
        return value.get_prep_value()
    return _called(field.name, value, called) if isinstance(value, str) else value


def _called(what: str, value: Any, called: dict[Any, str]) -> Any:
    """A family may have the same id as somebody else's story."""
    return called.get(f"family:{value}" if what.startswith("family") else value, value)


def all_rows() -> dict[str, list[str]]:
    called = names()
    return {model.__name__: rows_of(model, called) for model in ROWS}


def pages_in(folder: Path) -> dict[str, bytes]:
    """The readers' site by path, each story under its number instead of its id."""
    ids = {
        pk: f"story-{n:03}"
        for n, pk in enumerate(
            Story.objects.order_by("first_published_at").values_list("pk", flat=True)
        )
    }

    def told(text: str) -> str:
        for pk, name in ids.items():
            text = text.replace(pk, name)
        return text

    writer = FolderWriter(folder)
    return {
        told(path): told((writer.read(path) or b"").decode()).encode()
        for path in writer.paths()
        if not path.startswith("pictures/")
    }


def clear() -> None:
    Edition.objects.update(last_updated_at=None)
    Story.objects.update(latest_revision=None, live_revision=None)
    for model in (*ROWS, AuditEntry, Change, Reading, Tag, Output, Fact):
        model._default_manager.all().delete()


def pressed(folder: Path) -> FolderWriter:
    writer = FolderWriter(folder)
    prepare(writer)
    want_everything()
    drain(writer)
    return writer


def test_loaded_rows_are_those_of_published_stories(newsroom):
    stories = loaded()
    by_actions(stories)
    published = all_rows()
    clear()

    by_loading(stories)

    assert len(published["RelatedStory"]) > 100
    assert len(published["Story"]) == 48
    for name, rows in all_rows().items():
        assert rows == published[name], name


def test_what_was_forgotten_is_read_again(newsroom, monkeypatch):
    stories = loaded()
    by_loading(stories)
    remembered = all_rows()
    clear()

    for limit in ("MOST_KNOWN", "MOST_SEEN", "MOST_TERMS_KNOWN"):
        monkeypatch.setattr(kinship, limit, 3)
    by_loading(stories)

    assert all_rows() == remembered


def test_pages_of_loaded_stories_are_those_of_published_ones(newsroom):
    stories = loaded()
    by_actions(stories)
    stamps = dict(Edition.objects.values_list("pk", "last_updated_at"))
    pressed(newsroom / "published" / "public")
    published = pages_in(newsroom / "published" / "public")
    clear()

    by_loading(stories)
    for pk, at in stamps.items():
        Edition.objects.filter(pk=pk).update(last_updated_at=at)
    writer = pressed(newsroom / "loaded" / "public")

    assert pages_in(newsroom / "loaded" / "public") == published
    assert list(check_site(writer)) == []


def test_a_ledger_entry_without_a_press_has_the_readings_and_path_of_the_page(newsroom):
    by_loading(loaded())
    with transaction.atomic():
        for edition in Edition.objects.all():
            put_off_stories(edition, list(edition.home_stories.values_list("pk", flat=True)))
    foretold = ledger()

    pressed(newsroom / "public")

    assert len(foretold) == 48
    assert foretold == {key: entry for key, entry in ledger().items() if ":story:" in key}


def ledger() -> dict[str, tuple[str, int, int, set[str]]]:
    """Path, order, newness and tags of each output."""
    return {
        output.key: (
            output.path,
            output.order,
            output.newness,
            tags_read_by(output),
        )
        for output in Output.objects.all()
    }


class KilledError(Exception):
    """Stands for the end of the process."""


def filled(stories: int, *, killed_at: tuple[str, int] = ("", 0)) -> None:
    def step(what: str, number: int, _of: int) -> None:
        if (what, number) == killed_at:
            raise KilledError

    filling.fill_archive(stories=stories, files=30, ends=ENDS, on_step=step, at_once=20)


def test_a_filling_that_was_killed_goes_on_to_the_same_newsroom(newsroom):
    clear()  # What the founding of the titles left to press would be in the first ledger alone.
    filled(100)
    whole = all_rows() | {"ledger": tags_by_place()}
    clear()

    for place in (("stories", 20), ("stories", 80), ("ledger", 40), ("fronts and archive", 0)):
        with pytest.raises(KilledError):
            filled(100, killed_at=place)
    filled(100)
    filled(100)

    assert all_rows() | {"ledger": tags_by_place()} == whole
    assert len(whole["ledger"]) == len(set(whole["ledger"])) > 100


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no rows that some do not see")
def test_after_a_filling_indexes_answer_alone(newsroom):
    filled(100)

    with connection.cursor() as cursor:
        cursor.execute("SELECT relallvisible FROM pg_class WHERE relname = 'stories_storyterm'")
        assert cursor.fetchone()[0] > 0


def tags_by_place() -> list[str]:
    """Each output with what it read and whether it is stale, stories by their number."""
    called = names()
    return sorted(
        " ".join(
            (
                _told(output.key, called),
                str(output.stale_since is None),
                *sorted(_told(name, called) for name in tags_read_by(output)),
            )
        )
        for output in Output.objects.all()
    )


def _told(name: str, called: dict[Any, str]) -> str:
    head, _, last = name.rpartition(":")
    return f"{head}:{_called(head, last, called)}"


def test_stories_without_files_are_said_once_and_written_when_all_pages_are_pressed(newsroom):
    writer = FolderWriter(newsroom / "public")
    prepare(writer)
    drain(writer)
    filled(100)
    drain(writer)

    findings = list(check_site(writer))
    put_off = outputs_put_off().count()
    want_everything()
    drain(writer)

    assert put_off == 70
    assert [(f.fault, f.key, f.detail.split()[0]) for f in findings] == [("unwritten", "", "70")]
    assert list(check_site(writer)) == []


def test_what_changed_before_the_filling_does_not_press_what_is_put_off(newsroom):
    filled(100)
    writer = FolderWriter(newsroom / "public")
    prepare(writer)
    drain(writer)

    assert outputs_put_off().count() == 70


def test_a_change_presses_a_page_that_was_put_off(newsroom):
    writer = FolderWriter(newsroom / "public")
    prepare(writer)
    drain(writer)
    filled(100)
    drain(writer)
    oldest = Story.objects.order_by("first_published_at").first()

    before = writer.read(Output.objects.get(key__endswith=oldest.pk).path)

    publish_story(story=oldest, by=None)
    drain(writer)

    assert before is None
    output = Output.objects.get(key__endswith=oldest.pk)
    assert oldest.headline in (writer.read(output.path) or b"").decode()


def test_a_filling_keeps_to_the_number_it_was_begun_with(newsroom):
    filled(40)

    with pytest.raises(
        OtherArchiveError, match="begun with 40 stories and cannot become one of 60"
    ):
        filled(60)
