"""Tries a new design beside the live pages before any of them is replaced.

A sample is pressed into memory: every page of a small kind, and of a large one the newest and a
spread of the rest. Each is compared with its live bytes. The sample is bounded, so a site of a
million pages has its verdict in seconds too.
"""

import heapq
import time
import traceback
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.press.common import readers_of
from broadsheet.press.comparing import (
    FAULTS,
    HEADLINE,
    LINKS,
    LOST,
    SIZE,
    Fault,
    Look,
    broken,
    faults_between,
    fresh_links,
    look_at,
    made_of,
)
from broadsheet.press.design import (
    DESIGN,
    Finding,
    Trial,
    accept_design,
    answered,
    begin_design,
    keep_trial,
    kept_trial,
    want_assets,
)
from broadsheet.press.failing import place_of, reason_of
from broadsheet.press.history.pinned import pins
from broadsheet.press.machine import Proof, foresee, render
from broadsheet.press.models import Change, Output
from broadsheet.press.registry import Page, design_digest, kind_of, kinds
from broadsheet.press.snapshot import snapshot
from broadsheet.press.writers import Writer

AT_ONCE = 32
EACH = 60  # Of a kind the newest pages, and as many spread over the rest.
FINDINGS_KEPT = 200
# A verdict by share of the pages compared. One page that cannot be built keeps its live bytes and
# is listed as failed, so it alone condemns no design; nothing else makes up for a lost headline.
MOST = {LOST: 0.005, HEADLINE: 0.005, LINKS: 0.005, SIZE: 0.05}
FORGIVEN = {LOST: 1, HEADLINE: 0, LINKS: 0, SIZE: 1}
# A few bad pages among thousands may still be every page of a small kind, as the homes are.
MOST_OF_A_KIND = 0.5
NAMES = {
    LOST: "lost or unreadable",
    HEADLINE: "without their headline",
    LINKS: "with broken links",
    SIZE: "of another size",
}


@dataclass
class _Tally:
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    findings: list[Finding] = field(default_factory=list)
    headed: set[str] = field(default_factory=set)
    vanished: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def note(self, key: str, path: str, faults: list[Fault]) -> None:
        counts = self.kinds[kind_of(key).name]
        counts["compared"] += 1
        for fault in faults:
            counts[fault.kind] += 1
            if len(self.findings) < FINDINGS_KEPT:
                self.findings.append(Finding(fault.kind, key, path, fault.detail))


@dataclass
class _Pair:
    """A live page and what the new design made of it."""

    output: Output
    page: Page | None
    error: str
    edited: bool
    old: Look | None = None
    new: Look | None = None


def settle_design(writer: Writer, *, between: Callable[[], object] = lambda: None) -> Trial | None:
    """See to it that this program's design is in force, or tried and refused.

    Gives the refused trial, None when all is well. A design that was refused before is not tried
    again; `press shadow` does that. `between` is called after each chunk of the sample.
    """
    if begin_design():
        return None
    known = kept_trial()
    if known is not None and known.is_refused and known.digest == design_digest():
        return known
    with transaction.atomic():
        keep_trial(Trial(design_digest(), at=timezone.now().isoformat()))
        want_assets()
    trial = compare_design(writer, on_pages=lambda _pages: between())
    if trial.is_refused:
        keep_trial(trial)
        return trial
    accept_design(trial.digest)
    return None


def compare_design(
    writer: Writer,
    *,
    each: int = EACH,
    complete: bool = False,
    on_pages: Callable[[list[Page]], object] = lambda _pages: None,
) -> Trial:
    """Press a sample, or every page, with this program's design, and compare; writes nothing.

    `on_pages` hears of each chunk's new pages. The trial's reasons say why to refuse, if any.
    """
    began = time.monotonic()
    tally = _Tally(files=_files_beside())
    for ids in _every() if complete else _sample(each):
        pairs = _pressed(ids, writer)
        _judge(pairs, writer, tally)
        on_pages([pair.page for pair in pairs if pair.page])
    kinds = {name: dict(counts) for name, counts in sorted(tally.kinds.items())}
    return Trial(
        design_digest(),
        at=timezone.now().isoformat(),
        seconds=round(time.monotonic() - began, 1),
        complete=complete,
        kinds=kinds,
        reasons=reasons_against(kinds),
        findings=tally.findings,
        headed=sorted(tally.headed),
        vanished=sorted(tally.vanished),
    )


def _files_beside() -> set[str]:
    """The new styles and scripts, which are pressed before any page that names them."""
    keys = [key for kind in kinds() if kind.lingers for key in kind.expected()]
    with snapshot():
        pairs = [_pair(Output(key=key), set(), set()) for key in keys]
    return {pair.page.path for pair in pairs if pair.page}


