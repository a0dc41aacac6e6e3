"""Plays scenarios, each in a process and a newsroom of its own, and says how each one ended."""

import json
import os
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.faults.filling import fill
from bench.faults.newsroom import Newsroom, drop_database, make_database
from bench.faults.nursery import Nursery
from bench.faults.registry import SCENARIOS, Engine, NotCoveredError, NotHeldError, Scenario
from bench.faults.roles import run_function
from bench.faults.stage import Stage

TAIL = 15
ANSWER = "answer.json"
Pair = tuple[Scenario, Engine]


@dataclass(frozen=True)
class Outcome:
    """One line of the report; `outcome` is held, failed or not covered."""

    bench: str
    scenario: str
    engine: Engine
    injected: str
    outcome: str
    seconds: float
    detail: str


class Houses:
    """The filled newsroom of each engine, and the copies that scenarios play in."""

    def __init__(self, room: Path, postgresql: str) -> None:
        self.nursery = Nursery()
        self._room = room
        self._url = postgresql
        self._filled: dict[Engine, Newsroom] = {}
        self._made: list[str] = []

    def fill(self, engines: set[Engine]) -> None:
        """Fill a newsroom on each engine, at the same time; raises RuntimeError with the log."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(self._fill, sorted(engines)))

    def _fill(self, engine: Engine) -> None:
        home = self._room / engine
        home.mkdir()
        house = Newsroom(home, self._new_url("seed") if engine == "postgresql" else "")
        if house.database_url:
            make_database(house.database_url)
        if self.nursery.start(run_function, house, "fill.log", fill, [house]).join(180):
            raise RuntimeError((house.logs / "fill.log").read_text())
        self._filled[engine] = house

    def copy(self, name: str, engine: Engine) -> Newsroom:
        url = self._new_url(name.replace("-", "_")) if engine == "postgresql" else ""
        return self._filled[engine].copied_to(self._room / f"{engine}-{name}", url)

    def _new_url(self, name: str) -> str:
        url = f"{self._url}_{os.getpid()}_{name}"
        self._made.append(url)
        return url

    def close(self, *, keep: bool) -> None:
        self.nursery.close()
        if keep:
            print(f"The newsrooms are in {self._room}.")
            return
        for url in self._made:
            drop_database(url)
        shutil.rmtree(self._room, ignore_errors=True)


def play_all(
    chosen: Sequence[Pair],
    houses: Houses,
    *,
    short: bool,
    jobs: int,
    on_outcome: Callable[[Outcome], None],
) -> Iterator[Outcome]:
    """Those that measure time have the machine to themselves, after the others."""

    def play(pair: Pair) -> Outcome:
        outcome = _play(*pair, houses, short=short)
        on_outcome(outcome)
        return outcome

    together = [pair for pair in chosen if not pair[0].alone]
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(play, together)
    for pair in chosen:
        if pair[0].alone:
            yield play(pair)


def _play(one: Scenario, engine: Engine, houses: Houses, *, short: bool) -> Outcome:
    began = time.monotonic()
    newsroom = houses.copy(one.name, engine)
    process = houses.nursery.start(_in_a_process, one.name, newsroom, short)
    if process.join(one.seconds) is None:
        process.send(signal.SIGKILL)
        outcome, detail = "failed", f"gave no answer within {one.seconds} s"
    else:
        outcome, detail = json.loads((newsroom.home / ANSWER).read_text())
    return Outcome(
        "faults", one.name, engine, one.injected, outcome, time.monotonic() - began, detail
    )


def _in_a_process(name: str, newsroom: Newsroom, short: bool) -> None:  # noqa: FBT001
    stage = Stage(newsroom, short=short)
    newsroom.enter()
    try:
        answer = "held", SCENARIOS[name].play(stage)
    except NotCoveredError as error:
        answer = "not covered", str(error)
    except NotHeldError as error:
        answer = "failed", str(error)
    except BaseException:  # noqa: BLE001 (whatever went wrong, the row says it)
        answer = "failed", "".join(traceback.format_exc().splitlines(keepends=True)[-TAIL:])
    finally:
        stage.close()
    (newsroom.home / ANSWER).write_text(json.dumps(answer))
