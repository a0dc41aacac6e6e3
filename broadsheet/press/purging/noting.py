"""Writes down what has to be purged, inside the transaction that settles the pages."""

from collections.abc import Iterable, Iterator

from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from broadsheet.press.machine import Proof
from broadsheet.press.models import Purge
from broadsheet.press.purging.targets import targets


def note_purges(proofs: Iterable[Proof]) -> None:
    """One row for each target and each path whose bytes changed or went; one that waits is kept.

    The bytes were written before this transaction began, so whoever sends a row that another
    worker just made purges these too.
    """
    names = [target.name for target in targets()]
    if not names:
        return
    lanes: dict[str, int] = {}
    for proof in proofs:
        for path in _changed(proof):
            lanes[path] = min(lanes.get(path, proof.output.lane), proof.output.lane)
    if lanes:
        for name in names:
            _want(name, lanes)


def changed_paths(proofs: Iterable[Proof]) -> set[str]:
    """The paths whose bytes the proofs changed or took away."""
    return {path for proof in proofs for path in _changed(proof)}


def _changed(proof: Proof) -> Iterator[str]:
    """A page whose old digest is unknown counts as changed: a worker may have died over it."""
    if proof.error or proof.deferred:
        return
    if proof.is_fresh:
        yield proof.path
    yield from (page.path for page in proof.beside)
    yield from proof.removed


def _want(target: str, lanes: dict[str, int]) -> None:
    now = timezone.now()
    rows = Purge.objects.filter(target=target, path__in=sorted(lanes))
    waiting = dict(rows.select_for_update().order_by("pk").values_list("path", "pk"))
    for lane in sorted({lanes[path] for path in waiting}):
        again = [pk for path, pk in waiting.items() if lanes[path] == lane]
        Purge.objects.filter(pk__in=again).update(
            wanted=F("wanted") + 1, lane=Least(F("lane"), lane), look=0, due_at=now
        )
    Purge.objects.bulk_create(
        (
            Purge(target=target, path=path, lane=lanes[path], at=now, due_at=now)
            for path in sorted(lanes)
            if path not in waiting
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
