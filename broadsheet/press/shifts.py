"""A worker's shift: it presses until it is told to stop, and outlasts a database that is gone."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from broadsheet.press.design import is_outlived
from broadsheet.press.working import BATCH, Waker, work_once
from broadsheet.press.writers import Writer

IDLE_SECONDS = 1.0  # A page whose retry falls due wakes nobody, so the worker looks by itself.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0

FEWEST, MOST = 4, BATCH
ROUND_SECONDS = 0.1

OUTLIVED = (
    "Another version of Broadsheet has put its design in force, so this worker rests. "
    "Restart it with that version."
)
IN_FORCE_AGAIN = "This worker's design is in force again, so it goes on."

logger = logging.getLogger(__name__)


class Line:
    """The worker's connection, kept while it is good: `Waker` wakes the worker for each new one."""

    def __init__(self) -> None:
        self._file = _file_of_database()

    def renew(self) -> None:
        """Close it once it is old or broken; SQLite's does not age, but its file can change."""
        if connection.vendor != "sqlite":
            close_old_connections()
            return
        file = _file_of_database()
        if file != self._file:
            connection.close()
        self._file = file


def _file_of_database() -> tuple[int, int] | None:
    """The device and number of SQLite's file; None where there is none."""
    try:
        found = Path(connection.settings_dict["NAME"]).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Pace:
    """How many pages a round takes: urgent news waits for the end of the round at hand."""

    def __init__(self) -> None:
        self.batch = FEWEST

    def note(self, pages: int, seconds: float) -> None:
        """Take half as many next time if the round was long, and twice as many if it was short."""
        if seconds > ROUND_SECONDS:
            self.batch = max(FEWEST, self.batch // 2)
        elif pages == self.batch and seconds < ROUND_SECONDS / 2:
            self.batch = min(MOST, self.batch * 2)


def work_until(
    stopping: Callable[[], bool], writer: Writer, *, on_round: Callable[[], None] = lambda: None
) -> None:
    """Press what becomes stale; the batch at hand is finished before `stopping` is obeyed.

    `on_round` is called after each round that did something. A round that the database refuses (it
    is away, or chose this transaction to break a deadlock) left nothing behind that another round
    does not mend, so it is simply begun again.
    """
    waker, line, pace, pause, outlived = Waker(), Line(), Pace(), FIRST_PAUSE, False
    while not stopping():
        try:
            began = time.monotonic()
            work = work_once(writer, batch=pace.batch)
            pace.note(work.pressed, time.monotonic() - began)
            if work:
                on_round()
            else:
                outlived = _tell_if_outlived(outlived)
                waker.wait(IDLE_SECONDS)
                line.renew()
            pause = FIRST_PAUSE
        except (OperationalError, InterfaceError) as error:
            reason = " ".join(str(error).split())
            logger.warning("The database refused: %s. Pressing goes on in %g s.", reason, pause)
            connection.close()
            _rest(pause, stopping)
            pause = min(pause * 2, LONGEST_PAUSE)


def _tell_if_outlived(before: bool) -> bool:  # noqa: FBT001 (what the last look said)
    """Whether another version's design is in force by now, said when it changes."""
    now = is_outlived()
    if now != before:
        logger.warning("%s", OUTLIVED if now else IN_FORCE_AGAIN)
    return now


def _rest(seconds: float, stopping: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not stopping() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.2))
