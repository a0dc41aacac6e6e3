"""Presses everything anew in several processes that step back for everybody else.

The helpers look up every page and take those of the routine lane alone, at a low priority. Whatever
an editor publishes meanwhile is pressed by the parent (and by the ordinary worker, where one runs)
at the usual one, so it neither waits for the full press nor goes at its pace.
"""

import multiprocessing
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from django.db import connection, connections

from broadsheet.press.models import Lane
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import Work, drain, is_wanted, work_once
from broadsheet.press.writers import Writer

ROUTINE = (Lane.ROUTINE,)
URGENT = tuple(lane for lane in Lane if lane is not Lane.ROUTINE)
# A helper that holds SQLite's one write lock must not starve for processor or disk while editors
# wait for that lock; on PostgreSQL it may wait until both are idle.
NICENESS = {"sqlite": 15, "postgresql": 19}
IO_CLASS = {"sqlite": ("-c", "2", "-n", "7"), "postgresql": ("-c", "3")}
LOOK_SECONDS = 0.1
_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_AUTOGROUP = Path("/proc/self/autogroup")


@dataclass(frozen=True)
class Outcome:
    """How a full press ended; `failed` counts helpers that died."""

    done: int
    stopped: bool
    failed: int


def default_processes() -> int:
    """Half of the processors that this process may use, and one at least."""
    return max(1, len(os.sched_getaffinity(0)) // 2)


def look_up_everything(writer: Writer) -> int | None:
    """Make every page stale and give their number, or None if a signal stopped it before.

    What is urgent is pressed meanwhile. Call it where `press_in_parallel` may be called.
    """
    forking = multiprocessing.get_context("fork")
    found = forking.Value("q", -1)
    connections.close_all()
    with _stopping() as is_stopping:
        helper = forking.Process(target=_look_up, args=(found,), name="press look-up")
        helper.start()
        _accompany([helper], writer, lambda: None, is_stopping)
        helper.join()
        if is_stopping():
            return None
    # One that died, as a lack of memory would have it, left its chunks whole.
    return found.value if found.value >= 0 else want_everything()


def press_in_parallel(
    writer: Writer, processes: int, *, on_look: Callable[[int], None] = lambda _done: None
) -> Outcome:
    """Press the routine lane until it is empty, and the urgent ones meanwhile.

    `on_look` hears several times a second how many pages are done. SIGINT, SIGTERM and SIGHUP end
    it after the batches at hand; what is left stays stale for the ordinary worker. Call it from the
    main thread, before any other is started: the helpers are forked.
    """
    forking = multiprocessing.get_context("fork")
    counter = forking.Value("q", 0)
    connections.close_all()  # No two processes may speak over one connection.
    with _stopping() as is_stopping:
        helpers = [
            forking.Process(target=_help, args=(writer, counter), name=f"press {number}")
            for number in range(1, processes + 1)
        ]
        for helper in helpers:
            helper.start()
        own = _accompany(helpers, writer, lambda: on_look(counter.value), is_stopping)
        for helper in helpers:
            helper.join()
        if not is_stopping():
            own += drain(writer).done
        failed = sum(helper.exitcode != 0 for helper in helpers)
        return Outcome(counter.value + own, is_stopping(), failed)


def _accompany(
    helpers: Sequence[BaseProcess],
    writer: Writer,
    look: Callable[[], None],
    is_stopping: Callable[[], bool],
) -> int:
    """Press what is urgent while the helpers work; pass a stop on to them."""
    done = 0
    while any(helper.is_alive() for helper in helpers):
        if is_stopping():
            for helper in helpers:
                helper.terminate()
            return done
        look()
        # Asked first, since asking is what it does most of the time, at the usual priority.
        work = work_once(writer, lanes=URGENT) if is_wanted(URGENT) else Work()
        done += work.done
        if not work:
            time.sleep(LOOK_SECONDS)
    look()
    return done


def _look_up(found: Any) -> None:
    """A helper's life before there is something to press; a stop ends it, its chunk undone."""
    for number in _STOPS:
        signal.signal(number, signal.SIG_DFL)
    step_back()
    found.value = want_everything()


def _help(writer: Writer, counter: Any) -> None:
    """One helper's life: batches of the routine lane until none is left, a stop, or it is alone."""
    parent = os.getppid()
    with _stopping() as is_stopping:
        step_back()
        while not is_stopping() and os.getppid() == parent:
            work: Work = work_once(writer, lanes=ROUTINE)
            if not work:
                return
            with counter.get_lock():
                counter.value += work.done


def step_back() -> None:
    """Lower this process's priority for processor and, where the system can, disk.

    In a session of its own, which the terminal of the command no longer stops.
    """
    os.nice(NICENESS[connection.vendor])
    os.setsid()
    _lower_session(NICENESS[connection.vendor])
    ionice = shutil.which("ionice")
    if ionice is not None:
        chosen = IO_CLASS[connection.vendor]
        # Some containers forbid it; the press is right without it.
        subprocess.run(  # noqa: S603
            [ionice, *chosen, "-p", str(os.getpid())], check=False, capture_output=True
        )


def _lower_session(niceness: int) -> None:
    """Have this process's whole session step back, see sched(7) on autogrouping.

    Linux shares the processor between sessions before it looks at niceness, so beside the readers'
    server, which is a session of its own, a nice process in a session of usual priority would have
    half.
    """
    for _attempt in range(20):
        try:
            _AUTOGROUP.write_text(str(niceness))
        except BlockingIOError:  # It takes ten changes a second from all processes together.
            time.sleep(LOOK_SECONDS)
        except OSError:
            return  # This system has no such groups.
        else:
            return


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Note what would stop this process instead of dying of it; the claim tells if it came.

    What it was started to ignore, as `nohup` has it ignore a terminal that is closed, it ignores.
    """
    noted: list[int] = []
    heard = [number for number in _STOPS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, lambda *_: noted.append(1)) for number in heard}
    try:
        yield lambda: bool(noted)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
