"""What `bench/press.py` measures of one newsroom, each a function that gives figures."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from jinja2 import Template

from bench.reporting import Figure, compared, limited, measured
from broadsheet.editions.models import Edition
from broadsheet.people.models import User
from broadsheet.press.expansion import touch
from broadsheet.press.machine import render
from broadsheet.press.models import Lane, Minute, Output
from broadsheet.press.snapshot import snapshot
from broadsheet.press.working import drain
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.project.demo.archive.copy import invented
from broadsheet.stories.actions import create_story, kill_story, publish_story, save_draft
from broadsheet.stories.models import Placement, Story
from broadsheet.stories.queries import path_of

NAME = "press"
GONE = b"broadsheet 410"
LOOKED_AT = "outputs looked at for a publish"
FAR = 10_000_000  # Copy of numbers beyond every archive.


def p(times: list[float], share: float) -> float:
    return sorted(times)[max(0, round(len(times) * share) - 1)]


def site() -> FolderWriter:
    return FolderWriter(Path(settings.SITE_DIR))


@contextmanager
def a_worker() -> Iterator[None]:
    """A worker that has just been started: the first page that it is given waits for it."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "broadsheet.project.command_line", "press", "run", "--worker"]
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def publish(number: int, *, lane: Lane = Lane.UPDATE) -> tuple[Story, Placement, float]:
    """File and publish a story in English; gives the moment after the commit."""
    copy = invented(FAR + number * 4)
    edition = Edition.objects.get(code="en")
    section = edition.sections.order_by("slug")[copy.section]
    fields = copy.fields | {"headline": f"{copy.fields['headline']} {number}", "body": copy.body}
    draft = create_story(by=None, edition=edition, section=section, copy=fields)
    story = publish_story(story=draft, by=None, lane=lane)
    since = time.perf_counter()
    return story, story.placements.select_related("section", "story").get(), since


def surfaces(placement: Placement) -> list[str]:
    """Story, section, home and feed."""
    section = placement.section.slug
    story = f"en/{path_of(placement)}index.html"
    return [story, f"en/{section}/index.html", "en/index.html", "en/feed.xml"]


def wait_for(pages: list[str], is_there: Callable[[bytes], bool], since: float) -> float:
    """Milliseconds from `since` until all pages say so."""
    writer, left = site(), list(pages)
    while time.perf_counter() - since < 120:
        left = [page for page in left if not is_there(writer.read(page) or b"")]
        if not left:
            return (time.perf_counter() - since) * 1000
        time.sleep(0.001)
    message = f"{left} did not follow within two minutes."
    raise TimeoutError(message)


def visible(first: int, turns: int, *, lane: Lane = Lane.UPDATE) -> list[float]:
    """Milliseconds from each commit until the story is on its page, section, home and feed."""
    times = []
    for number in range(first, first + turns + 1):
        story, placement, since = publish(number, lane=lane)
        times.append(wait_for(surfaces(placement), _with(story.headline), since))
        time.sleep(0.2)
    return times[1:]


def _with(text: str) -> Callable[[bytes], bool]:
    return lambda body: text.encode() in body


