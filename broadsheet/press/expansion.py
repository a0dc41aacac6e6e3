"""Turns changes into stale outputs, a chunk at a time.

The order inside one transaction is what makes the press right: the tag's version is raised
(which locks it) before the outputs that read it are looked up, while a finished render shares
that lock, compares versions and writes down its readings. So whichever comes second sees the
other, and no change falls between a render and its ledger row.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from broadsheet.press.models import Change, Lane, Output, Reading, Tag
from broadsheet.press.receipts import list_surfaces_anew
from broadsheet.press.registry import kind_of, kinds

CHANGES_AT_ONCE = 200
OUTPUTS_AT_ONCE = 2_000
REMOVAL_ORDER = 90


def expand_changes() -> int:
    """Work off some waiting changes, the most urgent first; returns how many rows it took."""
    with transaction.atomic():
        waiting = Change.objects.order_by(F("cursor").asc(nulls_first=True), "lane", "id")
        waiting = waiting.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        fresh = list(waiting.filter(cursor=None)[:CHANGES_AT_ONCE])
        taken = fresh or list(waiting[:1])
        for tag, lane, changes in _by_tag(taken):
            _expand(tag, lane, changes)
        list_surfaces_anew({change.tag for change in taken if change.lane == Lane.KILL})
        return len(taken)


def _by_tag(changes: Iterable[Change]) -> list[tuple[str, int, list[Change]]]:
    """Changes grouped by tag (and by cursor, where a long one is under way), sorted by tag."""
    groups: dict[tuple[str, int | None], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.tag, change.cursor), []).append(change)
    ordered = sorted(groups.items(), key=lambda item: item[0][0])
    return [(tag, min(c.lane for c in group), group) for (tag, _), group in ordered]


def _expand(name: str, lane: int, changes: list[Change]) -> None:
    first = changes[0]
    tag = _raise_version(name) if first.cursor is None else Tag.objects.get(name=name)
    if first.cursor is None:
        want_outputs(_keys_of(name), lane=lane, since=first.at)
    lowest = _make_stale(tag, lane, first)
    ids = [change.pk for change in changes]
    if lowest is None:
        Change.objects.filter(pk__in=ids).delete()
    else:
        Change.objects.filter(pk__in=ids[1:]).delete()
        Change.objects.filter(pk=ids[0]).update(cursor=lowest)


def _raise_version(name: str) -> Tag:
    Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
    Tag.objects.filter(name=name).update(version=F("version") + 1)
    return Tag.objects.get(name=name)


def _make_stale(tag: Tag, lane: int, change: Change) -> int | None:
    """Mark one chunk of the outputs that read `tag`; None when the last chunk is done."""
    readings = Reading.objects.filter(tag=tag)
    if change.cursor is not None:
        readings = readings.filter(output_id__lt=change.cursor)
    chunk = readings.order_by("-output_id").values_list("output_id", flat=True)
    ids = sorted(chunk[:OUTPUTS_AT_ONCE])
    touch(ids, lane=lane, since=change.at)
    return ids[0] if len(ids) == OUTPUTS_AT_ONCE else None


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
        due_at=timezone.now(),
        attempts=0,
    )


def _keys_of(tag: str) -> set[str]:
    return {key for kind in kinds() for key in kind.keys_of(tag)}


def want_outputs(keys: Iterable[str], *, lane: int, since: datetime | None = None) -> None:
    """See to it that each key has a row, and press it: it may have come, or be about to go."""
    wanted = sorted(set(keys))
    if not wanted:
        return
    since = since or timezone.now()
    known = dict(Output.objects.filter(key__in=wanted).values_list("key", "pk"))
    touch(sorted(known.values()), lane=lane, since=since)
    Output.objects.bulk_create(
        (_new_output(key, lane, since) for key in wanted if key not in known),
        ignore_conflicts=True,
        batch_size=500,
    )


def _new_output(key: str, lane: int, since: datetime) -> Output:
    kind = kind_of(key)
    return Output(key=key, lane=lane, order=kind.rank, newness=kind.newness(key), stale_since=since)
