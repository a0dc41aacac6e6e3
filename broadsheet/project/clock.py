"""The clock: turns each edition's day in its own zone, puts lost tasks back, has the site checked.

Time enters a page only as a value that this process wrote into the database.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import close_old_connections
from django.utils import timezone

from broadsheet.editions.actions import turn_day
from broadsheet.editions.models import Edition
from broadsheet.project.background import sweep_tasks
from broadsheet.project.site_check import SiteCheck

LONGEST_SLEEP = 15.0
logger = logging.getLogger(__name__)


def tick(*, at: datetime | None = None) -> int:
    """Do what is due at `at` (now): returns how many editions got a new day."""
    turned = 0
    for edition in Edition.objects.all():
        if turn_day(edition=edition, at=at):
            turned += 1
            logger.info("The day of edition %s has turned.", edition.code)
    for line in sweep_tasks():
        logger.warning("%s", line)
    return turned


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


def run_clock(*, until: Callable[[], bool]) -> None:
    """Tick, and have the site checked once a day, until `until` says so."""
    check = SiteCheck()
    try:
        _run(check, until)
    finally:
        check.stop()


def _run(check: SiteCheck, until: Callable[[], bool]) -> None:
    while not until():
        tick()
        check.start_if_due(timezone.now())
        zones = list(Edition.objects.values_list("time_zone", flat=True).distinct())
        close_old_connections()
        _doze(seconds_to_sleep(timezone.now(), zones), until)


def _doze(seconds: float, until: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not until() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.5))
