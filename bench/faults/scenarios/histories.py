"""Faults of the time machine: what is put by outlasts a crash, and so does an edition set back."""

from pathlib import Path

from django.utils import timezone

from bench.faults.acting import live_stories
from bench.faults.registry import must, scenario
from bench.faults.stage import Stage
from bench.faults.traps import Trap
from broadsheet.press.history.asking import bytes_at
from broadsheet.press.history.rolling import roll_back, roll_forward
from broadsheet.press.writers.folder import FolderWriter

HOME, EDITION = "en/index.html", "en"
ALWAYS_PRESENT = "live.json"


def pages_of(stage: Stage) -> dict[str, bytes]:
    """The edition's pages by path, twins and the one file that is always of now left out."""
    folder: Path = stage.newsroom.site / EDITION
    writer = FolderWriter(folder)
    return {path: writer.read(path) or b"" for path in writer.paths() if path != ALWAYS_PRESENT}


@scenario(
    "crash-after-putting-by", "A worker is killed with the former page put by, the new not written."
)
def crash_after_putting_by(stage: Stage) -> str:
    stage.heal()
    former, then = (stage.newsroom.site / HOME).read_bytes(), timezone.now()
    stage.stop()
    stage.desk.edit(live_stories()[0], "The bridge is shut")
    doomed = stage.worker(Trap("after-putting-by"))
    stage.must_die_by_trap(doomed)
    seconds = stage.heal()
    shown = bytes_at(HOME, then, FolderWriter(stage.newsroom.site))
    must(shown == former, "the history shows another page than readers got")
    return f"at rest after {seconds:.1f} s, the former page is shown, {stage.hold()}"


@scenario(
    "crash-going-back", "A worker is killed while it sets an edition back, and going forward."
)
def crash_going_back(stage: Stage) -> str:
    stage.heal()
    former, then = pages_of(stage), timezone.now()
    stage.desk.publish("The bridge is open")
    stage.desk.edit(live_stories()[1], "The bridge is shut")
    stage.quiet()
    stage.stop()
    roll_back(edition=EDITION, to=then)
    stage.must_die_by_trap(stage.worker(Trap("after-rename", 2)))
    stage.heal()
    must(pages_of(stage) == former, "the edition is not what it was")
    stage.stop()
    roll_forward(edition=EDITION)
    stage.must_die_by_trap(stage.worker(Trap("after-rename", 2)))
    seconds = stage.heal()
    return f"the past whole, the present after {seconds:.1f} s, {stage.hold()}"
