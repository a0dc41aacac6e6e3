"""The clock writes each edition's day, in its own zone, and marks what reads it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.editions.actions import turn_day
from broadsheet.people.models import AuditEntry
from broadsheet.press.models import Change, Fact
from broadsheet.project.clock import _Rounds, keep_times, tick
from broadsheet.project.commands.due import due
from broadsheet.project.site_check import site_check
from broadsheet.project.steady import SteadyClock
from broadsheet.stories.actions import schedule_publication
from broadsheet.stories.embargoes import keep_embargo
from broadsheet.stories.models import DueTime
from broadsheet.stories.schedule import CLOCK_MOVED
from tests.newsroom import a_story, an_edition

pytestmark = pytest.mark.django_db

LATE = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)


def test_each_edition_has_the_day_of_its_own_zone():
    cairo, lisbon = an_edition(time_zone="Africa/Cairo"), an_edition(time_zone="Europe/Lisbon")

    turned = tick(at=LATE)

    cairo.refresh_from_db()
    lisbon.refresh_from_db()
    assert turned == 2
    assert (cairo.day, lisbon.day) == (date(2026, 3, 2), date(2026, 3, 1))


def test_a_turned_day_is_marked_and_written_down():
    edition = an_edition()

    turn_day(edition=edition, at=LATE)

    assert Change.objects.filter(tag=f"day:{edition.code}").count() == 1
    entry = AuditEntry.objects.get(act="editions.edition.turn_day")
    assert (entry.by, entry.detail) == (None, {"day": "2026-03-01"})


def test_a_day_that_stands_is_left_alone():
    edition = an_edition()
    turn_day(edition=edition, at=LATE)
    Change.objects.all().delete()

    assert not turn_day(edition=edition, at=LATE)
    assert not Change.objects.exists()


class Moved(SteadyClock):
    """A steady clock on a machine whose clock was just moved."""

    def __init__(self, by):
        self.shift, self.up = timedelta(), 0.0
        super().__init__(lambda: self.start + timedelta(seconds=self.up) + self.shift, self.passed)
        self.shift = by

    start = LATE

    def passed(self):
        return self.up


@pytest.mark.parametrize("by", [timedelta(hours=1), timedelta(hours=-1)])
def test_an_embargo_ends_when_the_time_has_passed_whatever_the_machine_says(by):
    story = a_story()
    end = LATE + timedelta(minutes=30)
    keep_embargo(story=story, until=end)
    schedule_publication(placement=story.placements.get(), by=None)
    clock = Moved(by)
    DueTime.objects.update(at=end, again_at=end)

    clock.up = 60 * 29
    keep_times(clock)
    story.refresh_from_db()
    assert not story.live
    clock.up = 60 * 30
    keep_times(clock)

    story.refresh_from_db()
    assert story.live


def test_a_moved_clock_is_told_and_forgotten_when_it_is_right_again():
    clock = Moved(timedelta(hours=1))
    rounds = _Rounds(clock, [site_check()])
    rounds.tick_at = LATE + timedelta(days=1)

    rounds.go()
    rounds.go()
    assert Fact.objects.get(name=CLOCK_MOVED).value == "3600"
    clock.shift = timedelta()
    rounds.go()
    rounds.go()

    assert not Fact.objects.filter(name=CLOCK_MOVED).exists()


def test_what_is_due_is_listed_with_its_lateness(capsys):
    story, other = a_story(headline="Ferry"), a_story()
    soon = timezone.now() + timedelta(hours=1)
    for telling in (story, other):
        schedule_publication(placement=telling.placements.get(), by=None, at=soon)
    DueTime.objects.filter(placement__story=story).update(
        at=timezone.now() - timedelta(seconds=3), again_at=timezone.now() - timedelta(seconds=3)
    )
    keep_times(SteadyClock())

    due(as_json=True)

    waiting, done = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (waiting["story"], waiting["state"]) == (other.pk, "waiting")
    assert (done["headline"], done["state"]) == ("Ferry", "done")
    assert 3 <= done["late_seconds"] < 60
    due(as_json=False)
    assert "p95" in capsys.readouterr().out
