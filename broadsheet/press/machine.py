"""Presses leased outputs: render in one snapshot, write, then settle with the ledger.

An output is settled as current only if no tag that it read has a newer version than its
snapshot saw, its lease is still its own, and nobody wanted it again meanwhile. Everything else
stays stale and is pressed again, which is harmless: the same state gives the same bytes.
"""

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from broadsheet.press.design import gate_of_design
from broadsheet.press.digests import digest_of
from broadsheet.press.errors import (
    HeldBackError,
    LeaseLostError,
    PlaceRefusedError,
    PressError,
)
from broadsheet.press.history.noting import keep_former, wants_keeping
from broadsheet.press.history.pinned import as_pinned, beside, pin_of, pin_tag
from broadsheet.press.models import Lane, Output, Tag, Tombstone, Version
from broadsheet.press.recording import recording
from broadsheet.press.registry import Page, edition_of, kind_of, tombstone_for
from broadsheet.press.remembering import Known, foreseeable
from broadsheet.press.snapshot import snapshot
from broadsheet.press.writers import Writer

REMOVAL = 90


@dataclass
class Proof:
    """What one render gave: a page, nothing (the database no longer wants it), or an error.

    `unwritten`: the place refused. `lost`: another worker had taken the lease over by then.
    `deferred`: a removal seen for the first time, which waits until whatever linked to the page
    has been pressed.
    `is_pinned`: the page, or that there is none, is that of an earlier time. `beside` are former
    files that pages of a pinned edition may name.
    `at` is when the database that it shows was looked at, or earlier.
    `stood_at` is where the output's former bytes stand, `displaced` has path and digest of other
    outputs' bytes that this page replaces, and `former` is the version that it ends.
    """

    output: Output
    page: Page | None = None
    tags: set[str] = field(default_factory=set)
    subject: str | None = None
    buried: bool = False
    error: str = ""
    unwritten: bool = False
    lost: bool = False
    is_pinned: bool = False
    at: datetime = field(default_factory=timezone.now)
    seen: dict[str, int] = field(default_factory=dict)
    beside: list[Page] = field(default_factory=list)
    displaced: list[tuple[str, str]] = field(default_factory=list)
    stood_at: str = ""
    former: Version | None = None
    removed: list[str] = field(default_factory=list)
    lingering: list[str] = field(default_factory=list)
    left_to_others: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stood_at = self.output.path

    @property
    def digest(self) -> str:
        return digest_of(self.page.body) if self.page else ""

    @property
    def path(self) -> str:
        return self.page.path if self.page else ""

    @property
    def is_fresh(self) -> bool:
        """Whether there are bytes that its file may not have yet."""
        return bool(self.page) and (self.output.doubted or self.digest != self.output.digest)

    @property
    def guards(self) -> set[str]:
        """Tags that it does not show, and whose change makes it out of date all the same."""
        return {pin_tag(edition_of(self.output.key))}

    @property
    def deferred(self) -> bool:
        gone = self.page is None and not self.error
        return gone and bool(self.output.path) and self.output.order < REMOVAL


@foreseeable
def is_buried(subjects: Sequence[str]) -> Iterator[Known[bool]]:
    """Whether the database has a tombstone for a subject."""
    stones = Tombstone.objects.filter(subject__in=subjects)
    buried = set(stones.values_list("subject", flat=True))
    for subject in subjects:
        yield Known(subject, subject in buried, {subject})


def render(output: Output, graves: Collection[str] = (), writer: Writer | None = None) -> Proof:
    """Build the output's page as the database is now, with the tags that it read.

    A subject with a tombstone, in the database or among `graves`, gives its tombstone instead.
    With the `writer` that holds former pages, an output of a pinned edition gives what it was.
    """
    kind = kind_of(output.key)
    subject = kind.subject(output.key)
    with recording() as tags:
        if subject is not None and (is_buried(subject) or subject in graves):
            return Proof(output, tombstone_for(output.key), tags, subject, buried=True)
        then = as_pinned(output.key, graves, writer) if writer else None
        if then is not None:
            return Proof(output, then.page, tags | then.tags, subject, is_pinned=True)
        page = kind.build(output.key)
        former = beside(output.key, page, graves, writer) if writer else []
        return Proof(output, page, tags, subject, beside=former)


def press_outputs(outputs: list[Output], writer: Writer) -> list[Proof]:
    """Render and write `outputs`, which this worker leased, and return what there is to settle."""
    graves = writer.buried()
    began = timezone.now()
    with snapshot():
        foresee([output for output in outputs if pin_of(output.key) is None])
        proofs = [_proof(output, graves, writer) for output in outputs]
        _hold_back(proofs, writer)
        seen = versions_of(set().union(*(proof.tags | proof.guards for proof in proofs)))
    _claim_paths(proofs)
    _part_paths(proofs)
    _write_leased(proofs, writer)
    for proof in proofs:
        proof.at = began
        proof.seen = {name: seen.get(name, 0) for name in proof.tags | proof.guards}
    return proofs


def foresee(outputs: list[Output]) -> None:
    """Let each kind read ahead for its pages in the batch; a fault shows again where it counts."""
    by_kind: dict[str, list[str]] = {}
    for output in outputs:
        by_kind.setdefault(kind_of(output.key).name, []).append(output.key)
    for keys in by_kind.values():
        kind = kind_of(keys[0])
        subjects = [subject for subject in map(kind.subject, keys) if subject is not None]
        is_buried.foresee(subjects)
        kind.foresee(keys)


