"""Named places in the press at which a process kills or stops itself.

A trap wraps a function in the process that is about to run the press; the code of the press itself
has no hook and does not know. `before` and `after` mean the call; `halfway` means that half of what
was handed to the disk is there.
"""

import importlib
import json
import os
import signal
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from itertools import count
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Point:
    """`module:attribute`, where the function is looked up by its caller, and which side of it."""

    place: str
    when: Literal["before", "after", "halfway"]


WITNESSED = "written.jsonl"
WORKING, MACHINE = "broadsheet.press.working", "broadsheet.press.machine"
WRITER = "broadsheet.press.writers.folder"

POINTS: Mapping[str, Point] = {
    "before-expansion": Point(f"{WORKING}:expand_changes", "before"),
    "inside-expansion": Point("broadsheet.press.expansion:_go_on", "after"),
    "between-chunks": Point(f"{WORKING}:_take", "after"),
    "after-lease": Point(f"{WORKING}:_take", "after"),
    "after-render": Point(f"{MACHINE}:_claim_paths", "before"),
    "after-claim": Point(f"{MACHINE}:_claim_paths", "after"),
    "after-putting-by": Point(f"{WRITER}:FolderWriter.keep", "after"),
    "half-a-file": Point(f"{WRITER}:os.fsync", "halfway"),
    "before-rename": Point(f"{WRITER}:os.fsync", "after"),
    "between-twins": Point(f"{WRITER}:Path.replace", "after"),
    "after-rename": Point(f"{WRITER}:FolderWriter.write", "after"),
    "before-settling": Point(f"{WORKING}:settle", "before"),
    "inside-settling": Point("broadsheet.press.settling:_save", "after"),
    "after-settling": Point(f"{WORKING}:settle", "after"),
    "after-burying": Point(f"{WRITER}:FolderWriter.bury", "after"),
    "half-removed": Point(f"{WRITER}:Path.unlink", "after"),
    "after-removal": Point(f"{WRITER}:FolderWriter.remove", "after"),
    "after-keeping": Point("broadsheet.wire.actions:keep", "after"),
    "before-commit": Point("broadsheet.stories.actions.publishing:stamp", "after"),
}


@dataclass(frozen=True)
class Trap:
    """At the `hit`-th passage of a point the process gets `signal`; SIGSTOP lets it come back."""

    point: str
    hit: int = 1
    signal: int = signal.SIGKILL


def set_trap(trap: Trap) -> None:
    """Set the trap for good, in a process that is to be lost."""
    spring = partial(os.kill, os.getpid(), trap.signal)
    _wrap(POINTS[trap.point], _countdown(trap.hit), spring)


@contextmanager
def trapped(point: str, hit: int, spring: Callable[[], None]) -> Iterator[None]:
    """At the `hit`-th passage of a point inside the block, call `spring`, which may raise."""
    undo = _wrap(POINTS[point], _countdown(hit), spring)
    try:
        yield
    finally:
        undo()


def tune(values: Mapping[str, Any]) -> None:
    """Set constants of the press, `module:NAME`, so that no lease has to be waited for a minute."""
    for place, value in values.items():
        owner, name = _found(place)
        setattr(owner, name, value)


def _countdown(hits: int) -> Callable[[], bool]:
    """True at the call of that number, once."""
    left = count(hits - 1, -1)
    return lambda: next(left) == 0


def _wrap(
    point: Point, is_hit: Callable[[], bool], spring: Callable[[], None]
) -> Callable[[], None]:
    """Wrap the function in its place; returns what puts it back."""
    owner, name = _found(point.place)
    function = getattr(owner, name)

    @wraps(function)
    def passing(*args: Any, **kwargs: Any) -> Any:
        if point.when == "after":
            answer = function(*args, **kwargs)
            if is_hit():
                spring()
            return answer
        if is_hit():
            if point.when == "halfway":
                _tear(args[0])
            spring()
        return function(*args, **kwargs)

    setattr(owner, name, passing)
    return lambda: setattr(owner, name, function)


def _tear(descriptor: int) -> None:
    """Leave half of a file; a folder, whose entries are being made to last, has no halves."""
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode):
        os.ftruncate(descriptor, found.st_size // 2)


def _found(place: str) -> tuple[Any, str]:
    module, _, attribute = place.partition(":")
    owner: Any = importlib.import_module(module)
    *path, name = attribute.split(".")
    for step in path:
        owner = getattr(owner, step)
    return owner, name


def witness(place: str, file: Path) -> None:
    """Note every call of a function that gets a proof first: its key, this process, from and to.

    Times are the system's monotonic seconds, the same for all processes.
    """
    owner, name = _found(place)
    function = getattr(owner, name)
    out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    @wraps(function)
    def watched(proof: Any, *args: Any, **kwargs: Any) -> Any:
        began = time.monotonic()
        answer = function(proof, *args, **kwargs)
        seen = {"key": proof.output.key, "pid": os.getpid(), "from": began, "to": time.monotonic()}
        os.write(out, f"{json.dumps(seen)}\n".encode())
        return answer

    setattr(owner, name, watched)
