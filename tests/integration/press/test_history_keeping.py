"""Who may ask for the past, how long it is kept, and what the commands say of it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from typer.testing import CliRunner

from broadsheet.people.models import AuditEntry
from broadsheet.press.checking import check_site
from broadsheet.press.command_line import app
from broadsheet.press.digests import digest_of
from broadsheet.press.errors import (
    HistoryError,
    KilledSinceError,
    NotPinnedError,
    TimeAheadError,
    TooFarBackError,
    UnknownTitleError,
)
from broadsheet.press.history.asking import bytes_at, path_named, time_named
from broadsheet.press.history.forgetting import SWEPT, sweep_history, sweep_if_due
from broadsheet.press.history.rolling import roll_back, roll_forward
from broadsheet.press.models import Fact, Version
from broadsheet.press.receipts import receipt_of
from broadsheet.press.standing import standing
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.storage import StorageWriter
from broadsheet.stories.actions import (
    kill_story,
)
from broadsheet.stories.queries import story_tag
from tests import storage
from tests.acceptance.law import files_on_disk, wanted_files
from tests.integration.press.histories import (
    HOME,
    edition_files,
    now,
    retitled,
    set_back,
    set_forward,
)
from tests.newsroom import a_live_story, an_edition, page_tree

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_status_names_what_is_set_back(house, writer):
    then = now()
    roll_back(edition="en", to=then, by="operator")

    (pin,) = standing().pins

    assert (pin.edition, pin.to, pin.by) == ("en", then, "operator")
    said = " ".join(CliRunner().invoke(app, ["status"]).output.split())
    assert "broadsheet press rollback en --forward" in said


def test_going_back_is_refused_with_the_reason(house, writer):
    with pytest.raises(UnknownTitleError, match="The editions are ar, en"):
        roll_back(edition="xx", to=now())
    with pytest.raises(TimeAheadError):
        roll_back(edition="en", to=now() + timedelta(minutes=1))
    with pytest.raises(TooFarBackError):
        roll_back(edition="en", to=now() - timedelta(days=1))
    with pytest.raises(NotPinnedError, match="is not set back"):
        roll_forward(edition="en")
    with override_settings(HISTORY_DAYS=0):
        prepare(writer)
        with pytest.raises(TooFarBackError, match="No history is kept"):
            roll_back(edition="en", to=now())


def test_nothing_is_kept_where_the_settings_say_so(house, writer):
    retitled(house[0], "A second headline", writer)
    with override_settings(HISTORY_DAYS=0):
        retitled(house[0], "A third headline", writer)
        assert Version.objects.filter(path=HOME).count() == 1
        sweep_history(writer, now())

    assert not Version.objects.exists()
    assert list(writer.kept_before(now() + timedelta(days=1))) == []


def test_what_is_old_goes_but_for_what_a_pin_needs(house, writer):
    then = now()
    retitled(house[0], "A second headline", writer)
    retitled(house[3], "عنوان ثان", writer)
    before_pin = edition_files(writer)
    set_back(writer, then)
    later = now() + timedelta(days=40)

    assert sweep_history(writer, later) == 0
    want_everything()
    drain(writer)
    assert HOME in edition_files(writer)
    assert edition_files(writer) != before_pin

    set_forward(writer)
    assert sweep_history(writer, later) > 0
    assert not Version.objects.exists()
    assert list(writer.kept_before(later)) == []
    with pytest.raises(TooFarBackError):
        roll_back(edition="en", to=then)


def test_bytes_that_no_version_names_go_when_they_are_a_day_old(house, writer):
    """As a crash between keeping and settling leaves them."""
    writer.keep(HOME, digest_of(writer.read(HOME)))

    sweep_history(writer, now())
    assert writer.kept(digest_of(writer.read(HOME))) is not None

    sweep_history(writer, now() + timedelta(days=2))
    assert writer.kept(digest_of(writer.read(HOME))) is None
    assert writer.read(HOME) is not None


def test_the_history_is_swept_once_a_day(house, writer):
    at = now()

    assert sweep_if_due(lambda: writer, at) == 0
    assert sweep_if_due(lambda: writer, at + timedelta(hours=23)) is None
    assert sweep_if_due(lambda: writer, at + timedelta(hours=25)) == 0
    assert Fact.objects.filter(name=SWEPT).count() == 1


def test_bytes_are_copied_where_the_disk_knows_no_second_names(house, writer, monkeypatch):
    def refuse(_self, _target):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)  # What such a disk answers.
    first, then = writer.read(HOME), now()
    retitled(house[0], "A second headline", writer)

    assert bytes_at(HOME, then, writer) == first


def test_the_commands_tell_show_and_set_back(house, writer, settings):
    settings.SITE_DIR = writer.root
    first, then = writer.read(HOME), now()
    retitled(house[0], "A second headline", writer)
    run = CliRunner().invoke

    lines = run(app, ["history", "/en/", "--json"]).output.splitlines()
    assert [json.loads(line)["bytes"] for line in lines] == ["live", "kept"]
    assert run(app, ["show", HOME, "--at", then.isoformat()]).stdout_bytes == first
    assert isinstance(run(app, ["show", HOME, "--at", "noon"]).exception, HistoryError)
    assert run(app, ["history", "en/nothing.html"]).exit_code == 1
    assert run(app, ["rollback", "en"]).exit_code == 2

    done = run(app, ["rollback", "en", "--to", then.isoformat()])
    assert "Readers of en get it as it was at" in done.output
    assert writer.read(HOME) == first
    done = run(app, ["rollback", "en", "--forward"])
    assert "get the present again" in done.output
    assert files_on_disk(writer) == wanted_files()
    entries = AuditEntry.objects.filter(act__startswith="press.edition.", object="edition:en")
    back, forward = entries.order_by("pk")
    assert (back.act, back.detail["to"]) == ("press.edition.roll_back", then.isoformat())
    assert (forward.act, back.edition) == ("press.edition.roll_forward", "en")
    assert back.detail["at_machine"] == forward.detail["at_machine"] != ""


def test_addresses_and_times_are_read_as_people_write_them():
    assert [path_named(text) for text in ("/en/world/", "/", "en/feed.xml")] == [
        "en/world/index.html",
        "index.html",
        "en/feed.xml",
    ]
    assert time_named("2026-11-25T14:30") == datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
    assert time_named("2026-11-25T16:30+02:00") == datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


@pytest.mark.skipif(not storage.RCLONE, reason=storage.MISSING)
def test_an_edition_in_a_bucket_goes_back_and_forward(tmp_path):
    with storage.s3_server(tmp_path) as endpoint:
        writer = StorageWriter(storage.bucket_at(endpoint))
        page_tree()
        prepare(writer)
        story = a_live_story(edition=an_edition(code="en", sections=["world"]))
        want_everything()
        drain(writer)
        before, then = edition_files(writer), now()
        retitled(story, "A second headline", writer)
        a_live_story(edition=story.home_edition)
        drain(writer)
        present = files_on_disk(writer)

        set_back(writer, then)
        assert edition_files(writer) == before
        assert list(check_site(writer)) == []
        set_forward(writer)
        assert files_on_disk(writer) == present

        kill_story(story=story, by=None, reason="Untrue.")
        drain(writer)
        with pytest.raises(KilledSinceError):
            bytes_at(HOME, then, writer)
        assert receipt_of(story_tag(story.pk)).waiting == 0
        sweep_history(writer, now() + timedelta(days=40))
        assert list(writer.kept_before(now() + timedelta(days=40))) == []
