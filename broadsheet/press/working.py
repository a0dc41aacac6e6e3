"""The press worker: expands changes, presses what is stale, and waits for more."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection, transaction

from broadsheet.press.design import Trial, is_outlived
from broadsheet.press.expansion import expand_changes
from broadsheet.press.history.forgetting import forget_killed
from broadsheet.press.history.since import begin_history
from broadsheet.press.leasing import ALL_LANES, lease_outputs, stale_outputs
from broadsheet.press.letting_go import let_go
from broadsheet.press.machine import press_outputs
from broadsheet.press.marking import CHANNEL, mark
from broadsheet.press.models import Change, Lane, Output, Tombstone
from broadsheet.press.settling import settle
from broadsheet.press.trial import settle_design
from broadsheet.press.writers import Writer

BATCH = 32


@dataclass
class Work:
    """What a round or a whole drain did: changes expanded, outputs pressed, outputs done."""

    expanded: int = 0
    pressed: int = 0
    done: int = 0

    def __iadd__(self, other: "Work") -> Self:
        self.expanded += other.expanded
        self.pressed += other.pressed
        self.done += other.done
        return self

    def __bool__(self) -> bool:
        return bool(self.expanded or self.pressed)


def work_once(writer: Writer, *, batch: int = BATCH, lanes: Collection[Lane] = ALL_LANES) -> Work:
    """One round: some waiting changes, the most urgent first, then one batch of stale outputs.

    Of `lanes` alone where they are given. Nothing at all once another design came into force:
    this worker's pages would be out of date.
    """
    if is_outlived():
        return Work()
    if not is_wanted():
        let_go(writer)
        forget_killed(writer)
        return Work()
    expanded, outputs = _take(batch, lanes)
    work = Work(expanded=expanded)
    if outputs:
        work.pressed = len(outputs)
        work.done = settle(press_outputs(outputs, writer))
        if outputs[0].lane == Lane.KILL:
            forget_killed(writer)
    return work


def is_wanted(lanes: Collection[Lane] = ALL_LANES) -> bool:
    """Whether there may be something to do, asked without the lock that SQLite has only one of."""
    return Change.objects.exists() or stale_outputs(lanes=lanes).exists()


def _take(batch: int, lanes: Collection[Lane]) -> tuple[int, list[Output]]:
    """Expand changes and lease outputs in one transaction.

    Where editors keep SQLite's one write lock busy, each transaction waits for its turn.
    """
    with transaction.atomic():
        return expand_changes(), lease_outputs(batch, lanes=lanes)


def drain(writer: Writer, *, on_round: Callable[[Work], None] = lambda _work: None) -> Work:
    """Work until nothing is stale but what has to wait; `on_round` hears of each round."""
    total = Work()
    while work := work_once(writer):
        total += work
        on_round(work)
    return total


def prepare(writer: Writer) -> Trial | None:
    """Before the first round: learn what is buried, and try a changed design beside the live pages.

    From then on every page that is replaced leaves a version in the history.

    Gives the trial of a design that was refused, else None. Kills go on during a trial.
    """
    buried = sorted(writer.buried())  # Storage may be slow, and a transaction keeps others waiting.
    begin_history()
    with transaction.atomic():
        for subject in buried:
            _stone, new = Tombstone.objects.get_or_create(subject=subject)
            if new:
                mark(subject, lane=Lane.KILL)
    return settle_design(writer, between=lambda: work_once(writer, lanes=(Lane.KILL,)))


class Waker:
    """Waits until somebody else committed something: a notification, or a changed data version.

    Both belong to one connection. What was committed before a new connection listened would go
    unheard, so the first wait on it returns at once and the caller looks for itself.
    """

    def __init__(self) -> None:
        self._heard: Any = None
        self._version = 0

    def wait(self, seconds: float) -> None:
        """Return at once when a change may have come, and after `seconds` in any case."""
        connection.ensure_connection()
        wrapper: Any = connection
        line = wrapper.connection
        if line is not self._heard:
            self._listen()
            self._heard = line
        elif connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                for _note in line.notifies(timeout=seconds, stop_after=1):
                    return
        else:
            self._watch(seconds)

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"LISTEN {CHANNEL}")
        self._version = self._data_version()

    def _watch(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(0.02)
            version = self._data_version()
            if version != self._version:
                self._version = version
                return

    @staticmethod
    def _data_version() -> int:
        if connection.vendor != "sqlite":
            return 0
        with connection.cursor() as cursor:
            return int(cursor.execute("PRAGMA data_version").fetchone()[0])