def versions_of(names: Iterable[str]) -> dict[str, int]:
    """How often each tag has changed; a tag without a row has never changed."""
    return dict(Tag.objects.filter(name__in=sorted(names)).values_list("name", "version"))


def _proof(output: Output, graves: Collection[str], writer: Writer) -> Proof:
    """Render one output; a page that fails keeps its old bytes and says why in the ledger."""
    try:
        return render(output, graves, writer)
    except Exception:  # noqa: BLE001 (a fault of one page must leave the others alone)
        return Proof(output, error=traceback.format_exc(limit=-6))


def _hold_back(proofs: list[Proof], writer: Writer) -> None:
    """Under a design that is not in force, hold the pages that would lose something by it.

    Not those from which a killed story has to go: a page that looks wrong harms less.
    """
    gate = gate_of_design()
    if gate is None:
        return
    for proof in proofs:
        if proof.error or proof.buried or proof.is_pinned or proof.output.lane == Lane.KILL:
            continue
        faults = gate.faults(proof.output, proof.page, writer)
        if faults:
            proof.error = str(HeldBackError(faults))


def _claim_paths(proofs: list[Proof]) -> None:
    """Write new paths into the ledger before any file appears there."""
    moved = [proof for proof in proofs if proof.path and proof.path != proof.output.path]
    if not moved:
        return
    _note_displaced(moved, [proof.output.pk for proof in proofs])
    with transaction.atomic():
        for proof in sorted(moved, key=lambda proof: proof.output.pk):
            output = proof.output
            if output.path:
                output.leaving = [*output.leaving, output.path]
            output.move_to(proof.path)
            output.doubted = True
            mine = Output.objects.filter(pk=output.pk, lease=output.lease)
            mine.update(path=output.path, path_hash=output.path_hash, leaving=output.leaving)


def _note_displaced(moved: list[Proof], batch: list[int]) -> None:
    """Tell each page that comes to another output's path what it will replace there."""
    paths = [proof.path for proof in moved]
    others = Output.objects.at(paths).filter(doubted=False).exclude(digest="")
    rows = others.exclude(pk__in=batch).values_list("path", "digest")
    for path, digest in rows:
        for proof in moved:
            if proof.path == path:
                proof.displaced.append((path, digest))


def _write_leased(proofs: list[Proof], writer: Writer) -> None:
    """Write under the batch's lease, which shuts out whoever held its pages before and is late."""
    if not proofs:
        return
    overtaken = {lease for proof in proofs for lease in proof.output.overtaken}
    try:
        with writer.leased(proofs[0].output.lease, overtaken) as own:
            _write_all(proofs, own)
    except (PlaceRefusedError, LeaseLostError) as error:
        for proof in proofs:
            _refuse(proof, error)


def _write_all(proofs: list[Proof], writer: Writer) -> None:
    """Write the batch in its order; pages of one rank at once, since each waits for the disk.

    Former bytes are put by before the first of them is replaced: pages may swap their paths.
    """
    _each([proof for proof in proofs if wants_keeping(proof)], keep_former, writer)
    for _order, group in groupby(proofs, key=lambda proof: proof.output.order):
        _each(list(group), _write, writer)


def _each(proofs: list[Proof], act: Callable[[Proof, Writer], None], writer: Writer) -> None:
    """Do it to all of them at once; a proof that the place refuses is put off."""

    def guarded(proof: Proof) -> None:
        try:
            act(proof, writer)
        except (PlaceRefusedError, LeaseLostError) as error:
            _refuse(proof, error)

    if len(proofs) < 2:
        for proof in proofs:
            guarded(proof)
        return
    with ThreadPoolExecutor(min(writer.at_once, len(proofs))) as pool:
        for _done in pool.map(guarded, proofs):
            pass


def _write(proof: Proof, writer: Writer) -> None:
    if proof.error or proof.deferred:
        return
    if proof.buried and proof.subject:
        writer.bury(proof.subject)
    for page in proof.beside:
        if writer.read(page.path) != page.body:
            writer.write(page.path, page.body)
    if proof.page and proof.is_fresh:
        writer.write(proof.path, proof.page.body)
    for path in proof.removed:
        writer.remove(path)


def _refuse(proof: Proof, error: PressError) -> None:
    proof.error = proof.error or str(error)
    proof.unwritten = True
    proof.lost = isinstance(error, LeaseLostError)


def _part_paths(proofs: list[Proof]) -> None:
    """Decide for each former path whether its file goes, or now belongs to another output.

    Of two outputs that leave one path in the same batch neither may count on the other.
    """
    kept = {page.path for proof in proofs for page in proof.beside}
    kept |= {proof.path for proof in proofs}
    batch = [proof.output.pk for proof in proofs]
    for proof in proofs:
        output = proof.output
        stays = {proof.path, "", *(page.path for page in proof.beside)}
        left = {*output.leaving, output.path} - stays
        if not left or proof.error or proof.deferred:
            continue
        others = Output.objects.at(left).exclude(pk__in=batch)
        elsewhere = set(others.values_list("path", flat=True))
        proof.left_to_others = sorted(left & elsewhere - kept)
        free = sorted(left - elsewhere - kept)
        if proof.page and kind_of(output.key).lingers:
            proof.lingering = free
        else:
            proof.removed = free
