"""A clock that does not jump: embargoes end when the time has passed, not when a clock is moved."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

TRUSTED = timedelta(seconds=30)  # More than a network correction or a leap second ever moves.


def uptime() -> float:
    """Seconds since some moment in the past, sleep of the machine included where it can tell."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class SteadyClock:
    """The machine's time while it agrees with the time that has passed since the last look.

    After a jump it goes on from the time before, until the machine's clock is back within
    `TRUSTED` or the process is started anew. `moved` is how far the machine's clock is off.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = timezone.now,
        passed: Callable[[], float] = uptime,
    ) -> None:
        self._wall = wall
        self._passed = passed
        self._at = wall()
        self._mark = passed()
        self.moved: timedelta | None = None

    def now(self) -> datetime:
        """The time, in UTC."""
        mark, wall = self._passed(), self._wall()
        steady = self._at + timedelta(seconds=mark - self._mark)
        off = wall - steady
        self.moved = off if abs(off) > TRUSTED else None
        self._at, self._mark = (steady if self.moved else wall), mark
        return self._at
