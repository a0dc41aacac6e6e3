"""Forks processes from one that has imported everything and opened nothing.

A process that has a database open, or threads, must not be forked. So a nursery is forked first,
and forks whatever is asked for later; importing Django anew for each process would take longer than
most scenarios. When its owner is gone, a nursery kills what is left of its children.
"""

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from typing import Any


class Child:
    """A process of a nursery; `exitcode` is None while it runs, negative if a signal ended it."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self._nursery = nursery
        self.pid = pid
        self._ended: int | None = None

    @property
    def exitcode(self) -> int | None:
        if self._ended is None:
            self._ended = self._nursery.ask("state", self.pid)
        return self._ended

    def join(self, seconds: float) -> int | None:
        """Wait at most so long; returns the exit code, or None if it still runs."""
        until = time.monotonic() + seconds
        while self.exitcode is None and time.monotonic() < until:
            time.sleep(0.01)
        return self.exitcode

    def send(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.exitcode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


class Nursery:
    """Made before anything is opened; used from any thread."""

    def __init__(self) -> None:
        self._line, theirs = Pipe()
        self._lock = threading.Lock()
        self.pid = os.fork()
        if self.pid == 0:
            self._line.close()
            os._exit(_serve(theirs))
        theirs.close()

    def start(self, function: Callable[..., Any], *arguments: Any) -> Child:
        """Call `function`, which must be importable, in a new process."""
        return Child(self, self.ask("start", function, arguments))

    def ask(self, *question: Any) -> Any:
        with self._lock:
            self._line.send(question)
            return self._line.recv()

    def close(self) -> None:
        self._line.close()
        os.waitpid(self.pid, 0)


def _serve(line: Connection) -> int:
    ended: dict[int, int | None] = {}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            what, *rest = line.recv()
        except EOFError:
            break
        if what == "start":
            pid = os.fork()
            if pid == 0:
                line.close()
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                os._exit(_run(*rest))
            ended[pid] = None
            line.send(pid)
        else:
            line.send(_state_of(rest[0], ended))
    for pid in [pid for pid in ended if _state_of(pid, ended) is None]:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return 0


def _state_of(pid: int, ended: dict[int, int | None]) -> int | None:
    if ended[pid] is None:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            ended[pid] = os.waitstatus_to_exitcode(status)
    return ended[pid]


def _run(function: Callable[..., Any], arguments: tuple[Any, ...]) -> int:
    code = 1
    try:
        function(*arguments)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:  # noqa: BLE001 (the process ends here, and its log says why)
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return code
