"""What readers got stays known, an edition goes back to it in one act, and what is dead stays dead."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.comments.actions import withdraw_comment
from broadsheet.editions.actions import keep_edition
from broadsheet.press.checking import check_site
from broadsheet.press.digests import digest_of
from broadsheet.press.errors import (
    KilledSinceError,
    NeverThereError,
    NoLongerKeptError,
    TimeAheadError,
    TooFarBackError,
)
from broadsheet.press.history.asking import bytes_at, history_of
from broadsheet.press.history.forgetting import sweep_history
from broadsheet.press.models import Pin, Version
from broadsheet.press.receipts import receipt_of
from broadsheet.press.repairing import repair
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain
from broadsheet.stories.actions import (
    correct_story,
    kill_picture,
    kill_story,
    lower_bar,
    raise_bar,
    readdress_placement,
    unpublish_story,
)
from broadsheet.stories.queries import picture_tag, story_tag
from tests.acceptance.law import files_on_disk, wanted_files
from tests.integration.press.histories import (
    HOME,
    edition_files,
    now,
    page_of,
    retitled,
    set_back,
    set_forward,
)
from tests.newsroom import a_comment, a_live_story, a_picture

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_version_of_a_page_is_told_with_its_times(house, writer):
    first = writer.read(HOME)
    retitled(house[0], "A second headline", writer)
    second = writer.read(HOME)
    retitled(house[0], "A third headline", writer)

    told = history_of(HOME, writer)

    assert [version.digest for version in told[1:]] == [digest_of(second), digest_of(first)]
    assert [version.bytes for version in told] == ["live", "kept", "kept"]
    assert [version.went_at for version in told[:1]] == [None]
    assert [version.went_at for version in told[1:]] == [version.came_at for version in told[:-1]]
    assert told[2].size == len(first)


def test_a_page_that_never_changed_costs_the_history_nothing(house, writer):
    assert not Version.objects.exists()
    assert not (writer.root.parent / "history").exists()

    want_everything()
    drain(writer)

    assert not Version.objects.exists()


def test_show_gives_the_bytes_that_readers_got_at_that_time(house, writer):
    first, before = writer.read(HOME), now()
    retitled(house[0], "A second headline", writer)
    second, between = writer.read(HOME), now()
    retitled(house[0], "A third headline", writer)

    assert bytes_at(HOME, before, writer) == first
    assert bytes_at(HOME, between, writer) == second
    assert bytes_at(HOME, now(), writer) == writer.read(HOME)


def test_show_says_why_it_gives_nothing(house, writer):
    began = now()
    story = a_live_story(edition=house[0].home_edition)
    drain(writer)
    path, then = page_of(story), now()
    retitled(story, "Another headline", writer)
    retitled(house[0], "Yet another headline", writer)

    with pytest.raises(NeverThereError, match="got nothing at"):
        bytes_at(path, began, writer)
    with pytest.raises(TimeAheadError, match="still to come"):
        bytes_at(path, now() + timedelta(hours=1), writer)
    with pytest.raises(TooFarBackError, match="reaches back to"):
        bytes_at(path, datetime(2020, 1, 1, tzinfo=UTC), writer)
    writer.forget(Version.objects.filter(path=path).values_list("digest", flat=True))
    with pytest.raises(NoLongerKeptError, match="no longer kept"):
        bytes_at(path, then, writer)
    assert [version.bytes for version in history_of(path, writer)][:2] == ["live", "gone"]
    kill_story(story=story, by=None, reason="Untrue.")
    drain(writer)
    with pytest.raises(KilledSinceError, match="killed since"):
        bytes_at(path, then, writer)


def test_an_edition_goes_back_and_forward_byte_for_byte(house, writer):
    story = house[0]
    before, then, others = edition_files(writer), now(), edition_files(writer, "ar")
    retitled(story, "A second headline", writer)
    correct_story(story=house[1], by=None, text="The ferry sails on Tuesday.")
    unpublish_story(story=house[2], by=None, reason="A doubt.")
    readdress_placement(placement=story.placements.get(), by=None, slug="another-slug")
    a_live_story(edition=story.home_edition)
    drain(writer)
    present = files_on_disk(writer)
    assert edition_files(writer) != before

    set_back(writer, then)

    assert edition_files(writer) == before
    assert edition_files(writer, "ar") == others
    assert list(check_site(writer)) == []

    set_forward(writer)

    assert files_on_disk(writer) == present == wanted_files()
    assert list(check_site(writer)) == []
    assert not Pin.objects.exists()


def test_what_editors_do_meanwhile_shows_when_the_edition_goes_forward(house, writer):
    before, then = edition_files(writer), now()
    retitled(house[0], "A second headline", writer)
    set_back(writer, then)

    retitled(house[0], "A third headline", writer)
    retitled(house[1], "A headline of a page that was not set back", writer)
    new = a_live_story(edition=house[0].home_edition)
    edition = house[0].home_edition
    edition.tagline = "A new line under the name"
    keep_edition(edition=edition, by=None)
    drain(writer)

    assert edition_files(writer) == before
    assert list(check_site(writer)) == []
    set_forward(writer)
    assert files_on_disk(writer) == wanted_files()
    assert b"A third headline" in writer.read(page_of(house[0]))
    assert writer.read(page_of(new)) is not None
    assert list(check_site(writer)) == []


def test_a_page_that_came_back_to_its_former_bytes_goes_forward_too(house, writer):
    """The bytes of the pin's time are live again, and an edit made meanwhile must not get lost."""
    then = now()
    retitled(house[0], "A second headline", writer)
    retitled(house[0], "", writer)
    set_back(writer, then)
    retitled(house[0], "A third headline", writer)

    set_forward(writer)

    assert files_on_disk(writer) == wanted_files()


