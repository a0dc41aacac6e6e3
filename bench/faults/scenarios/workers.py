"""Several workers at once: one that comes back too late, and many that are killed at will."""

import json
import random
import signal
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.db import close_old_connections, connections

from bench.faults.acting import Desk, live_stories, page_of
from bench.faults.newsroom import Newsroom
from bench.faults.nursery import Child
from bench.faults.registry import must, scenario
from bench.faults.stage import LEASE, Stage, wait_until
from bench.faults.traps import WITNESSED, Trap, tune, witness
from broadsheet.project.command_line import main
from broadsheet.stories.models import Story

OLD, NEW = "What the late worker knew", "What happened since"
BUSY_SECONDS, SHORT_BUSY_SECONDS = 60, 8
WORKERS, EDITORS = 3, 2
LONGEST_OVERLAP = 0.5  # Seconds: a page is only met by two workers when a lease ran out.
BUSY_LEASE = timedelta(seconds=3)
WAKES, MOST_SLEPT = 5, 250


def _return_late(stage: Stage, *traps: Trap) -> tuple[Child, bytes]:
    """A worker is stopped on its way, another one presses newer copy, and the first goes on."""
    story = live_stories()[0]
    stage.desk.edit(story, OLD)
    late = stage.worker(*traps)
    wait_until(lambda: _is_stopped(late.pid), 20, "the worker did not stop at its point")
    stage.desk.edit(story, NEW)
    stage.heal()
    page = page_of(stage.newsroom, story)
    right = page.read_bytes()
    must(NEW.encode() in right, "the second worker did not press the newer copy")
    late.send(signal.SIGCONT)
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        must(page.read_bytes() == right, "the late worker wrote its old copy over the newer one")
        time.sleep(0.002)
    return late, right


def _is_stopped(pid: int) -> bool:
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123 (no file on a disk)
        return stat.read().rpartition(")")[2].split()[0] == "T"


@scenario(
    "late-before-writing",
    "A worker is stopped past its lease after rendering, and comes back after a newer press.",
    short=("sqlite", "postgresql"),
)
def late_before_writing(stage: Stage) -> str:
    _return_late(stage, Trap("after-claim", signal=signal.SIGSTOP))
    stage.quiet()
    return f"the late write was refused, {stage.hold()}"


@scenario(
    "late-before-rename",
    "A worker is stopped past its lease with its file ready, and comes back after a newer press.",
)
def late_before_rename(stage: Stage) -> str:
    _return_late(stage, Trap("before-rename", 3, signal.SIGSTOP))
    stage.quiet()
    return f"the late rename was refused, {stage.hold()}"


@scenario(
    "late-and-killed",
    "As before, and the worker is killed before it could tell the ledger what it did.",
)
def late_and_killed(stage: Stage) -> str:
    late, _right = _return_late(
        stage, Trap("before-rename", 3, signal.SIGSTOP), Trap("before-settling")
    )
    stage.must_die_by_trap(late)
    stage.quiet()
    return f"nothing of it was left, {stage.hold()}"


def edit_for(newsroom: Newsroom, number: int, seconds: float) -> None:
    """An editor's process: publishes, edits, readdresses, unpublishes and kills own stories."""
    desk, rng = Desk(newsroom), random.Random(number)
    own: list[Story] = []
    until, turn = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        turn += 1
        if len(own) < 3 or rng.random() < 0.3:
            own.append(
                desk.publish(f"Editor {number} files {turn}", edition=rng.choice(["en", "ar"]))
            )
        match rng.choice(["edit", "edit", "edit", "readdress", "unpublish", "kill"]):
            case "edit":
                desk.edit(rng.choice(own), f"Editor {number} edits {turn}")
            case "readdress":
                desk.readdress(rng.choice(own), f"address-{turn}")
            case "unpublish" if len(own) > 2:
                desk.unpublish(own.pop(rng.randrange(len(own))))
            case "kill" if len(own) > 2:
                desk.kill(own.pop(rng.randrange(len(own))))
        close_old_connections()
        time.sleep(rng.uniform(0.02, 0.2))


