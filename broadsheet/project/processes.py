"""Several processes run as one: started together, restarted alone, ended together.

Each part has a process group of its own, so that Ctrl-C in a terminal reaches the supervisor
alone and the order of ending is its decision. `guard.py` ends the parts when the supervisor
itself is killed. POSIX only; nothing here imports Django.
"""

import errno
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from broadsheet.project import guard

OnLine = Callable[[str, str], None]

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# The shell notes its own number with the guard before it becomes the part: from then on no moment
# is left in which a part runs unknown to the guard.
_SHIM = 'echo "+$$" >&0; exec "$@" </dev/null'


class ProcessError(Exception):
    """A process group cannot run as asked."""


class PortInUseError(ProcessError):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Port {port} on {host} is in use by another program: stop that one, or choose "
            f"another port, as in 'PORT={port + 1} make demo'."
        )


class PortRefusedError(ProcessError):
    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"Port {port} on {host} cannot be opened ({reason}): choose a port above 1023 and an "
            f"address of this machine, as in 'PORT=8001 make demo'."
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One process to keep running; `env` is added to the supervisor's own environment."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take, in seconds.

    A part that dies is started again after `first_delay`, twice as long after each further death
    up to `longest_delay`, and from the beginning once it has run for `healthy_after`. On a stop
    the parts have `grace` to end by themselves.
    """

    first_delay: float = 0.5
    longest_delay: float = 10.0
    healthy_after: float = 30.0
    grace: float = 10.0


def ensure_port_free(host: str, port: int) -> None:
    """Raise PortInUseError or PortRefusedError unless a server could listen there now."""
    if not 0 < port < 65536:
        raise PortRefusedError(host, port, "ports run from 1 to 65535")
    family, kind, _, _, address = _resolved(host, port)
    with socket.socket(family, kind) as probe:
        # As servers do it: a port whose last connections are still fading counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUseError(host, port) from error
            raise PortRefusedError(host, port, error.strerror or str(error)) from error


def run_group(parts: Sequence[Part], *, on_line: OnLine, patience: Patience | None = None) -> int:
    """Run the parts until SIGINT, SIGTERM or SIGHUP, then end them all and return 0.

    `on_line` gets the name of a part and a line that it wrote, or that is said of it, without
    the line break; calls come from several threads, one at a time, and an OSError from it, as for
    a closed terminal, ends the group. A second signal ends the grace. A signal that was ignored
    before, as under nohup, stays ignored. Call it from the main thread.
    """
    signals: queue.SimpleQueue[int] = queue.SimpleQueue()
    say = _one_at_a_time(on_line, signals)
    with _guarded() as notes, _signals_into(signals):
        keepers = [_Keeper(part, notes, say, patience or Patience()) for part in parts]
        for keeper in keepers:
            keeper.start()
        signals.get()
        _end(keepers, signals, (patience or Patience()).grace)
    return 0


class _Keeper(threading.Thread):
    """Keeps one part running until told to stop."""

    def __init__(self, part: Part, notes: int, say: OnLine, patience: Patience) -> None:
        super().__init__(name=f"keeper of {part.name}", daemon=True)
        self._part = part
        self._notes = notes
        self._say = say
        self._patience = patience
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._group: int | None = None

    def run(self) -> None:
        delay = self._patience.first_delay
        while not self._stopping.is_set():
            began = time.monotonic()
            end = self._run_once()
            if self._stopping.is_set():
                return
            if time.monotonic() - began >= self._patience.healthy_after:
                delay = self._patience.first_delay
            self._say(self._part.name, f"{end}; starting again in {delay:g} s.")
            self._stopping.wait(delay)
            delay = min(delay * 2, self._patience.longest_delay)

    def stop(self) -> None:
        """Ask the part to end and never start it again."""
        self._stopping.set()
        self.send(signal.SIGTERM)

    def send(self, signal_number: int) -> None:
        with self._lock:
            if self._group is not None:
                guard.signal_group(self._group, signal_number)

    def _run_once(self) -> str:
        """Run the part to its end and say how it ended."""
        try:
            process = self._begin()
        except OSError as error:
            return f"Could not be started ({error})"
        if process is None:
            return "Not started"
        reader = threading.Thread(target=self._forward, args=(process,), daemon=True)
        reader.start()
        # The leader stays unreaped while its group is ended, so the number still means this group.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        guard.signal_group(process.pid, signal.SIGKILL)
        reader.join()
        with self._lock:
            self._group = None
            with suppress(BlockingIOError):
                os.write(self._notes, f"-{process.pid}\n".encode())
            status = process.wait()
        return _ending(status)

    def _begin(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            process = subprocess.Popen(  # noqa: S603 - the parts are the command line's own.
                ["/bin/sh", "-c", _SHIM, "sh", *self._part.argv],
                env={**os.environ, **self._part.env},
                stdin=self._notes,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
            self._group = process.pid
            return process

    def _forward(self, process: subprocess.Popen[str]) -> None:
        if process.stdout is None:
            return
        with process.stdout as lines:
            for line in lines:
                self._say(self._part.name, line.rstrip("\n"))


def _end(keepers: Sequence[_Keeper], signals: queue.SimpleQueue[int], grace: float) -> None:
    for keeper in keepers:
        keeper.stop()
    deadline = time.monotonic() + grace
    while any(keeper.is_alive() for keeper in keepers):
        if time.monotonic() >= deadline or not signals.empty():
            for keeper in keepers:
                keeper.send(signal.SIGKILL)
        for keeper in keepers:
            keeper.join(timeout=0.05)


@contextmanager
def _guarded() -> Iterator[int]:
    """Run the guard, and give the descriptor that takes notes for it.

    The reading end stays open here too, and writing never waits, so that a guard killed by
    somebody else costs the protection and not the parts.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    process = subprocess.Popen(  # noqa: S603 - this package's own file.
        [sys.executable, "-I", "-S", str(Path(guard.__file__))],
        stdin=reading,
        start_new_session=True,
    )
    try:
        yield writing
    finally:
        os.close(writing)
        os.close(reading)
        process.wait()


@contextmanager
def _signals_into(signals: queue.SimpleQueue[int]) -> Iterator[None]:
    """Put stop signals into a queue, whose `put` may be called at any moment of the program."""

    def note(number: int, _frame: FrameType | None) -> None:
        signals.put(number)

    heard = [number for number in _STOP_SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, note) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _one_at_a_time(on_line: OnLine, signals: queue.SimpleQueue[int]) -> OnLine:
    lock = threading.Lock()

    def say(name: str, line: str) -> None:
        with lock:
            try:
                on_line(name, line)
            except OSError:
                signals.put(signal.SIGHUP)

    return say


def _ending(status: int) -> str:
    if status < 0:
        return f"Was ended by {signal.Signals(-status).name}"
    return f"Ended with exit code {status}"


def _resolved(
    host: str, port: int
) -> tuple[
    socket.AddressFamily,
    socket.SocketKind,
    int,
    str,
    tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes],
]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, OverflowError) as error:
        raise PortRefusedError(host, port, str(error)) from error
    return found[0]
