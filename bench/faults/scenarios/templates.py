"""A template that cannot be filled, or that loses what it should show."""

from jinja2 import PackageLoader

from bench.faults.acting import live_stories, page_of
from bench.faults.newsroom import Newsroom
from bench.faults.oracle import findings_of
from bench.faults.registry import must, scenario
from bench.faults.scenarios.slots import slot
from bench.faults.stage import Stage, wait_until
from broadsheet.press.command_line import app
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
    worker.send(9)
    seconds = stage.heal()
    return f"{failure.place} named, pressed {seconds:.1f} s after it was mended, {stage.hold()}"


slot(
    "template-loses-headlines",
    "Half of the pages lose their headline in a change of a template.",
    "There is no shadow press yet that compares a changed design with the live pages.",
    lambda: any("shadow" in str(command.name) for command in app.registered_commands),
)
