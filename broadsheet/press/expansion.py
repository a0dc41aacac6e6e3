"""Turns changes into stale outputs, a chunk at a time.

The order inside one transaction is what makes the press right: the tag's version is raised
(which locks it) before the outputs that read it are looked up, while a finished render shares
that lock, compares versions and writes down its readings. So whichever comes second sees the
other, and no change falls between a render and its ledger row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from broadsheet.press.chunks import chunks
from broadsheet.press.common import bundles_with
from broadsheet.press.models import Change, Erasure, Lane, Output, Reading, Tag
from broadsheet.press.receipts import list_surfaces_anew
from broadsheet.press.registry import kind_of, kinds

CHANGES_AT_ONCE = 200
OUTPUTS_AT_ONCE = 2_000
MOST_OUTPUTS = 10_000
FROM_THE_TOP = 2**31 - 1  # Above every output's number.
REMOVAL_ORDER = 90


class Need(NamedTuple):
    """How urgently something has to be pressed, and since when."""

    lane: int
    since: datetime

    def joined(self, other: "Need | None") -> "Need":
        """The more urgent lane and the earlier time of both."""
        return self if other is None else Need(min(self[0], other[0]), min(self[1], other[1]))


@dataclass
class _Group:
    """Changes of one tag (and cursor, where a long one is under way), and what they make stale."""

    tag: str
    changes: list[Change]
    ids: list[int] = field(default_factory=list)
    reached: bool = True

    @property
    def cursor(self) -> int | None:
        return self.changes[0].cursor

    @property
    def need(self) -> Need:
        return Need(min(change.lane for change in self.changes), self.changes[0].at)


def expand_changes() -> int:
    """Work off some waiting changes, the most urgent first; returns how many rows it took."""
    with transaction.atomic(savepoint=False):
        waiting = Change.objects.order_by(F("cursor").asc(nulls_first=True), "lane", "id")
        waiting = waiting.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        fresh = list(waiting.filter(cursor=None)[:CHANGES_AT_ONCE])
        taken = fresh or list(waiting[:1])
        if taken:
            _expand(_grouped(taken))
            list_surfaces_anew({change.tag for change in taken if change.lane == Lane.KILL})
            _end_erasures()
        return len(taken)


def _end_erasures() -> None:
    """From here on no page that still shows what was taken back is settled as current."""
    for erasure in Erasure.objects.filter(expanded_at=None).order_by("pk")[:CHANGES_AT_ONCE]:
        if not Change.objects.filter(tag__in=erasure.tags, cursor=None).exists():
            erasure.expanded_at = timezone.now()
            erasure.save(update_fields=["expanded_at"])


def _grouped(changes: Iterable[Change]) -> list[_Group]:
    groups: dict[tuple[str, int | None], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.tag, change.cursor), []).append(change)
    return [_Group(tag, of_tag) for (tag, _), of_tag in groups.items()]


def _expand(groups: list[_Group]) -> None:
    """Raise the versions, then mark one chunk of each tag's readers, then want new outputs.

    Every step takes its locks for all groups at once, by row number or by key, and a settling
    takes its own in the same order (tags, outputs), so workers wait for each other in no circle.
    """
    tags = _raise_versions(groups)
    keys: dict[str, Need] = {}
    for group in groups:
        if group.cursor is None:
            for key in _keys_of(group.tag):
                keys[key] = group.need.joined(keys.get(key))
    known = dict(Output.objects.filter(key__in=keys).values_list("key", "pk"))
    stale = {known[key]: need for key, need in keys.items() if key in known}
    _read_chunks(groups, tags)
    for group in groups:
        for pk in group.ids:
            stale[pk] = group.need.joined(stale.get(pk))
    _go_on(groups)
    _touch_all(stale)
    _make_outputs({key: need for key, need in keys.items() if key not in known})


def _raise_versions(groups: list[_Group]) -> dict[str, Tag]:
    raise_versions({group.tag for group in groups if group.cursor is None})
    return {tag.name: tag for tag in Tag.objects.filter(name__in={group.tag for group in groups})}


def raise_versions(tags: Iterable[str]) -> None:
    """Count the tags' change, and keep whoever read them from settling until this is committed."""
    names = sorted(tags)
    known = set(Tag.objects.filter(name__in=names).values_list("name", flat=True))
    Tag.objects.bulk_create(
        (Tag(name=name) for name in names if name not in known), ignore_conflicts=True
    )
    rows = Tag.objects.filter(name__in=names).select_for_update(no_key=True).order_by("pk")
    ids = [tag.pk for tag in rows]
    Tag.objects.filter(pk__in=ids).update(version=F("version") + 1)