def publishing(size: int, turns: int, start: int) -> tuple[list[Figure], dict[str, float]]:
    with a_worker():
        times = visible(start, turns)
        kills = killed(start + turns + 1, max(5, turns // 2))
    looked_at = outputs_looked_at(start + turns + 101)
    head = f"{size:,} stories:"
    figures = [
        measured(NAME, f"{head} {LOOKED_AT}", looked_at, ""),
        measured(NAME, f"{head} publish to visible, p50", statistics.median(times), "ms"),
        limited(NAME, f"{head} publish to visible, p95", p(times, 0.95), "ms", at_most=150),
        limited(NAME, f"{head} kill to gone, p95", p(kills, 0.95), "ms", at_most=1000),
    ]
    return figures, {LOOKED_AT: looked_at, "publish to visible, p95": p(times, 0.95)}


def outputs_looked_at(first: int, turns: int = 3) -> float:
    """How many outputs are rendered after one publish, whether or not their bytes change."""
    drain(site())
    counts = []
    for number in range(first, first + turns):
        publish(number)
        counts.append(drain(site()).pressed)
    return statistics.median(counts)


def killed(first: int, turns: int) -> list[float]:
    """Milliseconds from each kill until the tombstone stands and no front names the story."""
    times = []
    for number in range(first, first + turns):
        story, placement, since = publish(number)
        pages = surfaces(placement)
        wait_for(pages, _with(story.headline), since)
        kill_story(story=story, by=None, reason="measured")
        since = time.perf_counter()
        wait_for(pages[:1], lambda body: GONE in body[:60], since)
        headline = story.headline.encode()
        times.append(wait_for(pages, lambda body, no=headline: no not in body, since))
    return times


def storm(size: int, seconds: int, start: int) -> list[Figure]:
    """Ten publishes a second; every fourth second one that is breaking news."""
    with a_worker():
        idle = visible(start, 5, lane=Lane.BREAKING)
        watch = Watch()
        watch.start()
        update: list[float] = []
        breaking: list[float] = []
        pages_before = sum(Minute.objects.values_list("pages", flat=True))
        began = time.perf_counter()
        for turn in range(seconds * 10):
            ahead = began + turn / 10 - time.perf_counter()
            time.sleep(max(0.0, ahead))
            is_breaking = turn % 40 == 10
            lane = Lane.BREAKING if is_breaking else Lane.UPDATE
            story, placement, since = publish(start + 10 + turn, lane=lane)
            kept = breaking if is_breaking else update
            watch.follow(kept, surfaces(placement)[0], story.headline, since)
        rate = seconds * 10 / (time.perf_counter() - began)
        watch.finish()
    pages = sum(Minute.objects.values_list("pages", flat=True)) - pages_before
    head = f"{size:,} stories: storm"
    return [
        measured(NAME, f"{head}: publishes", rate, "a second"),
        measured(NAME, f"{head}: story visible, p99", p(update, 0.99), "ms"),
        measured(NAME, f"{head}: pages written a publish", pages / (seconds * 10), "pages"),
        compared(NAME, f"{head}: breaking story visible, p95", p(breaking, 0.95), "ms",
                 reference=p(idle, 0.95), at_most=2),
    ]  # fmt: skip


class Watch(threading.Thread):
    """Sees many pages follow, looking at all of them every ten milliseconds.

    One thread, since a hundred that look would take from the publisher what is to be measured.
    A page that does not follow within two minutes counts as endless.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._waiting: list[tuple[list[float], str, bytes, float]] = []
        self._last = threading.Event()

    def follow(self, kept: list[float], page: str, headline: str, since: float) -> None:
        """Add to `kept` the milliseconds from `since` until the page has the headline."""
        self._waiting.append((kept, page, headline.encode(), since))

    def finish(self) -> None:
        self._last.set()
        self.join()

    def run(self) -> None:
        writer = site()
        while self._waiting or not self._last.is_set():
            for one in list(self._waiting):
                kept, page, headline, since = one
                waited = time.perf_counter() - since
                if headline in (writer.read(page) or b""):
                    kept.append(waited * 1000)
                elif waited > 120:
                    kept.append(float("inf"))
                else:
                    continue
                self._waiting.remove(one)
            time.sleep(0.01)


def full_press(size: int, pages: int) -> list[Figure]:
    """Pages a second of the newest pages against bare template, compression and fsynced write."""
    affinity = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(affinity)})
    try:
        best = max((_once(pages) for _turn in range(2)), key=lambda pair: pair[0] / pair[1])
    finally:
        os.sched_setaffinity(0, affinity)
    pressed, bare = best
    name = f"{size:,} stories: press of {pages:,} pages on one core"
    return [compared(NAME, name, pressed, "pages/s", reference=bare, at_least=0.5)]


def _once(pages: int) -> tuple[float, float]:
    rows = Output.objects.filter(pressed_at__isnull=False, key__contains=":story:").order_by("-pk")
    ids = sorted(rows.values_list("pk", flat=True)[:pages])
    with transaction.atomic():
        touch(ids, lane=Lane.ROUTINE, since=timezone.now())
        Output.objects.filter(pk__in=ids).update(doubted=True)
    began = time.perf_counter()
    done = drain(site()).done
    pressed = done / (time.perf_counter() - began)
    fills = fills_of(list(Output.objects.filter(pk__in=ids).values_list("key", flat=True)))
    bare = FolderWriter(Path(settings.HOME) / "bare" / "public")
    began = time.perf_counter()
    for path, template, context in fills:
        bare.write(path, template.render(context).encode())
    return pressed, len(fills) / (time.perf_counter() - began)


def fills_of(keys: list[str]) -> list[tuple[str, Template, dict[str, Any]]]:
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


def memory(size: int) -> tuple[list[Figure], dict[str, float]]:
    """The most memory that a check of the whole site takes, in a process of its own."""
    code = (
        "import resource, django; django.setup()\n"
        "from broadsheet.press.writers.choosing import site_writer\n"
        "from broadsheet.press.checking import check_site\n"
        "for _finding in check_site(site_writer()): pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    most = int(done.stdout.split()[-1]) / 1024
    name = f"{size:,} stories: memory of a whole check"
    return [measured(NAME, name, most, "MB")], {"memory of a whole check": most}


def screens(size: int, turns: int) -> tuple[list[Figure], dict[str, float]]:
    """Server time of the newsroom: lists and forms over the test client, the rest by action."""
    user = User.objects.filter(username="bench").first() or User.objects.create_superuser(
        "bench", "bench@example.org", "lantern-harbour-41"
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    newest = list(Story.objects.filter(live=True).order_by("-pk")[: turns + 1])
    ways: dict[str, Callable[[Story], object]] = {
        "story list": lambda _story: _got(client, "/stories/"),
        "open": lambda story: _got(client, f"/stories/edit/{story.pk}/"),
        "save draft": _saved,
        "publish": lambda story: publish_story(story=story, by=None),
    }
    medians: dict[str, float] = {}
    for what, way in ways.items():
        times = []
        for story in newest:
            began = time.perf_counter()
            way(story)
            times.append((time.perf_counter() - began) * 1000)
        medians[f"newsroom, {what}, p50"] = statistics.median(times[1:])
    figures = [
        limited(NAME, f"{size:,} stories: {what}", value, "ms", at_most=200)
        if "story list" in what
        else measured(NAME, f"{size:,} stories: {what}", value, "ms")
        for what, value in medians.items()
    ]
    return figures, medians


def _saved(story: Story) -> None:
    story.standfirst = f"{story.standfirst} More to follow."
    save_draft(story=story, by=None)


def _got(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        message = f"{address} answered {answer.status_code}."
        raise RuntimeError(message)


def disk(size: int) -> list[Figure]:
    """What a story takes on disk as files, and a page of the ledger with its tags and readings."""
    outputs = Output.objects.filter(key__startswith="en:story:", pressed_at__isnull=False)
    root = Path(settings.SITE_DIR)
    sizes = [
        sum(file.stat().st_blocks * 512 for file in (root / path).parent.iterdir())
        for path in outputs.order_by("-pk").values_list("path", flat=True)[:300]
    ]
    packed = [
        file.stat().st_blocks * 512
        for path in _packed(outputs.order_by("-pk")[:300])
        for file in (root / path).parent.iterdir()
    ]
    known = Output.objects.count()
    ledger = sum(table_bytes(f"press_{name}") for name in ("output", "tag", "reading"))
    most = 2.0 if connection.vendor == "postgresql" else 1.0
    head = f"{size:,} stories:"
    return [
        measured(NAME, f"{head} files of a story of 600 words", statistics.mean(sizes) / 1024,
                 "kB"),
        limited(NAME, f"{head} the same, archived", statistics.mean(packed) / 1024, "kB",
                at_most=16),
        limited(NAME, f"{head} ledger with tags a page", ledger / known / 1024, "kB", at_most=most),
        measured(NAME, f"{head} database a story", database_bytes() / size / 1024, "kB"),
    ]  # fmt: skip


def _packed(outputs: Iterable[Output]) -> Iterator[str]:
    """The paths of the outputs, whose pages are packed as those are that are old."""
    for output in outputs:
        body = site().read(output.path)
        if body is not None and site().pack(output.path, body):
            yield output.path


def table_bytes(table: str) -> int:
    """A table with its indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN "
                "(SELECT name FROM sqlite_master WHERE tbl_name = %s)",
                [table],
            )
        return int(cursor.fetchone()[0])


def database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])
