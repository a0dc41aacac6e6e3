"""Fills a newsroom with invented stories in chunks, each a transaction that says how far it is.

A process that was killed goes on where its last chunk ended. Three stages: the stories' rows, their
pages in the ledger, and then everything that they show themselves on.
"""

import gc
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from os import sched_getaffinity
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max

from broadsheet.editions.models import Edition, Section
from broadsheet.paper.builders.story import KIND
from broadsheet.people.actions import record
from broadsheet.press.expansion import expand_changes, touch, want_outputs
from broadsheet.press.models import Fact, Lane, Output
from broadsheet.press.registry import kinds
from broadsheet.project.demo.archive.copy import Invented, invented_in, language_of
from broadsheet.project.demo.archive.ledger import put_off_stories, want_stories
from broadsheet.project.errors import OtherArchiveError
from broadsheet.stories.effects import stamp
from broadsheet.stories.loading import Kinship, Loaded, load_stories
from broadsheet.stories.models import Picture, Placement

FACT: Final = "demo_archive"
A_DAY: Final = 400
AT_ONCE: Final = 1_000
ANALYZED_EVERY: Final = 50_000
CACHE_KIB: Final = -256_000
OnStep = Callable[[str, int, int], None]


@dataclass
class Progress:
    """How far the filling is: `stories` wanted, `files` of them to press, the newest at `ends`.

    `loaded` counts stories whose rows stand, `entered` those in the ledger; `cursor` is the last
    placement entered. `output` is the newest output that stood there before.
    """

    stories: int
    files: int
    ends: str
    loaded: int = 0
    entered: int = 0
    cursor: int = 0
    output: int = 0
    complete: bool = False

    def keep(self) -> None:
        Fact.objects.update_or_create(name=FACT, defaults={"value": json.dumps(asdict(self))})

    def time_of(self, number: int) -> datetime:
        """When story `number` was published: at an even pace up to `ends`, UTC."""
        gap = timedelta(days=1) / A_DAY
        return datetime.fromisoformat(self.ends) - (self.stories - 1 - number) * gap


def progress() -> Progress | None:
    """How far a filling came; None where none was begun."""
    fact = Fact.objects.filter(name=FACT).first()
    return Progress(**json.loads(fact.value)) if fact else None


def fill_archive(
    *, stories: int, files: int, ends: datetime, on_step: OnStep, at_once: int = AT_ONCE
) -> Progress:
    """Bring the newsroom to `stories` invented stories; goes on where an earlier call ended.

    `on_step` hears what is done, how far, and of how many, after each `at_once` of them. Raises
    OtherArchiveError when a filling to another number was begun here.
    """
    state = progress() or _begin(stories, files, ends)
    if state.stories != stories:
        raise OtherArchiveError(state.stories, stories)
    if not state.complete:
        with _room_for_millions():
            _load(state, on_step, at_once)
            _enter(state, on_step, at_once)
            _finish(state, on_step)
    return state


@contextmanager
def _room_for_millions() -> Iterator[None]:
    """A larger cache on SQLite, and seldom a search for cycles among what is remembered."""
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    usual = _cache_of_sqlite(CACHE_KIB)
    try:
        yield
    finally:
        _cache_of_sqlite(usual)
        gc.set_threshold(*thresholds)


def _cache_of_sqlite(size: int) -> int:
    """Set the cache of the connection, in KiB where the number is negative; gives the former."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        former = int(cursor.execute("PRAGMA cache_size").fetchone()[0])
        cursor.execute(f"PRAGMA cache_size = {size:d}")
    return former


def _begin(stories: int, files: int, ends: datetime) -> Progress:
    state = Progress(stories, files, ends.astimezone(UTC).isoformat())
    state.cursor = Placement.objects.aggregate(last=Max("pk"))["last"] or 0
    state.output = Output.objects.aggregate(last=Max("pk"))["last"] or 0
    with transaction.atomic():
        state.keep()
    return state


def _load(state: Progress, on_step: OnStep, at_once: int) -> None:
    """Write the stories' rows; other processes think up the copy meanwhile."""
    makers = _Makers()
    kinship = Kinship()
    starts = range(state.loaded, state.stories, at_once)
    spans = (range(start, min(start + at_once, state.stories)) for start in starts)
    for made in _invented_ahead(spans):
        with transaction.atomic():
            load_stories([makers.made(story, state) for story in made], kinship)
            state.loaded += len(made)
            state.keep()
        _tell_planner(state.loaded, at_once)
        on_step("stories", state.loaded, state.stories)


