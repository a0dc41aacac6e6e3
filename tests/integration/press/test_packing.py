"""Of old pages a compressed copy is kept, and readers, press and check see no difference."""

from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from broadsheet.press.checking import check_site
from broadsheet.press.command_line import app
from broadsheet.press.models import Output
from broadsheet.press.packing import pack_old_pages, packed_until, unpack_pages
from broadsheet.press.repairing import repair
from broadsheet.press.serving.site import ReadersSite
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.project.site_check import is_packing_due
from broadsheet.stories.actions import kill_story, publish_story, save_draft
from tests.acceptance.law import files_on_disk, wanted_files
from tests.newsroom import a_live_story, an_edition, page_tree

pytestmark = pytest.mark.django_db(transaction=True)
A_MONTH = timedelta(days=30)


@pytest.fixture
def writer(settings, tmp_path):
    settings.SITE_DIR = tmp_path / "site" / "public"
    return FolderWriter(settings.SITE_DIR)


@pytest.fixture
def story(writer):
    page_tree()
    return a_live_story(edition=an_edition(code="en", sections=["world"]))


def page_of(story):
    return Output.objects.get(key=f"en:story:{story.pk}")


def names_beside(writer, path):
    return sorted(file.name for file in (writer.root / path).parent.iterdir())


def test_only_pages_of_that_age_are_packed_and_each_once(writer, story):
    want_everything()
    drain(writer)
    page = page_of(story)
    Output.objects.filter(pk=page.pk).update(pressed_at=timezone.now() - timedelta(days=31))

    assert pack_old_pages(writer, A_MONTH) == 1
    assert pack_old_pages(writer, A_MONTH) == 0
    assert names_beside(writer, page.path) == ["index.html.gz"]
    assert names_beside(writer, "en/index.html")[:3] != ["index.html.gz"]
    assert files_on_disk(writer) == wanted_files()
    assert list(check_site(writer)) == []


def test_a_packed_page_is_answered_read_and_listed_as_before(writer, story):
    drain(writer)
    page = page_of(story)
    body, listed = writer.read(page.path), sorted(writer.paths())
    address = f"/{page.path.removesuffix('index.html')}"

    pack_old_pages(writer, timedelta(0))
    answer = ReadersSite(writer.root).answer(method="GET", host="news.example", path=address)

    assert writer.is_packed(page.path)
    assert (writer.read(page.path), sorted(writer.paths())) == (body, listed)
    assert (answer.status, answer.body) == (200, body)


def test_a_packed_page_that_changes_is_whole_again_and_one_that_goes_leaves_nothing(writer, story):
    other = a_live_story(edition=story.home_edition)
    want_everything()
    drain(writer)
    pages = page_of(story), page_of(other)
    pack_old_pages(writer, timedelta(0))

    story.headline = "Ferries are back"
    save_draft(story=story, by=None)
    publish_story(story=story, by=None)
    kill_story(story=other, by=None, reason="Untrue.")
    drain(writer)

    assert not writer.is_packed(pages[0].path)
    assert b"Ferries are back" in writer.read(pages[0].path)
    assert files_on_disk(writer) == wanted_files()


def test_the_history_of_a_page_has_what_it_was_packed_into(writer, story):
    drain(writer)
    page = page_of(story)
    body = writer.read(page.path)
    pack_old_pages(writer, timedelta(0))

    story.headline = "Ferries are back"
    save_draft(story=story, by=None)
    publish_story(story=story, by=None)
    drain(writer)

    assert writer.read(page.path) != body
    assert writer.kept(page.digest) == body
    writer.forget([page.digest])
    assert writer.kept(page.digest) is None


def test_a_damaged_copy_is_found_and_mended(writer, story):
    drain(writer)
    page = page_of(story)
    pack_old_pages(writer, timedelta(0))
    (writer.root / f"{page.path}.gz").write_bytes(b"\x1f\x8bnothing")

    findings = list(check_site(writer))
    repair(findings, writer, remove_strangers=False)

    assert [(f.fault, f.key) for f in findings if f.fault == "corrupt"] == [("corrupt", page.key)]
    assert list(check_site(writer)) == []


def test_a_page_whose_copy_is_not_its_own_stays_whole(writer, story):
    drain(writer)
    page = page_of(story)
    (writer.root / f"{page.path}.gz").write_bytes(b"\x1f\x8bnothing")

    pack_old_pages(writer, timedelta(0))

    assert not writer.is_packed(page.path)


def test_undone_packing_has_the_press_write_the_pages_whole(writer, story):
    drain(writer)
    page = page_of(story)
    packed = pack_old_pages(writer, timedelta(0))

    assert unpack_pages(writer) == packed
    drain(writer)

    assert names_beside(writer, page.path) == ["index.html", "index.html.br", "index.html.gz"]
    assert packed_until() is None


def test_packing_is_due_daily_where_it_is_wanted(settings, writer, story):
    now = timezone.now()
    assert not is_packing_due(now)
    settings.PACK_AFTER_DAYS = 30
    assert is_packing_due(now)

    pack_old_pages(writer, A_MONTH)

    assert not is_packing_due(now + timedelta(hours=23))
    assert is_packing_due(now + timedelta(hours=25))


def test_the_command_says_how_many_it_packed_or_why_none(settings, writer, story):
    drain(writer)

    refused = CliRunner().invoke(app, ["pack"])
    done = CliRunner().invoke(app, ["pack", "--older-than", "0"])
    undone = CliRunner().invoke(app, ["pack", "--undo"])

    assert (refused.exit_code, "PACK_AFTER_DAYS is 0" in refused.output) == (2, True)
    assert (done.exit_code, "Packed" in done.output) == (0, True)
    assert "wanted whole" in undone.output
