"""How late the press is: minute by minute and lane by lane, for the last day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from broadsheet.press.models import Lane, Minute

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class LaneLateness:
    """One lane's pages of a while, and their mean and worst lateness in milliseconds."""

    lane: Lane
    pages: int
    mean_ms: int
    worst_ms: int


def note_lateness(finished: Iterable[tuple[Lane, timedelta]]) -> None:
    """Count pages into the present minute, inside the transaction that settles them.

    Rows are taken in the order of their lanes, so that two workers never wait for each other.
    """
    minute = timezone.now().replace(second=0, microsecond=0)
    by_lane: dict[Lane, list[int]] = {}
    for lane, late in finished:
        by_lane.setdefault(lane, []).append(max(0, round(late.total_seconds() * 1000)))
    for lane, late_ms in sorted(by_lane.items()):
        _row, new = Minute.objects.get_or_create(at=minute, lane=lane)
        Minute.objects.filter(at=minute, lane=lane).update(
            pages=F("pages") + len(late_ms),
            late_ms=F("late_ms") + sum(late_ms),
            latest_ms=Greatest(F("latest_ms"), max(late_ms)),
        )
        if new:
            Minute.objects.filter(at__lt=minute - KEPT, lane=lane).delete()


def minutes_since(since: datetime) -> list[Minute]:
    """The minutes in which pages were finished, oldest first, then by lane."""
    return list(Minute.objects.filter(at__gte=since).order_by("at", "lane"))


def lateness_of(minutes: Iterable[Minute]) -> list[LaneLateness]:
    """The lanes that finished pages in `minutes`, the most urgent first."""
    by_lane: dict[int, list[Minute]] = {}
    for minute in minutes:
        by_lane.setdefault(minute.lane, []).append(minute)
    return [_summed(Lane(lane), rows) for lane, rows in sorted(by_lane.items())]


def _summed(lane: Lane, rows: list[Minute]) -> LaneLateness:
    pages = sum(row.pages for row in rows)
    late_ms = sum(row.late_ms for row in rows)
    return LaneLateness(lane, pages, round(late_ms / pages), max(row.latest_ms for row in rows))
