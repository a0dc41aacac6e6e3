"""How the purges stand: what waits at which target, since when, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from broadsheet.press.models import Lane, Purge


@dataclass(frozen=True)
class TargetState:
    """One target's purges that it has not confirmed yet.

    `kills` of them belong to killed stories; `attempts` is the most that one has had; `reason` is
    empty unless the last try failed, else `due_at` is the next one. Times are UTC.
    """

    target: str
    waiting: int
    kills: int
    since: datetime
    attempts: int
    due_at: datetime
    reason: str


def purges() -> list[TargetState]:
    """By target; one that confirmed everything is left out, later looks do not count."""
    rows = Purge.objects.filter(Q(look=0) | ~Q(last_error=""))
    found = rows.values("target").order_by("target").annotate(
        waiting=Count("pk"),
        kills=Count("pk", filter=Q(lane=Lane.KILL)),
        since=Min("at"),
        attempts=Max("attempts"),
        due_at=Min("due_at"),
        reason=Max("last_error"),
    )  # fmt: skip
    return [TargetState(**row) for row in found]
