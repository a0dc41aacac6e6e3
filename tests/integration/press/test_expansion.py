"""A change reaches every output that read its tag: few at once, many in chunks, the newest first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.press import expansion
from broadsheet.press.common import make_bundles
from broadsheet.press.expansion import expand_changes
from broadsheet.press.models import Change, Lane, Output, Reading, Tag

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 11, 24, 12, tzinfo=UTC)


def outputs(number, **fields):
    """So many outputs, the oldest first, of which none is stale."""
    known = Output.objects.count()
    fresh = {"stale_since": None} | fields
    rows = (Output(key=f"en:made:{known + place}", **fresh) for place in range(number))
    return Output.objects.bulk_create(rows)


def tag(name, readers=()):
    row = Tag.objects.create(name=name)
    Reading.objects.bulk_create(Reading(tag=row, output=output) for output in readers)
    return row


def change(name, lane=Lane.UPDATE, at=NOON):
    return Change.objects.create(tag=name, lane=lane, at=at)


def stale():
    return list(
        Output.objects.exclude(stale_since=None).order_by("pk").values_list("pk", flat=True)
    )


def keys(rows):
    return [row.pk for row in rows]


@pytest.fixture
def small(monkeypatch):
    """Chunks of three outputs, six in all."""
    monkeypatch.setattr(expansion, "OUTPUTS_AT_ONCE", 3)
    monkeypatch.setattr(expansion, "MOST_OUTPUTS", 6)


def test_readers_of_several_tags_are_stale_at_once():
    one, two, _unread = outputs(3)
    tag("a", [one, two])
    tag("b", [two])
    tag("c")
    for name in "abc":
        change(name)

    expand_changes()

    assert stale() == keys([one, two])
    assert not Change.objects.exists()
    assert set(Tag.objects.values_list("version", flat=True)) == {1}


def test_most_urgent_lane_and_earliest_time_hold():
    fresh, waiting = outputs(2)
    Output.objects.filter(pk=waiting.pk).update(
        stale_since=NOON - timedelta(hours=1), lane=Lane.BREAKING, attempts=3
    )
    tag("a", [fresh, waiting])
    tag("b", [fresh])
    change("a", Lane.UPDATE, NOON + timedelta(seconds=1))
    change("b", Lane.ROUTINE, NOON)

    expand_changes()

    fresh.refresh_from_db()
    waiting.refresh_from_db()
    assert (fresh.lane, fresh.stale_since, fresh.wanted) == (Lane.UPDATE, NOON, 2)
    assert waiting.stale_since == NOON - timedelta(hours=1)
    assert (waiting.lane, waiting.attempts, waiting.wanted) == (Lane.BREAKING, 0, 2)


def test_fresh_output_takes_the_lane_of_its_change_whatever_its_last_one_was():
    (row,) = outputs(1, lane=Lane.KILL)
    tag("a", [row])
    change("a", Lane.ROUTINE)

    expand_changes()

    row.refresh_from_db()
    assert row.lane == Lane.ROUTINE


def test_many_readers_come_in_chunks_from_the_newest_on(small):
    rows = outputs(8)
    tag("a", rows)
    change("a")

    reached = []
    while Change.objects.exists():
        expand_changes()
        reached.append(len(stale()))
        assert stale() == keys(rows)[-reached[-1] :]

    assert reached == [3, 6, 8]
    assert Tag.objects.get().version == 1


def test_tags_beyond_the_most_outputs_are_reached_later(small):
    rows = outputs(8)
    for place, name in enumerate("abcd"):
        tag(name, rows[place * 2 : place * 2 + 2])
        change(name)

    expand_changes()
    assert len(stale()) == 6
    expand_changes()

    assert stale() == keys(rows)
    assert not Change.objects.exists()


def test_readers_of_a_bundle_are_reached_by_its_members(small):
    rows = outputs(7)
    bundle, member = tag("bundle:x", rows[:5]), tag("a", rows[4:])
    make_bundles({"bundle:x": {"a"}}, {"bundle:x": bundle, "a": member})
    change("a")

    while Change.objects.exists():
        expand_changes()

    assert stale() == keys(rows)


def test_cost_does_not_grow_with_the_number_of_tags():
    rows = outputs(20)
    for place, row in enumerate(rows):
        tag(f"t{place}", [row])

    def queries(places):
        for place in places:
            change(f"t{place}", at=NOON + timedelta(seconds=place))
        with CaptureQueriesContext(connection) as asked:
            expand_changes()
        return len(asked)

    assert queries(range(2)) == queries(range(2, 20))
    assert stale() == keys(rows)
