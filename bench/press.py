"""Measures an edit's way to readers, the speed of a full press, and how exactly edits are followed.

Run it as `make bench-press`, or with `ARGS="--sizes 1000,20000"` for the long form.
Each size gets a newsroom of its own in a temporary folder; a real worker runs beside the edits.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
HOME = Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
os.environ |= {
    "BROADSHEET_HOME": str(HOME),
    "SECRET_KEY": "only-for-the-bench",
    "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from jinja2 import Template  # noqa: E402
from rich.console import Console  # noqa: E402

from bench.reporting import Figure, add_json_option, compared, limited, measured, report  # noqa: E402
from broadsheet.editions.actions import found_edition  # noqa: E402
from broadsheet.editions.models import Edition, MediaGroup, Section  # noqa: E402
from broadsheet.press.machine import digest_of, render  # noqa: E402
from broadsheet.press.models import Output  # noqa: E402
from broadsheet.press.registry import kinds  # noqa: E402
from broadsheet.press.snapshot import snapshot  # noqa: E402
from broadsheet.press.wanting import want_everything  # noqa: E402
from broadsheet.press.working import drain, prepare  # noqa: E402
from broadsheet.press.writers.folder import FolderWriter  # noqa: E402
from broadsheet.stories.actions import publish_story, save_draft  # noqa: E402
from broadsheet.stories.bodies import body_from_text  # noqa: E402
from broadsheet.stories.models import (  # noqa: E402
    DayCount,
    Placement,
    PlacementState,
    Story,
    StoryFamily,
)
from broadsheet.stories.queries import path_of  # noqa: E402
from broadsheet.stylebook.ids import mint  # noqa: E402

NAME = "press"
SECTIONS = ("world", "business", "science", "sport", "culture")
WORDS = [
    "harbour",
    "ferry",
    "council",
    "bridge",
    "lantern",
    "budget",
    "drought",
    "library",
    "orchard",
    "signal",
    "valley",
]
PER_DAY = 30
MOST_BARE = 2_000  # Pages that the bare reference fills; their sheets stand in memory.


def fill(stories: int) -> Edition:
    """An edition with so many published stories, their rows written in bulk."""
    edition = Edition(
        group=MediaGroup.objects.create(name="Bench House"), code="en", name="The Bench Courier",
        language="en", time_zone="Africa/Cairo",
    )  # fmt: skip
    found_edition(
        edition=edition, sections=[Section(slug=s, name=s.title()) for s in SECTIONS], by=None
    )
    sections = list(edition.sections.all())
    newest = datetime.now(UTC) - timedelta(hours=1)
    text = [" ".join(WORDS[(i + j) % len(WORDS)] for j in range(40)) for i in range(8)]
    body = json.dumps(body_from_text(text))
    counts: dict[object, int] = {}
    for start in range(0, stories, 1000):
        rows, places, families = [], [], []
        for number in range(start, min(start + 1000, stories)):
            at = newest - timedelta(days=(stories - number) / PER_DAY)
            family = StoryFamily(id=mint())
            day = edition.date_style.day_of(at)
            counts[day] = counts.get(day, 0) + 1
            story = Story(
                id=mint(), family=family, home_edition=edition, language="en", live=True, body=body,
                headline=f"{WORDS[number % 11].title()} {number} and the {WORDS[number % 7]}",
                standfirst="The vote was close, and the ferries run again.", byline="City desk",
                first_published_at=at, last_published_at=at, updated_at=at, dated=f"{day:%Y/%m}",
            )  # fmt: skip
            families.append(family)
            rows.append(story)
            places.append(
                Placement(
                    story=story,
                    edition=edition,
                    section=sections[number % 5],
                    is_home=True,
                    state=PlacementState.LIVE,
                    slug=f"story-{number}",
                    published_at=at,
                )
            )
        with transaction.atomic():
            StoryFamily.objects.bulk_create(families)
            Story.objects.bulk_create(rows)
            Placement.objects.bulk_create(places)
    DayCount.objects.bulk_create(
        DayCount(edition=edition, day=d, stories=n) for d, n in counts.items()
    )
    return edition


def edit(story: Story, headline: str) -> float:
    """Change the headline and publish; gives the moment after the commit."""
    story.headline = headline
    save_draft(story=story, by=None)
    publish_story(story=story, by=None)
    return time.perf_counter()


def visible_after(edition: Edition, writer: FolderWriter, edits: int) -> list[float]:
    """Milliseconds from each commit to the headline's being in story, section, home and feed."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "broadsheet.project.command_line", "press", "run", "--worker"]
    )
    try:
        times = []
        newest = Placement.objects.filter(edition=edition).order_by("-published_at")
        placement = newest.select_related("story", "section")[0]
        pages = [f"en/{path_of(placement)}index.html", f"en/{placement.section.slug}/index.html"]
        pages += ["en/index.html", "en/feed.xml"]
        for turn in range(edits + 1):
            headline = f"Edited once more, for the {turn}th time"
            since = edit(Story.objects.get(pk=placement.story_id), headline)
            times.append(_wait(pages, headline, since, writer) * 1000)
            time.sleep(0.2)
        return times[1:]
    finally:
        worker.terminate()
        worker.wait(timeout=20)