def watched_worker(newsroom: Newsroom, lease: timedelta) -> None:
    """A press worker that writes down which page it wrote from when to when."""
    witness("broadsheet.press.machine:_write", newsroom.home / WITNESSED)
    tune({LEASE: lease})
    _run_worker()


def _run_worker() -> None:
    main(["press", "run", "--worker"])


@scenario(
    "several-workers",
    "Three workers press at once while editors act, and one after another is killed.",
    engines=("postgresql",),
    short=("postgresql",),
    seconds=200,
)
def several_workers(stage: Stage) -> str:
    seconds = SHORT_BUSY_SECONDS if stage.short else BUSY_SECONDS
    workers = [stage.call(watched_worker, stage.newsroom, BUSY_LEASE) for _ in range(WORKERS)]
    editors = [stage.call(edit_for, stage.newsroom, n, seconds) for n in range(EDITORS)]
    rng, killed = random.Random(1), 0
    while any(editor.exitcode is None for editor in editors):
        time.sleep(rng.uniform(0.4, 1.2))
        victim = rng.randrange(WORKERS)
        workers[victim].send(signal.SIGKILL)
        workers[victim] = stage.call(watched_worker, stage.newsroom, BUSY_LEASE)
        killed += 1
    must(all(editor.exitcode == 0 for editor in editors), "an editor met an error, see the logs")
    stage.quiet(within=60)
    seen = overlaps(stage.newsroom)
    must(
        seen.longest <= LONGEST_OVERLAP,
        f"two workers wrote {seen.key} at once for {seen.longest:.2f} s",
    )
    return (
        f"{killed} killed, {seen.written} pages written, {seen.count} by two at once, "
        f"{stage.hold()}"
    )


@dataclass
class Overlaps:
    """Pages written, and how often and how long (seconds) one page was written by two processes."""

    written: int = 0
    count: int = 0
    longest: float = 0.0
    key: str = ""


def overlaps(newsroom: Newsroom) -> Overlaps:
    by_key: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    seen = Overlaps()
    for line in (newsroom.home / WITNESSED).read_text().splitlines():
        said = json.loads(line)
        by_key[said["key"]].append((said["from"], said["to"], said["pid"]))
        seen.written += 1
    for key, spans in by_key.items():
        spans.sort()
        for (_, end, one), (start, _, other) in pairwise(spans):
            if one != other and start < end:
                seen.count += 1
                if end - start > seen.longest:
                    seen.longest, seen.key = end - start, key
    return seen


def worker_with_connections_of(_newsroom: Newsroom, seconds: int | None) -> None:
    """A worker whose connection grows old after so long (None: never) instead of a minute."""
    connections["default"].settings_dict["CONN_MAX_AGE"] = seconds
    _run_worker()


@scenario(
    "waking",
    "A worker sleeps between changes, long enough for its connections to be made anew.",
    short=("postgresql",),
    alone=True,
    seconds=240,
)
def waking(stage: Stage) -> str:
    """Changes that only the idle look finds wait half a second more, half of the time."""
    kept = _wakes(stage, None)
    renewed = _wakes(stage, 1)
    told = f"commit to visible p50 {renewed:.0f} ms, {kept:.0f} ms where connections are kept"
    must(renewed <= kept + MOST_SLEPT, told)
    return f"{told}, {stage.hold()}"


def _wakes(stage: Stage, seconds: int | None) -> float:
    """The median of milliseconds from a commit to its page, under a worker of its own."""
    worker = stage.call(worker_with_connections_of, stage.newsroom, seconds)
    story, rng = live_stories()[0], random.Random(4)
    stage.quiet()
    times = []
    for turn in range(WAKES if stage.short else 4 * WAKES):
        time.sleep(1.2 + rng.random())
        headline = f"Woken for the {turn}th time, {seconds}"
        stage.desk.edit(story, headline)
        page, wanted = page_of(stage.newsroom, story), headline.encode()
        times.append(
            wait_until(lambda p=page, w=wanted: w in p.read_bytes(), 20, "it was never pressed")
        )
    must(worker.exitcode is None, "the worker died")
    stage.quiet()
    worker.send(signal.SIGTERM)
    worker.join(20)
    return statistics.median(times) * 1000
