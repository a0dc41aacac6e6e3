"""A template that cannot be filled, or that loses what it should show."""

import signal

from jinja2 import PackageLoader

from bench.faults.acting import live_stories, page_of
from bench.faults.newsroom import Newsroom
from bench.faults.oracle import findings_of
from bench.faults.registry import must, scenario
from bench.faults.stage import Stage, wait_until
from broadsheet.press.design import kept_trial
from broadsheet.press.registry import design_digest, register_design
from broadsheet.press.standing import failures
from broadsheet.project.command_line import main

POISON = "A headline that breaks the template"


def worker_with_broken_template(_newsroom: Newsroom) -> None:
    """A press worker whose story template divides by nothing for one headline."""
    read = PackageLoader.get_source

    def broken(loader: PackageLoader, environment: object, name: str) -> object:
        source, file, current = read(loader, environment, name)  # type: ignore[arg-type]
        if name == "story.html":
            shown = "{{ sheet.headline }}</h1>"
            assert shown in source
            poisoned = f'{{{{ 1 // 0 if sheet.headline == "{POISON}" else sheet.headline }}}}</h1>'
            source = source.replace(shown, poisoned)
        return source, file, current

    PackageLoader.get_source = broken  # type: ignore[method-assign, assignment]
    main(["press", "run", "--worker"])


@scenario("template-raises", "The template of one page raises while others are pressed with it.")
def template_raises(stage: Stage) -> str:
    stories = live_stories()
    poisoned, page = stories[2], page_of(stage.newsroom, stories[2])
    before = page.read_bytes()
    stage.desk.edit(poisoned, POISON)
    stage.desk.edit(stories[3], "A headline like any other")
    worker = stage.call(worker_with_broken_template, stage.newsroom)
    wait_until(lambda: stage.is_at_rest(failing=True), 20, "the others were not pressed")
    (failure,) = failures()
    must(failure.path == str(page.relative_to(stage.newsroom.site)), f"{failure.key} failed")
    must(failure.place.startswith("story.html:"), f"the failure names {failure.place!r}")
    must("ZeroDivisionError" in failure.reason, f"the failure says {failure.reason!r}")
    must(page.read_bytes() == before, "the page did not keep its old bytes")
    told = {(finding.fault, finding.key) for finding in findings_of(stage.newsroom)}
    must(told == {("failed", failure.key), ("stale", failure.key)}, f"check says {told}")
    other = page_of(stage.newsroom, stories[3]).read_bytes()
    must(b"A headline like any other" in other, "another page was held up")
    worker.send(signal.SIGKILL)
    seconds = stage.heal()
    return f"{failure.place} named, pressed {seconds:.1f} s after it was mended, {stage.hold()}"


def worker_with_headless_design(_newsroom: Newsroom) -> None:
    """A press worker of a new version, whose story template forgets every other headline."""
    read = PackageLoader.get_source

    def headless(loader: PackageLoader, environment: object, name: str) -> object:
        source, file, current = read(loader, environment, name)  # type: ignore[arg-type]
        if name == "story.html":
            shown = "<h1>{{ sheet.headline }}</h1>"
            assert shown in source
            kept = f'{{% if sheet.headline[-1] in "02468" %}}{shown}{{% endif %}}'
            source = source.replace(shown, kept)
        return source, file, current

    PackageLoader.get_source = headless  # type: ignore[method-assign, assignment]
    former = design_digest()
    register_design(lambda: f"headless-{former}")
    main(["press", "run", "--worker"])


@scenario(
    "template-loses-headlines",
    "Half of the stories lose their headline in a new version's template.",
)
def template_loses_headlines(stage: Stage) -> str:
    pages = [page_of(stage.newsroom, story) for story in live_stories()]
    before = [page.read_bytes() for page in pages]
    worker = stage.call(worker_with_headless_design, stage.newsroom)
    wait_until(_is_refused, 40, "the design was not refused")
    stage.desk.publish("Filed while the design waits 2")
    wait_until(lambda: stage.is_at_rest(failing=True), 40, "edits did not go on")
    must(worker.exitcode is None, "the worker died of it")
    must([page.read_bytes() for page in pages] == before, "a live story page was replaced")
    trial = kept_trial()
    reasons = "; ".join(trial.reasons) if trial else ""
    must("without their headline" in reasons, f"the reasons given are {reasons!r}")
    worker.send(signal.SIGKILL)
    stage.worker()
    wait_until(lambda: kept_trial() is None, 20, "the former design did not come back")
    stage.quiet(within=30)
    return f"refused: {reasons}; {stage.hold()}"


def _is_refused() -> bool:
    trial = kept_trial()
    return trial is not None and trial.is_refused