def test_an_edition_can_be_set_back_again_while_it_is(house, writer):
    first, early = edition_files(writer), now()
    retitled(house[0], "A second headline", writer)
    second, late = edition_files(writer), now()
    retitled(house[0], "A third headline", writer)

    set_back(writer, early)
    back_then = now()
    retitled(house[1], "A headline meanwhile", writer)
    set_back(writer, late)
    assert edition_files(writer) == second
    set_back(writer, back_then)
    assert edition_files(writer) == first
    assert list(check_site(writer)) == []

    set_forward(writer)
    assert files_on_disk(writer) == wanted_files()


def test_what_was_killed_stays_killed(house, writer):
    """Its page is the tombstone, and pages that showed it are as they are now."""
    dead = house[0]
    path, then = page_of(dead), now()
    retitled(house[1], "A second headline", writer)
    kill_story(story=dead, by=None, reason="Untrue.")
    drain(writer)

    set_back(writer, then)

    assert writer.read(path).startswith(b"<!--broadsheet 410-->")
    naming = [
        name for name, body in edition_files(writer).items() if f"/{dead.pk}-".encode() in body
    ]
    assert naming == []
    assert list(check_site(writer)) == []
    set_forward(writer)
    assert files_on_disk(writer) == wanted_files()


def test_a_kill_reaches_an_edition_that_is_set_back(house, writer):
    dead, then = house[0], now()
    retitled(house[1], "A second headline", writer)
    unpublish_story(story=dead, by=None, reason="A doubt.")
    drain(writer)
    set_back(writer, then)
    assert f"/{dead.pk}-".encode() in writer.read(HOME)

    kill_story(story=dead, by=None, reason="Untrue.")
    drain(writer)

    naming = [
        name for name, body in files_on_disk(writer).items() if f"/{dead.pk}-".encode() in body
    ]
    assert naming == []
    assert receipt_of(story_tag(dead.pk)).waiting == 0
    assert list(check_site(writer)) == []


def test_the_receipt_of_a_kill_has_a_line_for_the_history(house, writer):
    dead, then = house[0], now()
    retitled(dead, "A second headline", writer)
    shown = {version.digest for version in Version.objects.filter(path__in=[HOME, page_of(dead)])}
    assert all(writer.kept(digest) for digest in shown)

    kill_story(story=dead, by=None, reason="Untrue.")
    line = next(line for line in receipt_of(story_tag(dead.pk)).lines if line.surface == "history")
    assert line.withdrawn_at is None
    drain(writer)

    line.refresh_from_db()
    assert (line.how, line.withdrawn_at is None) == ("forgotten", False)
    assert not any(writer.kept(digest) for digest in shown)
    for path in (HOME, page_of(dead)):
        with pytest.raises(KilledSinceError):
            bytes_at(path, then, writer)
    assert {version.bytes for version in history_of(HOME, writer)[1:]} == {"killed"}


