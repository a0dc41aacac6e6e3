"""What the press room shows to somebody: figures of the whole press, pages of one's editions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.press.chart import Bar, bars_of
from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, editions_where
from broadsheet.people.models import User
from broadsheet.press.checking import LastCheck, last_check
from broadsheet.press.comparing import FAULTS, HEADLINE, LINKS, LOST, SIZE
from broadsheet.press.design import Finding, Trial, kept_trial
from broadsheet.press.lateness import LaneLateness, lateness_of, minutes_since
from broadsheet.press.models import Change, Lane
from broadsheet.press.purging.standing import TargetState, purges
from broadsheet.press.purging.targets import targets
from broadsheet.press.registry import NO_EDITION, edition_of, kind_of, rest_of
from broadsheet.press.standing import (
    Failure,
    LaneState,
    PinState,
    being_pressed,
    failures,
    lanes,
    pin_states,
)
from broadsheet.stories.models import Story

WINDOW = timedelta(hours=1)
SHOWN = 20
LANES: dict[str, Promise] = {
    "kill": _("Kill"),
    "breaking": _("Breaking"),
    "update": _("Update"),
    "routine": _("Routine"),
}
FAULT_NAMES: dict[str, Promise] = {
    LOST: _("Lost"),
    HEADLINE: _("Without headline"),
    LINKS: _("Broken links"),
    SIZE: _("Another size"),
}


@dataclass(frozen=True)
class TrialShown:
    """A new design that is compared or was refused, with the findings that somebody may see.

    `counts`: how many pages have each fault, of all editions.
    """

    trial: Trial
    counts: list[tuple[Promise, int]]
    findings: list[tuple[Promise, Finding]]


@dataclass(frozen=True)
class Room:
    """One look at the press, as `user` may see it."""

    at: datetime
    changes: int
    lanes: list[tuple[Promise, LaneState]]
    lateness: list[tuple[Promise, LaneLateness]]
    bars: list[Bar]
    pressing: list[str]
    failures: list[tuple[Failure, Story | None]]
    last_check: LastCheck | None
    pins: list[tuple[Edition, PinState]]
    has_caches: bool
    purges: list[TargetState]
    design: TrialShown | None

    @property
    def stale(self) -> int:
        return sum(lane.stale for _label, lane in self.lanes)


def room_for(user: Any) -> Room:
    now = timezone.now()
    minutes = minutes_since(now - WINDOW)
    codes = codes_of(user)
    return Room(
        at=now,
        changes=Change.objects.count(),
        lanes=[(LANES[lane.lane], lane) for lane in lanes()],
        lateness=[(LANES[Lane(lane.lane).label], lane) for lane in lateness_of(minutes)],
        bars=bars_of(minutes, now),
        pressing=[row.key for row in being_pressed() if edition_of(row.key) in codes][:SHOWN],
        failures=_with_stories(seen_failures(codes)[:SHOWN]),
        last_check=last_check(),
        pins=_pins_shown(user),
        has_caches=bool(targets()),
        purges=purges(),
        design=_design_shown(codes),
    )


def _pins_shown(user: User) -> list[tuple[Edition, PinState]]:
    """The editions that are set back, of those in which `user` may publish."""
    pins = {pin.edition: pin for pin in pin_states()}
    editions = editions_where(user, Act.PUBLISH).filter(code__in=pins)
    return [(edition, pins[edition.code]) for edition in editions]


def _design_shown(codes: set[str]) -> TrialShown | None:
    trial = kept_trial()
    if trial is None:
        return None
    counts = [
        (FAULT_NAMES[fault], sum(kind.get(fault, 0) for kind in trial.kinds.values()))
        for fault in FAULTS
    ]
    seen = [finding for finding in trial.findings if edition_of(finding.key) in codes]
    findings = [(FAULT_NAMES[finding.fault], finding) for finding in seen[:SHOWN]]
    return TrialShown(trial, counts, findings)


def codes_of(user: User) -> set[str]:
    """The editions whose pages `user` may know of; what belongs to none is everybody's."""
    return {NO_EDITION, *editions_where(user, Act.PUBLISH).values_list("code", flat=True)}


def seen_failures(codes: set[str]) -> list[Failure]:
    return [failure for failure in failures() if edition_of(failure.key) in codes]


def _with_stories(found: Iterable[Failure]) -> list[tuple[Failure, Story | None]]:
    found = list(found)
    ids = {rest_of(failure.key) for failure in found if kind_of(failure.key).name == "story"}
    stories = Story.objects.select_related("home_edition").in_bulk(sorted(ids))
    return [(failure, stories.get(rest_of(failure.key))) for failure in found]
