"""How the press stands: what is stale by lane and since when, what failed and why, what exists."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, F, Min, QuerySet, Value, When
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from broadsheet.press.checking import LastCheck, last_check
from broadsheet.press.design import Trial, kept_trial
from broadsheet.press.failing import place_of, reason_of
from broadsheet.press.models import Change, Lane, Output, Pin
from broadsheet.press.purging.standing import TargetState, purges


@dataclass(frozen=True)
class LaneState:
    """One lane's stale outputs; `since` is the oldest of them, in UTC."""

    lane: str
    stale: int
    since: datetime


@dataclass(frozen=True)
class Failure:
    """An output whose last press failed; its old bytes stand until it succeeds.

    `place` is the template and its line, `story.html:41`, or empty where no template failed.
    """

    key: str
    path: str
    reason: str
    place: str
    attempts: int
    due_at: datetime


@dataclass(frozen=True)
class PinState:
    """Readers of `edition` get it as it was `to` that time, since `at`; both are UTC."""

    edition: str
    to: datetime
    at: datetime
    by: str


@dataclass(frozen=True)
class Standing:
    """The state of the press as a whole; `kinds` counts outputs, `stale_kinds` the stale ones.

    `pins` are the editions that are set back.
    `trial` is that of a new design which is being compared or was refused.
    """

    changes: int
    lanes: list[LaneState] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    stale_kinds: dict[str, int] = field(default_factory=dict)
    last_check: LastCheck | None = None
    purges: list[TargetState] = field(default_factory=list)
    trial: Trial | None = None
    pins: list[PinState] = field(default_factory=list)

    @property
    def stale(self) -> int:
        return sum(lane.stale for lane in self.lanes)


def standing() -> Standing:
    stale = Output.objects.filter(stale_since__isnull=False)
    return Standing(
        changes=Change.objects.count(),
        lanes=lanes(),
        failures=failures(),
        kinds=_by_kind(Output.objects.all()),
        stale_kinds=_by_kind(stale),
        last_check=last_check(),
        purges=purges(),
        trial=kept_trial(),
        pins=pin_states(),
    )


def pin_states() -> list[PinState]:
    """The editions that are set back, by code."""
    rows = Pin.objects.order_by("edition").values_list("edition", "to", "at", "by")
    return [PinState(*row) for row in rows]


def failures() -> list[Failure]:
    """Outputs whose last press failed, by key; they are all stale, which an index knows."""
    stale, now = Output.objects.filter(stale_since__isnull=False), timezone.now()
    rows = stale.exclude(last_error="").order_by("key")
    return [
        Failure(
            row.key,
            row.path,
            reason_of(row.last_error),
            place_of(row.last_error),
            row.attempts,
            row.due_at or now,
        )
        for row in rows
    ]


def being_pressed() -> list[Output]:
    """The outputs that a worker holds now, the oldest need first."""
    held = Output.objects.filter(stale_since__isnull=False, lease_until__gt=timezone.now())
    return list(held.exclude(lease="").order_by("stale_since", "key"))


def lanes() -> list[LaneState]:
    """The lanes that have stale outputs, the most urgent first."""
    rows = Output.objects.filter(stale_since__isnull=False).values("lane").order_by("lane")
    counted = rows.annotate(stale=Count("pk"), since=Min("stale_since"))
    return [LaneState(Lane(row["lane"]).label, row["stale"], row["since"]) for row in counted]


def _by_kind(outputs: QuerySet[Output]) -> dict[str, int]:
    """Counted by the database, which hands out one row a kind."""
    after = Substr("key", StrIndex("key", Value(":")) + 1)
    ends = StrIndex(F("after"), Value(":"))
    named = Case(When(ends__gt=0, then=Substr("after", 1, F("ends") - 1)), default=F("after"))
    rows = outputs.annotate(after=after).annotate(ends=ends).annotate(kind=named)
    counted = rows.values("kind").annotate(outputs=Count("pk")).order_by("kind")
    return dict(counted.values_list("kind", "outputs"))