def _read_chunks(groups: list[_Group], tags: dict[str, Tag]) -> None:
    """Give each group its next outputs, until there are enough; the rest is not reached."""
    bundles = bundles_with(tag.pk for tag in tags.values())
    fresh = {tags[group.tag].pk for group in groups if group.cursor is None}
    few = _few_readers([pk for pk in fresh if not bundles[pk]])
    left = MOST_OUTPUTS
    for group in groups:
        tag, group.reached = tags[group.tag].pk, left > 0
        if not group.reached:
            continue
        known = few.get(tag)
        group.ids = _chunk((tag, *bundles[tag]), group.cursor) if known is None else known
        left -= len(group.ids)


def _few_readers(tags: list[int]) -> dict[int, list[int]]:
    """All outputs that read the tags, the newest first, if they are so few together.

    Without an order, which would have the database read all rows of a tag that has many.
    """
    rows = Reading.objects.filter(tag_id__in=tags).values_list("tag_id", "output_id")
    some = list(rows[: OUTPUTS_AT_ONCE + 1])
    if len(some) > OUTPUTS_AT_ONCE:
        return {}
    found: dict[int, list[int]] = {pk: [] for pk in tags}
    for tag, output in sorted(some, reverse=True):
        found[tag].append(output)
    return found


def _chunk(tags: Iterable[int], cursor: int | None) -> list[int]:
    """The next outputs that read one of the tags, from the newest to the oldest."""
    found: set[int] = set()
    for read in tags:
        readings = Reading.objects.filter(tag_id=read)
        if cursor is not None:
            readings = readings.filter(output_id__lt=cursor)
        ids = readings.order_by("-output_id").values_list("output_id", flat=True)
        found.update(ids[:OUTPUTS_AT_ONCE])
    return sorted(found, reverse=True)[:OUTPUTS_AT_ONCE]


def _go_on(groups: list[_Group]) -> None:
    """Delete changes whose last chunk is done, or note in one of each group where it went on."""
    over: list[int] = []
    for group in groups:
        first, *others = (change.pk for change in group.changes)
        over += others
        if group.reached and len(group.ids) < OUTPUTS_AT_ONCE:
            over.append(first)
            continue
        lowest = group.ids[-1] if group.reached else FROM_THE_TOP
        Change.objects.filter(pk=first).update(cursor=lowest, lane=group.need.lane)
    Change.objects.filter(pk__in=over).delete()


def touch(ids: Iterable[int], *, lane: int, since: datetime) -> None:
    """Make the outputs stale in `lane`, or in a more urgent one in which they are already."""
    _touch_all(dict.fromkeys(ids, Need(lane, since)))


def _touch_all(stale: dict[int, Need]) -> None:
    """Make each output as stale as it has to be; locked by number, so two workers lock alike."""
    ids = sorted(stale)
    list(Output.objects.filter(pk__in=ids).select_for_update().order_by("pk").values_list("pk"))
    for some in chunks(ids):
        lane = _by_need({pk: stale[pk].lane for pk in some}, models.PositiveSmallIntegerField())
        since = _by_need({pk: stale[pk].since for pk in some}, models.DateTimeField())
        Output.objects.filter(pk__in=some).update(
            wanted=F("wanted") + 1,
            lane=Case(When(stale_since=None, then=lane), default=Least(F("lane"), lane)),
            stale_since=Coalesce(F("stale_since"), since),
            due_at=None,
            attempts=0,
        )


def _by_need(values: dict[int, Any], kind: models.Field[Any, Any]) -> Case | Value:
    """The value of each row by its number, for an update of all of them."""
    rows: dict[Any, list[int]] = {}
    for pk, value in values.items():
        rows.setdefault(value, []).append(pk)
    if len(rows) == 1:
        return Value(next(iter(rows)), output_field=kind)
    whens = (When(pk__in=of_value, then=Value(value)) for value, of_value in rows.items())
    return Case(*whens, output_field=kind)


def _keys_of(tag: str) -> set[str]:
    return {key for kind in kinds() for key in kind.keys_of(tag)}


def want_outputs(keys: Iterable[str], *, lane: int, since: datetime | None = None) -> None:
    """See to it that each key has a row, and press it: it may have come, or be about to go."""
    wanted = set(keys)
    if not wanted:
        return
    since = since or timezone.now()
    known = dict(Output.objects.filter(key__in=wanted).values_list("key", "pk"))
    touch(sorted(known.values()), lane=lane, since=since)
    _make_outputs({key: Need(lane, since) for key in wanted - known.keys()})


def _make_outputs(needs: dict[str, Need]) -> None:
    """Rows for new keys, sorted, so that two workers that make the same ones never wait in turn."""
    Output.objects.bulk_create(
        (_new_output(key, *needs[key]) for key in sorted(needs)),
        ignore_conflicts=True,
        batch_size=500,
    )


def _new_output(key: str, lane: int, since: datetime) -> Output:
    kind = kind_of(key)
    return Output(key=key, lane=lane, order=kind.rank, newness=kind.newness(key), stale_since=since)
