"""The clock writes each edition's day, in its own zone, and marks what reads it."""

from datetime import UTC, date, datetime

import pytest

from broadsheet.editions.actions import turn_day
from broadsheet.people.models import AuditEntry
from broadsheet.press.models import Change
from broadsheet.project.clock import tick
from tests.newsroom import an_edition

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
