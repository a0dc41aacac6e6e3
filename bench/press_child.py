"""Measures one filled newsroom, the one that the settings name, part by part."""

import argparse
import time

from rich.console import Console

from bench import press_measures as measures
from bench.reporting import Figure, compared, limited
from broadsheet.press.chunks import chunks
from broadsheet.press.machine import digest_of, foresee, render
from broadsheet.press.models import Fact, Output
from broadsheet.press.registry import kinds
from broadsheet.press.snapshot import snapshot
from broadsheet.press.working import drain, prepare
from broadsheet.stories.actions import publish_story, save_draft
from broadsheet.stories.models import Story

MOST_FOLLOWED = 2_000  # Stories up to which all pages are rendered to see what an edit changes.
STARTED = "bench_started"


def measure(
    size: int, options: argparse.Namespace, console: Console
) -> tuple[list[Figure], dict[str, float]]:
    """Press what waits, then measure; figures, and what other sizes are compared in."""
    writer = measures.site()
    prepare(writer)
    console.print(f"[dim]{size:,} stories: pressing what waits …")
    drain(writer)
    start = _start()
    ways = {
        "publishing": lambda: measures.publishing(size, options.turns, start),
        "storm": lambda: measures.storm(size, options.storm, start + 1_000),
        "press": lambda: measures.full_press(size, min(options.pages, size)),
        "memory": lambda: measures.memory(size),
        "screens": lambda: measures.screens(size, options.turns),
        "disk": lambda: measures.disk(size),
        "followed": lambda: followed(size),
    }
    figures: list[Figure] = []
    compare: dict[str, float] = {}
    for part in options.parts:
        began = time.monotonic()
        found = ways[part]()
        listed, values = found if isinstance(found, tuple) else (found, {})
        figures += listed
        compare |= values
        drain(writer)
        console.print(f"[dim]{size:,} stories: {part} took {time.monotonic() - began:.0f} s")
    return figures, compare


def _start() -> int:
    """A number from which no earlier run has published stories here."""
    fact, _new = Fact.objects.get_or_create(name=STARTED, defaults={"value": "0"})
    fact.value = str(int(fact.value) + 10_000)
    fact.save()
    return int(fact.value)


def followed(size: int) -> list[Figure]:
    """After one edit: outputs rewritten against outputs whose bytes differ, and those missed."""
    if size > MOST_FOLLOWED:
        return []
    before = dict(Output.objects.exclude(digest="").values_list("key", "digest"))
    story = Story.objects.filter(live=True, home_edition__code="en").order_by("-pk")[3]
    seen = dict(Output.objects.values_list("key", "pressed_at"))
    story.headline = "An edit to be followed"
    save_draft(story=story, by=None)
    publish_story(story=story, by=None)
    drain(measures.site())
    now = dict(Output.objects.values_list("key", "pressed_at"))
    rewritten = {key for key, at in now.items() if seen.get(key) != at}
    after = digests()
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    missed = len(differing - rewritten)
    return [
        limited("press", f"{size:,} stories: changed outputs missed", missed, "", at_most=0),
        compared(
            "press", f"{size:,} stories: outputs rewritten by an edit", len(rewritten), "outputs",
            reference=len(differing), at_most=1.1,
        ),
    ]  # fmt: skip


def digests() -> dict[str, str]:
    """Of every page that the database wants, as it is now, whatever the ledger says."""
    found = {}
    for keys in chunks(key for kind in kinds() for key in kind.expected()):
        outputs = [Output(key=key) for key in keys]
        with snapshot():
            foresee(outputs)
            pages = {output.key: render(output).page for output in outputs}
        found |= {key: digest_of(page.body) for key, page in pages.items() if page is not None}
    return found