def _invented_ahead(spans: Iterable[range]) -> Iterator[list[Invented]]:
    """The copy of each span in turn, a few spans ahead of whoever takes them."""
    spans = iter(spans)
    workers = len(sched_getaffinity(0))
    # A forked child would share the open database, which SQLite does not survive.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        ahead: deque[Future[list[Invented]]] = deque(
            pool.submit(invented_in, span) for span in islice(spans, workers + 1)
        )
        while ahead:
            made = ahead.popleft().result()
            ahead.extend(pool.submit(invented_in, span) for span in islice(spans, 1))
            yield made


class _Makers:
    """The editions, sections and pictures of the newsroom that invented copy is put into."""

    def __init__(self) -> None:
        self._editions: dict[str, Edition] = {}
        self._sections: dict[str, list[Section]] = {}
        for edition in Edition.objects.select_related("group").order_by("-position", "-code"):
            self._editions[edition.language.partition("-")[0]] = edition
            self._sections[edition.code] = list(edition.sections.order_by("slug"))
        self._pictures = list(Picture.objects.order_by("pk").values_list("pk", flat=True)[:200])

    def made(self, story: Invented, state: Progress) -> Loaded:
        edition = self._editions[story.language]
        sections = self._sections[edition.code]
        picture = None
        if story.picture is not None and self._pictures:
            picture = self._pictures[story.picture % len(self._pictures)]
        return Loaded(
            at=state.time_of(story.number),
            edition=edition,
            section=sections[story.section % len(sections)],
            fields=story.fields,
            body=story.body,
            weights=story.weights,
            lead_picture=picture,
        )


def _enter(state: Progress, on_step: OnStep, at_once: int) -> None:
    """Enter the stories into the ledger, the oldest first, in the order of their placements.

    What changed before is worked off first: it would reach the pages that are put off.
    """
    while expand_changes():
        pass
    editions = Edition.objects.in_bulk()
    while state.entered < state.stories:
        put_off = state.stories - min(state.files, state.stories) - state.entered
        most = min(at_once, put_off) if put_off > 0 else at_once
        rows = Placement.objects.filter(pk__gt=state.cursor).order_by("pk")
        chunk = list(rows.values_list("pk", "edition_id", "story_id")[:most])
        if not chunk:
            break
        with transaction.atomic():
            for pk in sorted({edition for _pk, edition, _story in chunk}):
                ids = [story for _pk, edition, story in chunk if edition == pk]
                enter: Any = put_off_stories if put_off > 0 else want_stories
                enter(editions[pk], ids)
            state.cursor, state.entered = chunk[-1][0], state.entered + len(chunk)
            state.keep()
        _tell_planner(state.entered, at_once)
        on_step("ledger", min(state.entered, state.stories), state.stories)


def _finish(state: Progress, on_step: OnStep) -> None:
    """Have all pages pressed that the stories show themselves on, and say what was done."""
    on_step("fronts and archive", 0, 1)
    for kind in kinds():
        if kind.name == KIND:
            continue
        keys = iter(kind.expected())
        while chunk := list(islice(keys, AT_ONCE)):
            with transaction.atomic():
                want_outputs(chunk, lane=Lane.ROUTINE)
    _press_older_again(state)
    newest = state.time_of(state.stories - 1)
    with transaction.atomic():
        late = Edition.objects.exclude(last_updated_at__gt=newest)
        record(by=None, act="stories.archive.load", obj="demo", stories=state.stories)
        stamp(late.filter(language__in=_languages()), newest, lane=Lane.ROUTINE)
        state.complete = True
        state.keep()
    _clean_up()
    on_step("fronts and archive", 1, 1)


def _tell_planner(done: int, at_once: int) -> None:
    """Have PostgreSQL look at the tables now and then while they grow: it may not do so itself."""
    if connection.vendor == "postgresql" and done % ANALYZED_EVERY < at_once <= done:
        _analyze()


def _analyze() -> None:
    """The planner still thinks of the tables as they were before."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _clean_up() -> None:
    """Tell the planner and, on PostgreSQL, that all rows are there for everybody to see.

    Reads that an index could answer alone would look into the table as well until then.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        _analyze()
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _languages() -> set[str]:
    return {language_of(number) for number in range(4)}


def _press_older_again(state: Progress) -> None:
    """Pages that stood there before may have new relatives, or a new story beside them."""
    rows = Output.objects.filter(pk__lte=state.output).order_by("-pk")
    last = state.output + 1
    while ids := list(rows.filter(pk__lt=last).values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            touch(sorted(ids), lane=Lane.ROUTINE, since=datetime.now(UTC))
        last = ids[-1]