def test_a_killed_picture_does_not_come_back(house, writer):
    picture = a_picture()
    story = a_live_story(edition=house[0].home_edition, lead_picture=picture)
    drain(writer)
    then, files = now(), [path for path in writer.paths() if path.startswith("pictures/")]
    assert files
    kill_picture(picture=picture, by=None, reason="Not ours.")
    retitled(story, "Without its picture", writer)

    set_back(writer, then)

    assert not any(writer.read(path) for path in files)
    naming = [name for name, body in edition_files(writer).items() if b"/pictures/" in body]
    assert naming == []
    assert receipt_of(picture_tag(picture.pk)).waiting == 0


def test_a_comment_that_was_taken_back_does_not_come_back(house, writer):
    """The page that showed it is given as it is now; the page before it came back as it was."""
    story, early = house[0], now()
    without = writer.read(page_of(story))
    comment = a_comment(story=story, text="The bridge sings at night.", approved=True)
    drain(writer)
    assert b"sings at night" in writer.read(page_of(story))
    late = now()
    withdraw_comment(comment=comment)
    retitled(story, "A second headline", writer)

    set_back(writer, late)
    assert not any(b"sings at night" in body for body in files_on_disk(writer).values())
    assert b"A second headline" in writer.read(page_of(story))
    set_back(writer, early)
    assert writer.read(page_of(story)) == without

    set_forward(writer)
    assert files_on_disk(writer) == wanted_files()
    showing = Version.objects.filter(path=page_of(story), came_at__lte=late, went_at__gt=late)
    digests = list(showing.values_list("digest", flat=True))
    assert all(writer.kept(digest) for digest in digests)
    sweep_history(writer, now())
    assert not any(writer.kept(digest) for digest in digests)
    with pytest.raises(KilledSinceError):
        bytes_at(page_of(story), late, writer)


def test_pictures_that_the_past_names_come_back_with_it(house, writer):
    picture = a_picture()
    story = a_live_story(edition=house[0].home_edition, lead_picture=picture)
    drain(writer)
    before, then = edition_files(writer), now()
    pictures = {path: body for path, body in files_on_disk(writer).items() if "pictures/" in path}
    unpublish_story(story=story, by=None, reason="A doubt.")
    drain(writer)
    assert not any(path in pictures for path in writer.paths())

    set_back(writer, then)

    assert edition_files(writer) == before
    assert pictures.items() <= files_on_disk(writer).items()
    assert list(check_site(writer)) == []
    lost = next(iter(pictures))
    writer.remove(lost)
    found = list(check_site(writer))
    assert [(finding.fault, finding.path) for finding in found] == [("missing", lost)]
    repair(found, writer, remove_strangers=False)
    assert writer.read(lost) == pictures[lost]
    set_forward(writer)
    assert files_on_disk(writer) == wanted_files()


def test_the_style_of_the_past_stands_beside_the_present_one(house, writer):
    edition, before, then = house[0].home_edition, edition_files(writer), now()
    styles = {path for path in writer.paths() if path.endswith(".css")}
    edition.colour = "#0b6b3a"
    keep_edition(edition=edition, by=None)
    drain(writer)
    present = {path for path in writer.paths() if path.endswith(".css")}
    assert styles != present

    set_back(writer, then)

    assert edition_files(writer) == before
    assert {path for path in writer.paths() if path.endswith(".css")} == styles | present
    assert list(check_site(writer)) == []
    set_forward(writer)
    assert files_on_disk(writer) == wanted_files()


def test_a_breaking_bar_shows_over_an_edition_that_is_set_back(house, writer):
    then = now()
    retitled(house[0], "A second headline", writer)
    set_back(writer, then)

    placement = house[1].placements.get()
    raise_bar(placement=placement, by=None, text="The dam holds", until=now() + timedelta(hours=1))
    drain(writer)

    assert json.loads(writer.read("en/live.json"))["breaking"] == "The dam holds"
    lower_bar(edition=placement.edition, by=None)
    drain(writer)
    assert b"The dam holds" not in writer.read("en/live.json")


def test_a_file_spoilt_by_hand_is_mended_with_the_bytes_of_the_past(house, writer):
    before, then = edition_files(writer), now()
    retitled(house[0], "A second headline", writer)
    set_back(writer, then)
    for path in (HOME, page_of(house[1])):
        (writer.root / path).unlink()
        (writer.root / path).write_bytes(b"spoilt")

    findings = list(check_site(writer))
    assert {finding.fault for finding in findings} == {"corrupt"}
    repair(findings, writer, remove_strangers=False)

    assert edition_files(writer) == before
    want_everything()
    drain(writer)
    assert edition_files(writer) == before
