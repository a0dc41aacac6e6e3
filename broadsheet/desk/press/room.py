"""What the press room shows to somebody: figures of the whole press, pages of one's editions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.press.chart import Bar, bars_of
from broadsheet.editions.permissions import Act, editions_where
from broadsheet.people.models import User
from broadsheet.press.checking import LastCheck, last_check
from broadsheet.press.lateness import LaneLateness, lateness_of, minutes_since
from broadsheet.press.models import Change, Lane
from broadsheet.press.purging.standing import TargetState, purges
from broadsheet.press.purging.targets import targets
from broadsheet.press.registry import NO_EDITION, edition_of, kind_of, rest_of
from broadsheet.press.standing import Failure, LaneState, being_pressed, failures, lanes
from broadsheet.stories.models import Story

WINDOW = timedelta(hours=1)
SHOWN = 20
LANES: dict[str, Promise] = {
    "kill": _("Kill"),
    "breaking": _("Breaking"),
    "update": _("Update"),
    "routine": _("Routine"),
}


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
    has_caches: bool
    purges: list[TargetState]

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
        has_caches=bool(targets()),
        purges=purges(),
    )


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
