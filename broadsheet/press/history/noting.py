"""Keeps bytes before others take their place, and writes down from when until when they stood.

The bytes are put by before anything is written, the version when the page is settled: a crash in
between leaves bytes that no version names, which go with the next sweep, and the page is pressed
again with the former digest still in the ledger.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from broadsheet.press.digests import digest_of
from broadsheet.press.history.past import as_text
from broadsheet.press.history.since import is_kept
from broadsheet.press.models import Output, Version
from broadsheet.press.writers import Writer

if TYPE_CHECKING:
    from broadsheet.press.machine import Proof


def wants_keeping(proof: "Proof") -> bool:
    """Whether the proof replaces or takes away bytes, or holds on to live ones for a pin."""
    if proof.error or proof.deferred or not is_kept():
        return False
    goes = proof.page is None or proof.is_fresh or proof.is_pinned
    return bool(proof.displaced) or (bool(proof.output.digest) and goes and not proof.buried)


def keep_former(proof: "Proof", writer: Writer) -> None:
    """Put by what the proof, or another output whose path it takes, had there."""
    for path, digest in proof.displaced:
        writer.keep(path, digest)
    output = proof.output
    if not output.digest or proof.buried:
        return
    for path in _places(output):
        if not output.doubted or _holds(writer.read(path), output.digest):
            writer.keep(path, output.digest)
            proof.stood_at = path
            return
    # A press that was cut off put them by and replaced them: it had claimed the path at hand.
    if output.doubted and output.leaving:
        proof.stood_at = output.leaving[-1]


def _places(output: Output) -> list[str]:
    """Where the bytes may stand that readers got last, the likeliest place first."""
    former = reversed(output.leaving) if output.doubted else ()
    return [path for path in (output.path, *former) if path]


def _holds(body: bytes | None, digest: str) -> bool:
    return body is not None and digest_of(body) == digest


def former_of(row: Output, proof: "Proof", at: datetime) -> Version | None:
    """The version that ends at `at`; for a pinned page that goes on, one without an end."""
    if not row.digest or not is_kept():
        return None
    goes_on = proof.digest == row.digest and proof.path == proof.stood_at
    if goes_on and not proof.is_pinned:
        return None
    came_at = row.changed_at or row.pressed_at or at
    return Version(
        key=row.key,
        path=proof.stood_at,
        digest=row.digest,
        size=row.size,
        came_at=came_at,
        went_at=None if goes_on else max(at, came_at),
        is_kept=not proof.buried,
    )


def note_versions(proofs: Iterable["Proof"], shown: Mapping[int, Iterable[int]]) -> None:
    """Write the proofs' former versions down; `shown`: the tag ids of each output's old bytes."""
    versions: dict[str, Version] = {}
    for proof in proofs:
        if proof.former is not None:
            proof.former.shown = as_text(shown.get(proof.output.pk, ()))
            versions[proof.former.key] = proof.former
    if not versions:
        return
    ended = list(_ended(versions))
    Version.objects.bulk_update(ended, ["went_at"])
    Version.objects.bulk_create(versions.values(), batch_size=500)


def _ended(versions: dict[str, Version]) -> Iterator[Version]:
    """Rows that were waiting for their end; what they say already is taken out of `versions`."""
    waiting = Version.objects.filter(key__in=sorted(versions), went_at=None)
    for row in waiting.order_by("pk"):
        version = versions.get(row.key)
        if version is not None and version.digest == row.digest and version.path == row.path:
            del versions[row.key]
            row.went_at = version.went_at
        elif version is not None:
            row.went_at = max(row.came_at, version.came_at)
        yield row