def _wait(pages: list[str], headline: str, since: float, writer: FolderWriter) -> float:
    wanted = headline.encode()
    while time.perf_counter() - since < 60:
        if all(wanted in (writer.read(page) or b"") for page in pages):
            return time.perf_counter() - since
        time.sleep(0.001)
    message = f"{headline!r} did not reach {pages} within a minute."
    raise TimeoutError(message)


def full_press(writer: FolderWriter) -> tuple[float, float, int]:
    """Pages a second of a full press, of bare render, compression and fsynced write, and how many.

    Bare means templates filled from sheets that are ready in memory: no database, no ledger.
    """
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    want_everything()
    started = time.perf_counter()
    done = drain(writer).done
    pressed = done / (time.perf_counter() - started)
    fills = _fills(list(Output.objects.values_list("key", flat=True))[:MOST_BARE])
    bare = FolderWriter(HOME / "bare" / "public")
    started = time.perf_counter()
    for path, template, context in fills:
        bare.write(path, template.render(context).encode())
    return pressed, len(fills) / (time.perf_counter() - started), done


def _fills(keys: list[str]) -> list[tuple[str, Template, dict[str, Any]]]:
    """The path, template and context of each page that a template makes."""
    seen: list[tuple[Template, dict[str, Any]]] = []
    fill = Template.render

    def noting(template: Template, context: dict[str, Any]) -> str:
        seen.append((template, context))
        return fill(template, context)

    fills = []
    Template.render = noting  # type: ignore[method-assign, assignment]
    try:
        with snapshot():
            for key in keys:
                seen.clear()
                page = render(Output(key=key)).page
                if page is not None and seen:
                    fills.append((page.path, *seen[-1]))
    finally:
        Template.render = fill  # type: ignore[method-assign]
    return fills


def digests() -> dict[str, str]:
    with snapshot():
        keys = sorted({key for kind in kinds() for key in kind.expected()})
        pages = ((key, render(Output(key=key)).page) for key in keys)
        return {key: digest_of(page.body) for key, page in pages if page is not None}


def followed(edition: Edition, writer: FolderWriter) -> tuple[int, int, int]:
    """After one edit: outputs rewritten, outputs whose bytes differ, and those that were missed."""
    before = digests()
    placement = Placement.objects.filter(edition=edition).order_by("-published_at")[3]
    seen = dict(Output.objects.values_list("key", "pressed_at"))
    edit(Story.objects.get(pk=placement.story_id), "An edit to be followed")
    drain(writer)
    now = dict(Output.objects.values_list("key", "pressed_at"))
    rewritten = {key for key, at in now.items() if seen.get(key) != at}
    after = digests()
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return len(rewritten), len(differing), len(differing - rewritten)


def start_over() -> FolderWriter:
    connection.close()
    for name in ("newsroom.sqlite3", "newsroom.sqlite3-wal", "newsroom.sqlite3-shm"):
        (HOME / name).unlink(missing_ok=True)
    shutil.rmtree(HOME / "site", ignore_errors=True)
    shutil.rmtree(HOME / "bare", ignore_errors=True)
    call_command("migrate", verbosity=0)
    writer = FolderWriter(Path(settings.SITE_DIR))
    prepare(writer)
    return writer


def p95(times: list[float]) -> float:
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)]


def measure(size: int, edits: int) -> tuple[list[Figure], float]:
    console = Console(stderr=True)
    writer = start_over()
    console.print(f"[dim]Filling a newsroom with {size:,} stories …")
    edition = fill(size)
    console.print("[dim]Pressing all of it, twice …")
    want_everything()
    drain(writer)
    affinity = os.sched_getaffinity(0)
    pressed, bare, pages = full_press(writer)
    os.sched_setaffinity(0, affinity)
    console.print("[dim]Editing …")
    times = visible_after(edition, writer, edits)
    figures = [
        measured(NAME, f"{size:,} stories: edit to visible, p50", statistics.median(times), "ms"),
        limited(NAME, f"{size:,} stories: edit to visible, p95", p95(times), "ms", at_most=300),
        compared(
            NAME, f"{size:,} stories: full press of {pages:,} pages", pressed, "pages/s",
            reference=bare, at_least=0.5,
        ),
    ]  # fmt: skip
    if size <= 2_000:
        rewritten, differing, missed = followed(edition, writer)
        figures += [
            limited(NAME, f"{size:,} stories: changed outputs missed", missed, "", at_most=0),
            compared(
                NAME, f"{size:,} stories: outputs rewritten by an edit", rewritten, "outputs",
                reference=differing, at_most=1.1,
            ),
        ]  # fmt: skip
    return figures, p95(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="200,1000", help="numbers of stories, with commas")
    parser.add_argument("--edits", type=int, default=20, help="edits measured for each size")
    add_json_option(parser)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    try:
        results = [measure(size, options.edits) for size in sizes]
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    figures = [figure for listed, _slowest in results for figure in listed]
    if len(results) > 1:
        figures.append(
            compared(
                NAME,
                f"edit to visible, p95, at {sizes[-1]:,} against {sizes[0]:,}",
                results[-1][1],
                "ms",
                reference=results[0][1],
                at_most=1.5,
            )
        )
    return report("The press", figures, json_file=options.json)


if __name__ == "__main__":
    sys.exit(main())
