"""The clock: publishes and takes back on time, turns each edition's day, has the site checked.

It sweeps the history of the pages once a day.
Time enters a page only as a value that this process wrote into the database.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, close_old_connections

from broadsheet.comments.retention import tend_conversations
from broadsheet.editions.actions import turn_day
from broadsheet.editions.models import Edition
from broadsheet.press.errors import PlaceRefusedError
from broadsheet.press.history.forgetting import sweep_if_due
from broadsheet.press.models import Fact
from broadsheet.press.writers.choosing import site_writer
from broadsheet.project.background import sweep_tasks
from broadsheet.project.daily import Daily
from broadsheet.project.site_check import packing, site_check
from broadsheet.project.steady import SteadyClock
from broadsheet.stories.due import do_due, forget_old_due, lower_old_bars
from broadsheet.stories.models import DueTime
from broadsheet.stories.schedule import CLOCK_MOVED

LONGEST_SLEEP = 15.0
BETWEEN_LOOKS = 1.0  # Seconds; a time that was set a moment ago is met this late at most.
REMEDY = (
    "Due times follow the time that has really passed since. If the new time is right, restart "
    "Broadsheet; if it is wrong, set the clock right."
)
logger = logging.getLogger(__name__)


def tick(*, at: datetime | None = None) -> int:
    """Do what is due at `at` (now): returns how many editions got a new day."""
    turned = 0
    for edition in Edition.objects.all():
        if turn_day(edition=edition, at=at):
            turned += 1
            logger.info("The day of edition %s has turned.", edition.code)
    tend_conversations(at=at)
    for line in sweep_tasks():
        logger.warning("%s", line)
    return turned


def sweep_former_pages(at: datetime) -> None:
    """Once a day let go of what the history no longer has to keep; a place in trouble waits."""
    try:
        swept = sweep_if_due(site_writer, at)
    except PlaceRefusedError as error:
        logger.warning("The history of the pages was not swept: %s", error)
    else:
        if swept:
            logger.info("The history of the pages has let go of %s versions.", swept)


def seconds_to_sleep(at: datetime, zones: list[str]) -> float:
    """Until the next midnight of any zone, at most LONGEST_SLEEP, so that a moved clock is met."""
    waits = [(next_midnight(at, zone) - at).total_seconds() for zone in zones]
    return max(0.05, min([LONGEST_SLEEP, *waits]))


def next_midnight(at: datetime, zone: str) -> datetime:
    """The first moment after `at` that belongs to the zone's next day, in UTC."""
    local = at.astimezone(ZoneInfo(zone))
    tomorrow = local.date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    # Where the clocks go forward at midnight the day begins later, on the far side of the gap.
    while midnight.astimezone(ZoneInfo(zone)).date() < tomorrow:
        midnight += timedelta(minutes=15)
    return midnight


def keep_times(clock: SteadyClock) -> list[DueTime]:
    """Do whatever is due now, and say so; returns what was done or set aside."""
    kept: list[DueTime] = []
    while some := do_due(clock.now()):
        kept += some
        for due in some:
            if due.error:
                logger.error("Not done: %s. %s", due, due.error)
            else:
                logger.info("Done: %s, %.1f s late.", due, due.late_seconds)
    return kept


def run_clock(*, until: Callable[[], bool]) -> None:
    """Keep times and tick, and have the daily work done, until `until` says so.

    A database that goes away is waited for: a restart would forget the steady time.
    """
    daily = [site_check(), packing()]
    clock = SteadyClock()
    rounds = _Rounds(clock, daily)
    try:
        while not until():
            try:
                rounds.go()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database does not answer; trying again: %s", error)
            close_old_connections()
            _doze(BETWEEN_LOOKS, until)
    finally:
        for work in daily:
            work.stop()


class _Rounds:
    """Looks for due times every time, and for the rest when it is due."""

    def __init__(self, clock: SteadyClock, daily: list[Daily]) -> None:
        self.clock = clock
        self.daily = daily
        self.tick_at = clock.now()
        self.moved: timedelta | None = None

    def go(self) -> None:
        now = self.clock.now()
        self._tell()
        keep_times(self.clock)
        lower_old_bars(now)
        if now < self.tick_at:
            return
        tick(at=now)
        forget_old_due(now)
        sweep_former_pages(now)
        for work in self.daily:
            work.start_if_due(now)
        zones = list(Edition.objects.values_list("time_zone", flat=True).distinct())
        self.tick_at = now + timedelta(seconds=seconds_to_sleep(now, zones))

    def _tell(self) -> None:
        """Note in the ledger that the machine's clock moved, or that it is right again."""
        moved = self.clock.moved
        if (moved is None) == (self.moved is None):
            return
        self.moved = moved
        if moved is None:
            Fact.objects.filter(name=CLOCK_MOVED).delete()
            logger.warning("The machine's clock is right again.")
            return
        value = str(round(moved.total_seconds()))
        Fact.objects.update_or_create(name=CLOCK_MOVED, defaults={"value": value})
        logger.error("The machine's clock jumped by %s s. %s", value, REMEDY)


def _doze(seconds: float, until: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not until() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.5))