def reasons_against(kinds: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Why a design with these counts by kind of page is refused; empty for a good one."""
    total = sum((Counter(counts) for counts in kinds.values()), Counter[str]())
    reasons = [
        f"{total[fault]} of {total['compared']} pages {NAMES[fault]}"
        for fault in FAULTS
        if total[fault] > max(FORGIVEN[fault], MOST[fault] * total["compared"])
    ]
    for name, counts in sorted(kinds.items()):
        reasons += [
            f"{counts[fault]} of {counts['compared']} pages of kind {name} {NAMES[fault]}"
            for fault in FAULTS
            if counts.get(fault, 0) > MOST_OF_A_KIND * counts["compared"]
        ]
    return reasons


def sampled(each: int) -> list[int]:
    """Ids of live pages that the design shows on: of a kind the newest, and a spread of the rest.

    One pass over the ledger in a bounded memory; the same ledger gives the same sample.
    """
    newest: dict[str, list[tuple[int, int]]] = defaultdict(list)
    spread: dict[str, list[tuple[int, int]]] = defaultdict(list)
    rows = _shown().values_list("pk", "key", "newness")
    for pk, key, newness in rows.iterator(chunk_size=5_000):
        kind = kind_of(key).name
        _push(newest[kind], (newness, pk), each)
        _push(spread[kind], (zlib.crc32(key.encode()), pk), each)
    heaps = (*newest.values(), *spread.values())
    return sorted({pk for heap in heaps for _rank, pk in heap}, reverse=True)


def _shown() -> QuerySet[Output]:
    """What an edition that is set back shows was made with former designs, and stays."""
    outputs = readers_of([DESIGN]).exclude(path="")
    for code in pins():
        outputs = outputs.exclude(key__startswith=f"{code}:")
    return outputs


def _push(heap: list[tuple[int, int]], item: tuple[int, int], most: int) -> None:
    if len(heap) < most:
        heapq.heappush(heap, item)
    else:
        heapq.heappushpop(heap, item)


def _sample(each: int) -> Iterator[list[int]]:
    ids = sampled(each)
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _every() -> Iterator[list[int]]:
    """All of them, the newest first; no cursor stays open while pages are pressed."""
    ids = list(_shown().order_by("-pk").values_list("pk", flat=True)[:AT_ONCE])
    while ids:
        yield ids
        older = _shown().filter(pk__lt=ids[-1]).order_by("-pk")
        ids = list(older.values_list("pk", flat=True)[:AT_ONCE])


def _pressed(ids: list[int], writer: Writer) -> list[_Pair]:
    graves = writer.buried()
    with snapshot():
        outputs = list(Output.objects.filter(pk__in=ids).order_by("-pk"))
        foresee(outputs)
        changing = set(Change.objects.values_list("tag", flat=True).distinct())
        return [_pair(output, graves, changing) for output in outputs]


def _pair(output: Output, graves: set[str], changing: set[str]) -> _Pair:
    """The new page; `edited` where the live one may show an earlier state of the copy."""
    try:
        proof: Proof = render(output, graves)
    except Exception:  # noqa: BLE001 (what fails in the new design is what the trial looks for)
        error = traceback.format_exc(limit=-6)
        return _Pair(output, None, f"{reason_of(error)} ({place_of(error)})", edited=False)
    edited = output.stale_since is not None or not changing.isdisjoint(proof.tags - {DESIGN})
    return _Pair(output, proof.page, "", edited=edited or proof.buried)


def _judge(pairs: list[_Pair], writer: Writer, tally: _Tally) -> None:
    fresh: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        body = writer.read(pair.output.path)
        pair.old = look_at(pair.output.path, body) if body is not None else None
        pair.new = look_at(pair.page.path, pair.page.body) if pair.page else None
        if pair.old and pair.new:
            fresh |= fresh_links(pair.old, pair.new)
    tally.files.update(pair.page.path for pair in pairs if pair.page)
    files = answered(fresh, writer, also=tally.files)
    for pair in pairs:
        if pair.old is not None:
            kind = kind_of(pair.output.key)
            if pair.old.headline:
                tally.headed.add(kind.name)
            if pair.page is None and not pair.error and not pair.edited:
                tally.vanished.add(kind.name)
            tally.note(pair.output.key, pair.output.path, _faults(pair, pair.old, files))


def _faults(pair: _Pair, old: Look, files: set[str]) -> list[Fault]:
    if pair.error:
        return [Fault(LOST, pair.error)]
    if pair.new is None:
        return [] if pair.edited else [Fault(LOST, "it is no longer built")]
    links = fresh_links(old, pair.new)
    if pair.edited:
        links = made_of(links)
    return faults_between(old, pair.new, edited=pair.edited) + broken(links, files)
