"""A process is killed at a named place in its work, and another one goes on."""

import os
import signal
from collections.abc import Callable
from functools import partial

from django.db import transaction

from bench.faults.acting import Desk, live_stories
from bench.faults.filling import file_story
from bench.faults.newsroom import Newsroom
from bench.faults.registry import must, scenario
from bench.faults.stage import Stage
from bench.faults.traps import Trap, set_trap
from broadsheet.editions.models import Edition
from broadsheet.press.marking import mark
from broadsheet.press.models import Change, Lane
from broadsheet.stories.actions import publish_story
from broadsheet.stories.models import Story

Event = Callable[[Stage], object]
SMALL_CHUNKS = {"broadsheet.press.expansion:OUTPUTS_AT_ONCE": 5}


def publish(stage: Stage) -> None:
    stage.desk.publish("The bridge is open")


def edit(stage: Stage) -> None:
    stage.desk.edit(live_stories()[0], "The bridge is shut")


def kill(stage: Stage) -> None:
    stage.desk.kill(live_stories()[0])


def unpublish(stage: Stage) -> None:
    stage.desk.unpublish(live_stories()[0])


def readdress(stage: Stage) -> None:
    stage.desk.readdress(live_stories()[0], "another-address")


def change_the_design(_stage: Stage) -> None:
    with transaction.atomic():
        mark("design", lane=Lane.ROUTINE)


def crash(stage: Stage, *, point: str, hit: int, event: Event) -> str:
    """Let a worker die at `point` after `event`; an ordinary one has to mend everything."""
    tuned = SMALL_CHUNKS if "expansion" in point or "chunks" in point else {}
    event(stage)
    doomed = stage.worker(Trap(point, hit), tuned=tuned)
    stage.must_die_by_trap(doomed)
    seconds = stage.heal()
    return f"at rest after {seconds:.1f} s, {stage.hold()}"


POINTS: dict[str, tuple[int, Event, str]] = {
    "before-expansion": (1, publish, "killed before a change is expanded"),
    "inside-expansion": (1, change_the_design, "killed inside the expansion of a change to all"),
    "between-chunks": (2, change_the_design, "killed between two chunks of a change to all"),
    "after-lease": (1, edit, "killed with pages on lease"),
    "after-render": (1, readdress, "killed after rendering, nothing claimed"),
    "after-claim": (1, readdress, "killed after the ledger took new paths, nothing written"),
    "half-a-file": (3, edit, "killed with half a temporary file on disk"),
    "before-rename": (3, edit, "killed with a whole temporary file, not renamed"),
    "between-twins": (2, edit, "killed with new twins beside the old page"),
    "after-rename": (2, edit, "killed after the rename, before the ledger"),
    "before-settling": (1, publish, "killed with a written batch not settled"),
    "inside-settling": (1, publish, "killed inside the transaction that settles"),
    "after-settling": (1, kill, "killed right after settling"),
    "after-burying": (1, kill, "killed after the tombstone, before the page"),
    "half-removed": (1, unpublish, "killed between a page's twins and the page"),
    "after-removal": (1, unpublish, "killed after the removal, before the ledger"),
}

for _point, (_hit, _event, _injected) in POINTS.items():
    scenario(f"crash-{_point}", f"A worker is {_injected}.")(
        partial(crash, point=_point, hit=_hit, event=_event)
    )


def die_after_publishing(newsroom: Newsroom) -> None:
    Desk(newsroom).publish("The bridge is open, said the dying")
    os.kill(os.getpid(), signal.SIGKILL)


def die_before_commit() -> None:
    story = file_story(Edition.objects.get(code="en"), "The bridge never opened")
    set_trap(Trap("before-commit"))
    publish_story(story=story, by=None)


@scenario("crash-after-commit", "The process that published is killed right after its commit.")
def crash_after_commit(stage: Stage) -> str:
    stage.must_die_by_trap(stage.call(die_after_publishing, stage.newsroom))
    must(Change.objects.exists(), "the commit left no change for the press")
    stage.heal()
    files = stage.hold()
    story = Story.objects.get(headline="The bridge is open, said the dying")
    must(_pages_of(stage, story), "the story has no page")
    return files


@scenario("crash-before-commit", "The process that publishes is killed just before its commit.")
def crash_before_commit(stage: Stage) -> str:
    stage.must_die_by_trap(stage.call(die_before_commit))
    must(not Change.objects.exists(), "a change came without its publication")
    story = Story.objects.get(headline="The bridge never opened")
    must(not story.live, "half a publication was committed")
    stage.heal()
    must(not _pages_of(stage, story), "a story that was never published has a page")
    return stage.hold()


def _pages_of(stage: Stage, story: Story) -> list[str]:
    return [path.name for path in stage.newsroom.site.rglob(f"{story.pk}-*")]
