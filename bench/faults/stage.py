"""What a scenario works with: processes to start and stop, a wait for quiet, and the last word."""

import ctypes
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connections

from bench.faults import oracle
from bench.faults.acting import Desk, lost
from bench.faults.newsroom import Newsroom, drop_database
from bench.faults.nursery import Child, Nursery
from bench.faults.registry import must
from bench.faults.roles import run_command, run_function
from bench.faults.traps import Trap

LEASE = "broadsheet.press.leasing:LEASE"
SHORT_LEASE = timedelta(seconds=1)
CLONE_NEWNS = 0x00020000
# What no log of a process may say, whatever the scenario.
FORBIDDEN = ("database is locked", "deadlock detected", "PathRefusedError", "AssertionError")


class Stage:
    """One newsroom, the processes that run in it, and the desk at which this scenario acts."""

    def __init__(self, newsroom: Newsroom, *, short: bool) -> None:
        self.newsroom = newsroom
        self.short = short
        self.desk = Desk(newsroom)
        self.forbidden = set(FORBIDDEN)
        self.may_mount = mounts_are_private()
        self._nursery = Nursery()  # Forked with these mounts, and before anything is opened.
        self._processes: list[Child] = []
        self._commands: list[subprocess.Popen[bytes]] = []
        self._copies: list[Newsroom] = []

    def worker(
        self, *traps: Trap, tuned: Mapping[str, Any] | None = None, newsroom: Newsroom | None = None
    ) -> Child:
        """Start `broadsheet press run --worker`, with traps; its lease is a second unless tuned."""
        return self.command(["press", "run", "--worker"], *traps, tuned=tuned, newsroom=newsroom)

    def command(
        self,
        arguments: Sequence[str],
        *traps: Trap,
        tuned: Mapping[str, Any] | None = None,
        newsroom: Newsroom | None = None,
    ) -> Child:
        log = f"{arguments[0]}-{len(self._processes)}.log"
        values = {LEASE: SHORT_LEASE, **(tuned or {})}
        return self._start(
            run_command, (newsroom or self.newsroom, log, list(arguments), list(traps), values)
        )

    def call(
        self, function: Callable[..., None], *arguments: object, newsroom: Newsroom | None = None
    ) -> Child:
        """Start a process that calls `function`, which must be importable, in the newsroom."""
        log = f"{function.__name__}-{len(self._processes)}.log"
        where = newsroom or self.newsroom
        return self._start(run_function, (where, log, function, list(arguments)))

    def program(self, argv: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start another program in a session of its own, its output into a log."""
        log = self.newsroom.logs / f"program-{len(self._commands)}.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as out:
            process = subprocess.Popen(
                argv, env={**os.environ, **self.newsroom.env, **env}, stdin=subprocess.DEVNULL,
                stdout=out, stderr=out, cwd=Path(__file__).parents[2], start_new_session=True,
            )  # fmt: skip
        self._commands.append(process)
        return process

    def broadsheet(self, *arguments: str, **env: str) -> subprocess.Popen[bytes]:
        """Start a real `broadsheet` command, as an operator would."""
        argv = [sys.executable, "-m", "broadsheet.project.command_line", *arguments]
        return self.program(argv, env)

    def _start(self, target: Callable[..., None], arguments: tuple[Any, ...]) -> Child:
        process = self._nursery.start(target, *arguments)
        self._processes.append(process)
        return process

    def must_die_by_trap(self, process: Child, *, within: float = 20) -> None:
        code = process.join(within)
        must(code == -signal.SIGKILL, f"the kill point was not met ({code})")

    def output_of(self, *arguments: str) -> tuple[int, list[str]]:
        """Run a `broadsheet` command to its end: its exit status and the lines that it printed."""
        log = f"output-{len(self._processes)}.log"
        values = {LEASE: SHORT_LEASE}
        process = self._start(run_command, (self.newsroom, log, list(arguments), [], values))
        code = process.join(60)
        must(code is not None, f"broadsheet {' '.join(arguments)} did not end")
        return code or 0, (self.newsroom.logs / log).read_text().splitlines()

    def said_by(self, *arguments: str) -> tuple[int, list[str]]:
        """As `output_of`, by a program of its own, which reads its settings by itself."""
        process = self.broadsheet(*arguments)
        log = self.newsroom.logs / f"program-{len(self._commands) - 1}.log"
        return process.wait(90), log.read_text().splitlines()

    def close_database(self) -> None:
        """Let go of the database, as whoever moves it away wants it."""
        connections.close_all()

    @staticmethod
    def is_at_rest(*, failing: bool = False) -> bool:
        return oracle.is_at_rest(failing=failing)

    def quiet(self, *, within: float = 30, failing: bool = False) -> float:
        """Wait until the ledger is at rest; returns the seconds that it took."""
        return wait_until(
            lambda: oracle.is_at_rest(failing=failing), within, "the ledger did not come to rest"
        )

    def heal(self, *, within: float = 30, failing: bool = False) -> float:
        """Start an ordinary worker, as a supervisor would, and wait for quiet."""
        self.worker()
        return self.quiet(within=within, failing=failing)

    def hold(self, *, but: Collection[str] = (), findings: Collection[str] = ()) -> str:
        """Stop everything and demand what always holds; `but` are paths exempt from the law.

        `findings` are the faults that `press check` is allowed to find in those paths.
        """
        self.stop()
        found = oracle.findings_of(self.newsroom)
        wrong = [one for one in found if one.path not in but or one.fault not in findings]
        must(not wrong, f"press check found {wrong[: oracle.SHOWN]}")
        files = self.must_obey_the_law(but=but)
        must(not (gone := list(lost(self.newsroom))), f"acknowledged and lost: {gone}")
        self.must_not_say(self.forbidden)
        return f"{files} files"

    def must_obey_the_law(self, *, but: Collection[str] = ()) -> int:
        """Compare with a full press of a copy; returns how many files are the same."""
        connections.close_all()
        copy = self._copy()
        process = self.call(oracle.press_anew, copy, newsroom=copy)
        must(process.join(60) == 0, f"the full press failed, see {copy.logs}")
        files = oracle.must_be_equal(self.newsroom.site, copy.site, but)
        stones = "site/tombstones"
        oracle.must_be_equal(self.newsroom.home / stones, copy.home / stones)
        return files

    def _copy(self) -> Newsroom:
        url = self.newsroom.database_url
        mark = secrets.token_hex(3)
        home = self.newsroom.home.with_name(f"{self.newsroom.home.name}-{mark}")
        copy = self.newsroom.copied_to(home, f"{url}_{mark}" if url else "", bare=True)
        self._copies.append(copy)
        return copy

    def must_not_say(self, words: Collection[str]) -> None:
        for log in sorted(self.newsroom.logs.glob("*.log")):
            said = [word for word in words if word in log.read_text("utf-8", "replace")]
            must(not said, f"{log.name} says {said}")

    def stop(self) -> None:
        """End every process that this scenario started: asked first, made afterwards."""
        for process in self._processes:
            process.send(signal.SIGCONT)
            process.send(signal.SIGTERM)
        for command in self._commands:
            command.terminate()
        for process in self._processes:
            if process.join(10) is None:
                process.send(signal.SIGKILL)
                process.join(5)
        for command in self._commands:
            with suppress(subprocess.TimeoutExpired):
                command.wait(15)
            command.kill()
            command.wait(5)

    def close(self) -> None:
        self.stop()
        self._nursery.close()
        connections.close_all()
        for copy in self._copies:
            if copy.database_url:
                drop_database(copy.database_url)


def wait_until(true: Callable[[], bool], within: float, otherwise: str) -> float:
    """Wait for `true`; returns the seconds, or raises NotHeldError saying `otherwise`."""
    began = time.monotonic()
    while not true():
        must(time.monotonic() - began < within, f"{otherwise} within {within:g} s")
        time.sleep(0.02)
    return time.monotonic() - began


def mounts_are_private() -> bool:
    """Give this process mounts that nobody else sees and that end with it; False without rights."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNS):
        return False
    done = subprocess.run(["mount", "--make-rprivate", "/"], check=False, capture_output=True)
    return done.returncode == 0
