"""The receipt of a kill: each surface that showed the subject, and the second it was withdrawn.

A surface is a page of some kind, or what an effect keeps elsewhere (a cache). Lines are written in
the transaction of the kill, from what the ledger knows was shown, and again when the kill is
expanded, for pages that were being pressed at that moment. A line ends when the ledger settles
its page, or when the effect confirms it, so a receipt tells only what was seen to happen.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from broadsheet.press.common import readers_of
from broadsheet.press.history.since import is_kept
from broadsheet.press.models import Purge, ReceiptLine, Tag, Tombstone
from broadsheet.press.registry import kind_of

CACHE, HISTORY = "cache", "history"
# Whoever adds an effect that holds copies adds its name and ends its lines.
EFFECTS = (CACHE, HISTORY)
HISTORY_PATH = "history/"


@dataclass(frozen=True)
class Receipt:
    """What became of a kill so far; lines are sorted by surface and path."""

    subject: str
    at: datetime
    reason: str
    lines: list[ReceiptLine] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(line.withdrawn_at is None for line in self.lines)

    @property
    def completed_at(self) -> datetime | None:
        """When the last surface was withdrawn; None while one still shows the subject."""
        if self.waiting:
            return None
        return max((line.withdrawn_at for line in self.lines if line.withdrawn_at), default=self.at)

    @property
    def seconds(self) -> float | None:
        """From the kill to the last surface; None while one is left."""
        done = self.completed_at
        return None if done is None else (done - self.at).total_seconds()


def receipt_of(subject: str) -> Receipt | None:
    """The receipt of a subject (a tag); None if it was never killed."""
    stone = Tombstone.objects.filter(subject=subject).first()
    if stone is None:
        return None
    lines = stone.lines.order_by("surface", "path", "pk")
    return Receipt(subject, stone.at, stone.reason, list(lines))


def list_surfaces(stone: Tombstone) -> None:
    """Write a line for every page that reads one of the stone's tags and has a file."""
    if not stone.shown_by:
        return
    _list_history(stone)
    showing = readers_of(stone.shown_by).exclude(path="")
    ReceiptLine.objects.bulk_create(
        (
            ReceiptLine(stone=stone, surface=kind_of(key).name, key=key, path=path)
            for key, path in showing.distinct().values_list("key", "path").iterator()
        ),
        ignore_conflicts=True,
        batch_size=500,
    )


def list_surfaces_anew(tags: Iterable[str]) -> None:
    """Look again, for pages that were in a worker's hands when the kill was committed.

    From now on no page that still shows the subject is settled as current.
    """
    for stone in Tombstone.objects.filter(subject__in=list(tags)).order_by("pk"):
        list_surfaces(stone)
        stone.expanded_at = timezone.now()
        stone.save(update_fields=["expanded_at"])


def _list_history(stone: Tombstone) -> None:
    """Whatever a page ever read may be in the history; what none read is not."""
    if is_kept() and Tag.objects.filter(name=stone.subject).exists():
        line = ReceiptLine(stone=stone, surface=HISTORY, key=HISTORY, path=HISTORY_PATH)
        ReceiptLine.objects.bulk_create([line], ignore_conflicts=True)


def end_pages(outcomes: Mapping[str, str], paths: Collection[str]) -> None:
    """End the lines of pages that were settled: `outcomes` has the way (an `How`) by key.

    What caches hold of `paths`, whose bytes changed, becomes lines of its own.
    """
    waiting = ReceiptLine.objects.filter(key__in=list(outcomes), withdrawn_at=None)
    rows = list(waiting.order_by("pk"))
    if not rows:
        return
    now = timezone.now()
    for row in rows:
        row.how, row.withdrawn_at = outcomes[row.key], now
    ReceiptLine.objects.bulk_update(rows, ["how", "withdrawn_at"])
    ReceiptLine.objects.bulk_create(
        _cache_lines(rows, set(paths)), ignore_conflicts=True, batch_size=500
    )


def end_caches(target: str, paths: Iterable[str]) -> None:
    """End the lines of a cache that confirmed it has forgotten `paths`."""
    keys = [cache_key(target, path) for path in paths]
    waiting = ReceiptLine.objects.filter(key__in=keys, withdrawn_at=None)
    waiting.update(withdrawn_at=timezone.now(), how=ReceiptLine.How.PURGED)


def stones_to_forget() -> list[Tombstone]:
    """Kills whose pages are all withdrawn by now, and whose history is not."""
    waiting = ReceiptLine.objects.filter(key=HISTORY, withdrawn_at=None).values("stone")
    shown = ReceiptLine.objects.filter(withdrawn_at=None).exclude(surface__in=EFFECTS)
    stones = Tombstone.objects.filter(pk__in=waiting, expanded_at__isnull=False)
    return list(stones.exclude(pk__in=shown.values("stone")).order_by("pk"))


def end_history(stone: Tombstone) -> None:
    """End the line of the history, which has let go of what showed the subject."""
    waiting = stone.lines.filter(key=HISTORY, withdrawn_at=None)
    waiting.update(withdrawn_at=timezone.now(), how=ReceiptLine.How.FORGOTTEN)


def drop_caches(left: Q) -> None:
    """End the lines of caches that the settings no longer name: nobody can ask them."""
    waiting = ReceiptLine.objects.filter(left, surface=CACHE, withdrawn_at=None)
    waiting.update(withdrawn_at=timezone.now(), how=ReceiptLine.How.LEFT)


def cache_key(target: str, path: str) -> str:
    return f"{target} {path}"


def _cache_lines(rows: list[ReceiptLine], changed: set[str]) -> Iterator[ReceiptLine]:
    stones: dict[str, set[int]] = {}
    for row in rows:
        if row.path in changed:
            stones.setdefault(row.path, set()).add(row.stone_id)
    purges = Purge.objects.filter(path__in=sorted(stones)).values_list("target", "path")
    for target, path in purges:
        for stone in sorted(stones[path]):
            key = cache_key(target, path)
            yield ReceiptLine(stone_id=stone, surface=CACHE, key=key, path=path)
