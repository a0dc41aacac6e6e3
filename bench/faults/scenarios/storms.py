"""Ten publications a second, with breaking news in between."""

import json
import math
import statistics
import time
from collections import Counter

from bench.faults.acting import Desk, live_stories, page_of
from bench.faults.newsroom import Newsroom
from bench.faults.registry import NotCoveredError, must, scenario
from bench.faults.scenarios.workers import watched_worker
from bench.faults.stage import Stage, wait_until
from bench.faults.traps import WITNESSED
from broadsheet.press.leasing import LEASE as LEASE_AS_IT_IS
from broadsheet.press.models import Lane
from broadsheet.stories.models import Story

SECONDS, SHORT_SECONDS = 120, 10
A_SECOND = 10
IDLE_TIMES, BETWEEN_BREAKING = 12, 1.5
FRONT = "en:home"
TOOK = "storm.json"
MOST_FRONTS = 0.75  # Presses of the front for each publication; a press that keeps up presses more.
SLOWEST = 0.8  # Of the planned rate; below it the machine, not the press, is the limit.


def publish_steadily(newsroom: Newsroom, seconds: float) -> None:
    """The storm: new stories and edits in turn, at a fixed rate."""
    desk, begun, turn = Desk(newsroom), time.monotonic(), 0
    stories = live_stories()[4:-1]  # The last one is kept for breaking news.
    while turn < seconds * A_SECOND:
        if turn % 2:
            desk.publish(f"Storm {turn}")
        else:
            desk.edit(stories[turn // 2 % len(stories)], f"Storm edit {turn}")
        turn += 1
        time.sleep(max(0.0, begun + turn / A_SECOND - time.monotonic()))
    took = {"seconds": time.monotonic() - begun, "publications": turn}
    (newsroom.home / TOOK).write_text(json.dumps(took))


def _breaking(stage: Stage, story: Story, turn: str) -> float:
    """Milliseconds from the commit of a breaking edit to its page."""
    headline = f"Breaking {turn}"
    stage.desk.edit(story, headline, lane=Lane.BREAKING)
    page, wanted = page_of(stage.newsroom, story), headline.encode()
    return 1000 * wait_until(lambda: wanted in page.read_bytes(), 20, "it was never pressed")


@scenario(
    "storm",
    "Ten publications a second for two minutes (short form: 10 s), breaking news in between.",
    short=("sqlite",),
    alone=True,
    seconds=300,
)
def storm(stage: Stage) -> str:
    stage.call(watched_worker, stage.newsroom, LEASE_AS_IT_IS)
    stage.quiet()
    story, idle = live_stories()[-1], []
    for turn in range(IDLE_TIMES):
        time.sleep(0.3)
        idle.append(_breaking(stage, story, f"in calm {turn}"))
    stage.quiet()
    before = _front_presses(stage.newsroom)
    seconds = SHORT_SECONDS if stage.short else SECONDS
    publisher = stage.call(publish_steadily, stage.newsroom, seconds)
    busy = []
    while publisher.exitcode is None:
        time.sleep(BETWEEN_BREAKING)
        busy.append(_breaking(stage, story, f"in storm {len(busy)}"))
    must(publisher.exitcode == 0, "the publisher met an error, see the logs")
    stage.quiet(within=60)
    fronts = _front_presses(stage.newsroom) - before
    published = seconds * A_SECOND + len(busy)
    _must_have_stormed(stage, seconds)
    must(
        fronts <= published * MOST_FRONTS,
        f"{published} publications pressed the front {fronts} times",
    )
    told = (
        f"{published} publications, {fronts} presses of the front; breaking p95 {p95(busy):.0f} ms "
        f"against {p95(idle):.0f} ms in calm (p50 {statistics.median(busy):.0f}/"
        f"{statistics.median(idle):.0f})"
    )
    must(p95(busy) <= 2 * p95(idle), f"the breaking lane is delayed: {told}")
    return f"{told}, {stage.hold()}"


def _must_have_stormed(stage: Stage, seconds: float) -> None:
    """Raise NotCoveredError where this machine cannot even publish at the planned rate."""
    took = json.loads((stage.newsroom.home / TOOK).read_text())["seconds"]
    if seconds < took * SLOWEST:
        rate = seconds * A_SECOND / took
        stage.hold()
        raise NotCoveredError(
            f"This machine published {rate:.1f} a second, not {A_SECOND}: no storm to judge the "
            "lanes by. All else held; try again when it has less to do."
        )


def _front_presses(newsroom: Newsroom) -> int:
    lines = (newsroom.home / WITNESSED).read_text().splitlines()
    return Counter(json.loads(line)["key"] for line in lines)[FRONT]


def p95(times: list[float]) -> float:
    return sorted(times)[math.ceil(len(times) * 0.95) - 1]
