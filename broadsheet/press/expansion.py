"""Turns changes into stale outputs, a chunk at a time.

The order inside one transaction is what makes the press right: the tag's version is raised
(which locks it) before the outputs that read it are looked up, while a finished render shares
that lock, compares versions and writes down its readings. So whichever comes second sees the
other, and no change falls between a render and its ledger row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

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

    @property
    def cursor(self) -> int | None:
        return self.changes[0].cursor

    @property
    def need(self) -> Need:
        return Need(min(change.lane for change in self.changes), self.changes[0].at)


def expand_changes() -> int:
    """Work off some waiting changes, the most urgent first; returns how many rows it took."""
    with transaction.atomic():
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
    left = MOST_OUTPUTS
    for group in groups:
        group.ids = _chunk(tags[group.tag], group.cursor) if left > 0 else []
        for pk in group.ids:
            stale[pk] = group.need.joined(stale.get(pk))
        _go_on(group, reached=left > 0)
        left -= len(group.ids)
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


def _chunk(tag: Tag, cursor: int | None) -> list[int]:
    """The next outputs that read `tag`, alone or in a bundle, from the newest to the oldest."""
    found: set[int] = set()
    for read in (tag.pk, *bundles_with(tag)):
        readings = Reading.objects.filter(tag=read)
        if cursor is not None:
            readings = readings.filter(output_id__lt=cursor)
        ids = readings.order_by("-output_id").values_list("output_id", flat=True)
        found.update(ids[:OUTPUTS_AT_ONCE])
    return sorted(found, reverse=True)[:OUTPUTS_AT_ONCE]


def _go_on(group: _Group, *, reached: bool) -> None:
    """Delete the changes when the last chunk is done, or note in one of them where it went on."""
    ids = [change.pk for change in group.changes]
    if reached and len(group.ids) < OUTPUTS_AT_ONCE:
        Change.objects.filter(pk__in=ids).delete()
        return
    lowest = group.ids[-1] if reached else FROM_THE_TOP
    Change.objects.filter(pk__in=ids[1:]).delete()
    Change.objects.filter(pk=ids[0]).update(cursor=lowest, lane=group.need.lane)


def _touch_all(stale: dict[int, Need]) -> None:
    ids = sorted(stale)
    list(Output.objects.filter(pk__in=ids).select_for_update().order_by("pk").values_list("pk"))
    by_need: dict[Need, list[int]] = {}
    for pk in ids:
        by_need.setdefault(stale[pk], []).append(pk)
    for need, of_need in by_need.items():
        touch(of_need, lane=need.lane, since=need.since)


def touch(ids: list[int], *, lane: int, since: datetime) -> None:
    """Make the outputs `ids` (sorted, so that two workers lock alike) stale in `lane`."""
    if not ids:
        return
    locked = Output.objects.filter(pk__in=ids).select_for_update().order_by("pk")
    fresh = [pk for pk, stale in locked.values_list("pk", "stale_since") if stale is None]
    Output.objects.filter(pk__in=fresh).update(stale_since=since, lane=lane)
    Output.objects.filter(pk__in=ids).update(
        wanted=F("wanted") + 1,
        lane=Least(F("lane"), lane),
        due_at=None,
        attempts=0,
    )


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
