"""Writes the outcome of a press into the ledger, one transaction for a batch."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from broadsheet.press.chunks import chunks
from broadsheet.press.common import bundles_of, make_bundles, stored_as
from broadsheet.press.history.noting import former_of, note_versions
from broadsheet.press.lateness import note_lateness
from broadsheet.press.machine import REMOVAL, Proof
from broadsheet.press.models import Lane, Output, Reading, ReceiptLine, Tag
from broadsheet.press.purging.noting import changed_paths, note_purges
from broadsheet.press.receipts import end_pages
from broadsheet.press.registry import kind_of

FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(minutes=10)
LAST_RETRY_OF_PLACE = timedelta(seconds=10)
SETTLED = (
    "path", "path_hash", "leaving", "lane", "order", "stale_since", "due_at", "lease",
    "lease_until", "overtaken", "attempts", "last_error", "pressed_at", "changed_at", "digest",
    "doubted", "size",
)  # fmt: skip


def settle(proofs: list[Proof]) -> int:
    """Settle each output as current, gone, or still stale; returns how many are done."""
    names = set().union(*(proof.tags | proof.guards for proof in proofs))
    bundles = bundles_of(proof.tags for proof in proofs)
    with transaction.atomic():
        tags = _share_tags(names | bundles.keys())
        make_bundles(bundles, tags)
        rows = _lock_rows(proofs)
        known = [proof for proof in proofs if proof.output.pk in rows]
        late = {p.output.pk for p in known if rows[p.output.pk].lease != p.output.lease}
        shown = _keep_readings([proof for proof in known if not proof.error], tags, late)
        mine = [proof for proof in known if proof.output.pk not in late]
        held = _held_by_others(mine)
        done = [proof for proof in mine if _settle_one(proof, rows[proof.output.pk], tags, held)]
        _save([rows[proof.output.pk] for proof in mine])
        note_versions(mine, shown)
        # A later worker took these over; whoever wrote last may have been this one.
        _press_again(Output.objects.filter(pk__in=late))
        _press_again(Output.objects.at(_left_by(known)))
        note_purges(known)
        end_pages({p.output.key: _how(p) for p in done}, changed_paths(done))
        note_lateness(_lateness(done))
        return len(done)


def _how(proof: Proof) -> ReceiptLine.How:
    if proof.page is None:
        return ReceiptLine.How.REMOVED
    return ReceiptLine.How.TOMBSTONE if proof.buried else ReceiptLine.How.PRESSED


def _lock_rows(proofs: list[Proof]) -> dict[int, Output]:
    """The rows of the batch and those that own a path which it left, locked in one order."""
    ids = [proof.output.pk for proof in proofs]
    left = Output.objects.at(_left_by(proofs))
    touched = Output.objects.filter(Q(pk__in=ids) | Q(pk__in=left.values("pk")))
    return {row.pk: row for row in touched.select_for_update().order_by("pk")}


def _left_by(proofs: list[Proof]) -> list[str]:
    return [path for proof in proofs for path in (*proof.removed, *proof.left_to_others)]


def _lateness(done: list[Proof]) -> Iterator[tuple[Lane, timedelta]]:
    """From the leased rows, which still know since when and in which lane they were stale."""
    now = timezone.now()
    for proof in done:
        if proof.output.stale_since is not None:
            yield Lane(proof.output.lane), now - proof.output.stale_since


def _save(rows: list[Output]) -> None:
    """Write the rows that still exist, which this transaction has locked, in one statement."""
    kept = [row for row in rows if row.pk is not None]
    if kept:
        Output.objects.bulk_create(
            kept, update_conflicts=True, unique_fields=["id"], update_fields=SETTLED
        )


def _held_by_others(proofs: list[Proof]) -> set[str]:
    """Of the paths that were left to other outputs, those that one outside the batch still has."""
    left = {path for proof in proofs for path in proof.left_to_others}
    if not left:
        return set()
    batch = [proof.output.pk for proof in proofs]
    others = Output.objects.at(left).exclude(pk__in=batch)
    return set(others.values_list("path", flat=True))


def _press_again(outputs: QuerySet[Output]) -> None:
    """Press outputs once more whose files may not be what their rows say.

    Whoever owns a path that another output left looks at its file again: another worker may have
    cleared it meanwhile, or be about to leave it too.
    """
    outputs.update(wanted=F("wanted") + 1, doubted=True, stale_since=timezone.now())


def _share_tags(names: set[str]) -> dict[str, Tag]:
    """Lock the tags against a rise of their version until the batch is settled."""
    tags = {tag.name: tag for tag in Tag.objects.filter(name__in=sorted(names))}
    missing = sorted(names - tags.keys())
    if missing:
        Tag.objects.bulk_create((Tag(name=name) for name in missing), ignore_conflicts=True)
        tags |= {tag.name: tag for tag in Tag.objects.filter(name__in=missing)}
    if connection.vendor == "postgresql" and tags:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, version FROM press_tag WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                [sorted(tag.pk for tag in tags.values())],
            )
            for name, version in cursor.fetchall():
                tags[name].version = version
    return tags


def _settle_one(proof: Proof, row: Output, tags: dict[str, Tag], held: set[str]) -> bool:
    row.lease, row.lease_until = "", None
    if not proof.unwritten:
        row.overtaken = []
    if proof.lost:
        row.doubted = True
        return False
    if proof.error:
        _put_off(proof, row)
        return False
    if proof.deferred:
        row.order, row.doubted = REMOVAL + kind_of(row.key).rank // 10, proof.output.doubted
        return False
    unchanged = all(tags[name].version == seen for name, seen in proof.seen.items())
    # The other owner of a path may have gone since, counting on this one.
    unchanged &= held.issuperset(proof.left_to_others)
    return _settle_written(proof, row, current=unchanged and row.wanted == proof.output.wanted)


def _settle_written(proof: Proof, row: Output, *, current: bool) -> bool:
    now = timezone.now()
    # What is out of date may show what was killed meanwhile, so it counts from before it was made.
    came_at = now if current else proof.at
    proof.former = former_of(row, proof, came_at)
    if current and proof.page is None and not proof.is_pinned and not proof.beside:
        row.delete()
        return True
    if row.changed_at is None or (row.digest, proof.stood_at) != (proof.digest, proof.path):
        row.changed_at = came_at if proof.page else None
    beside = [page.path for page in proof.beside]
    row.leaving = [*beside, *proof.lingering, *([] if current else proof.left_to_others)]
    row.move_to(proof.path)
    row.digest = proof.digest
    # A page that has to be pressed again is written again: its file may have lost a race.
    row.doubted = not current
    row.size = len(proof.page.body) if proof.page else 0
    row.pressed_at = now
    row.order = kind_of(row.key).rank
    row.attempts, row.due_at, row.last_error = 0, None, ""
    if current:
        row.stale_since, row.lane = None, Lane.ROUTINE
    return current


def _put_off(proof: Proof, row: Output) -> None:
    """Try again later, ever later; the page keeps its old bytes meanwhile.

    A page that could not be written is not at fault: once there is room again it goes out soon.
    """
    longest = LAST_RETRY_OF_PLACE if proof.unwritten else LAST_RETRY
    wait = min(FIRST_RETRY * 2 ** min(row.attempts, 12), longest)
    row.attempts = min(row.attempts + 1, 1_000)
    row.last_error = proof.error
    row.due_at = timezone.now() + wait
    row.doubted = proof.unwritten or proof.output.doubted


def _keep_readings(
    proofs: list[Proof], tags: dict[str, Tag], late: Collection[int]
) -> dict[int, set[int]]:
    """Make the stored readings of the proofs' outputs equal to the tags they just read.

    An output whose file may still be the former one keeps what was read for that, too. Returns the
    tag ids that were stored, by output.
    """
    wanted = {(tags[name].pk, p.output.pk) for p in proofs for name in stored_as(p.tags)}
    adding = {*late, *(proof.output.pk for proof in proofs if proof.deferred)}
    rows = Reading.objects.filter(output_id__in=[proof.output.pk for proof in proofs])
    stored = set(rows.values_list("tag_id", "output_id"))
    shown: dict[int, set[int]] = {}
    for tag, output in stored:
        shown.setdefault(output, set()).add(tag)
    gone = sorted(pair for pair in stored - wanted if pair[1] not in adding)
    for some in chunks(gone):
        Reading.objects.filter(pk__in=some).delete()
    fresh = (Reading(tag_id=tag, output_id=output) for tag, output in sorted(wanted - stored))
    Reading.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    return shown
