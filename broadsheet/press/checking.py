"""Proves that the files are what the database wants, both ways, by hash."""

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import brotli
from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.press.chunks import AT_ONCE, chunks
from broadsheet.press.digests import digest_of
from broadsheet.press.history.checking import held_among, missing_of_pins
from broadsheet.press.machine import render
from broadsheet.press.models import Change, Fact, Output
from broadsheet.press.registry import kind_of, kinds
from broadsheet.press.snapshot import snapshot
from broadsheet.press.writers import Writer

LAST_CHECK = "last_check"
FAULTS = ("missing", "stale", "extra", "corrupt", "failed", "unwritten")
UNPACK = {".br": brotli.decompress, ".gz": gzip.decompress}


@dataclass(frozen=True)
class Finding:
    """One difference. `fault` is one of FAULTS."""

    fault: str
    key: str
    path: str
    detail: str

    @property
    def is_stranger(self) -> bool:
        """True of a file that no output owns."""
        return self.fault == "extra" and not self.key


@dataclass(frozen=True)
class LastCheck:
    """When the latest check ended (UTC), how long it took, and how many findings of each fault."""

    at: datetime
    seconds: float
    outputs: int
    faults: dict[str, int]

    @property
    def findings(self) -> int:
        return sum(self.faults.values())


def checked(writer: Writer) -> list[Finding]:
    """Check the site, and remember the outcome for the press room."""
    began = time.monotonic()
    findings = list(check_site(writer))
    outcome = {
        "at": timezone.now().isoformat(),
        "seconds": round(time.monotonic() - began, 3),
        "outputs": Output.objects.count(),
        "faults": Counter(finding.fault for finding in findings),
    }
    Fact.objects.update_or_create(name=LAST_CHECK, defaults={"value": json.dumps(outcome)})
    return findings


def last_check() -> LastCheck | None:
    """The outcome of the latest check; None before the first."""
    fact = Fact.objects.filter(name=LAST_CHECK).first()
    if fact is None:
        return None
    said = json.loads(fact.value)
    return LastCheck(**(said | {"at": datetime.fromisoformat(said["at"])}))


def check_site(writer: Writer) -> Iterator[Finding]:
    """Compare what every kind enumerates with the ledger, and the ledger with the files.

    The press may go on meanwhile: a difference counts only if a second look confirms it. Memory
    does not grow with the site: pages are looked at a few hundred at a time, in three passes.
    """
    if waiting := Change.objects.count():
        yield Finding("stale", "", "", f"{waiting} changes wait to be expanded")
    leaving: set[str] = set()
    yield from _ledger_findings(writer, leaving)
    yield from _missing_rows(writer)
    for key, path, detail in missing_of_pins(writer):
        yield Finding("missing", key, path, detail)
    yield from _strangers(writer, leaving)
    if put_off := outputs_put_off().count():
        detail = f"{put_off} pages were put off and never written; press run --all writes them"
        yield Finding("unwritten", "", "", detail)


def outputs_put_off() -> QuerySet[Output]:
    """Pages that are known, and were left unwritten when an archive was filled."""
    return Output.objects.filter(pressed_at=None, stale_since=None)


def _ledger_findings(writer: Writer, leaving: set[str]) -> Iterator[Finding]:
    """Also tells `leaving` the former paths, few at any time, whose files still have to go."""
    for outputs in chunks(Output.objects.order_by("pk").iterator(chunk_size=AT_ONCE)):
        leaving.update(path for output in outputs for path in output.leaving)
        wanted = wanted_among([output.key for output in outputs]) | held_among(outputs)
        for output in outputs:
            if any(_findings(output, writer, wanted=output.key in wanted)):
                yield from _second_look(output.key, writer)


def wanted_among(keys: Iterable[str]) -> set[str]:
    """Those of the keys that the database wants now."""
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        by_kind.setdefault(kind_of(key).name, []).append(key)
    return set().union(*(kind_of(some[0]).wanted_among(some) for some in by_kind.values()))


def _missing_rows(writer: Writer) -> Iterator[Finding]:
    for kind in kinds():
        for keys in chunks(kind.expected()):
            known = Output.objects.filter(key__in=keys).values_list("key", flat=True)
            for key in sorted(set(keys).difference(known)):
                if not Output.objects.filter(key=key).exists() and _is_wanted(key, writer):
                    detail = "the database wants this page, the ledger has no row"
                    yield Finding("missing", key, "", detail)


def _strangers(writer: Writer, leaving: set[str]) -> Iterator[Finding]:
    for paths in chunks(writer.paths()):
        owned = Output.objects.at(paths).values_list("path", flat=True)
        for path in sorted(set(paths).difference(owned, leaving)):
            if not Output.objects.at([path]).exists() and writer.read(path) is not None:
                yield Finding("extra", "", path, "no output owns this file")


def _second_look(key: str, writer: Writer) -> Iterator[Finding]:
    output = Output.objects.filter(key=key).first()
    if output is not None:
        wanted = bool(held_among([output])) or _is_wanted(key, writer)
        yield from _findings(output, writer, wanted=wanted)


def _is_wanted(key: str, writer: Writer) -> bool:
    """Whether the database wants the page now, asked of its builder; a failing one is wanted."""
    with snapshot():
        try:
            return render(Output(key=key), writer=writer).page is not None
        except Exception:  # noqa: BLE001 (a page that fails is listed as failed, not as extra)
            return True


def _findings(output: Output, writer: Writer, *, wanted: bool) -> Iterator[Finding]:
    if output.last_error:
        reason = output.last_error.strip().splitlines()[-1]
        yield Finding("failed", output.key, output.path, reason)
    if output.stale_since is not None:
        yield Finding("stale", output.key, output.path, f"since {output.stale_since:%F %T} UTC")
        return
    if not wanted:
        yield Finding("extra", output.key, output.path, "the database no longer wants this page")
        return
    if output.pressed_at is None:  # Put off, which is said once for all of them.
        return
    if not output.path:  # An edition that is set back had no such page.
        return
    body = writer.read(output.path)
    if body is None:
        yield Finding("missing", output.key, output.path, "the file is not there")
    elif digest_of(body) != output.digest:
        yield Finding(
            "corrupt", output.key, output.path, "the bytes are not those that were pressed"
        )
    else:
        yield from _twin_findings(output, writer, body)


def _twin_findings(output: Output, writer: Writer, body: bytes) -> Iterator[Finding]:
    for ending, unpack in UNPACK.items():
        packed = writer.read(output.path + ending)
        if packed is None:
            continue
        try:
            same = unpack(packed) == body
        except (brotli.error, gzip.BadGzipFile, EOFError, OSError):
            same = False
        if not same:
            yield Finding(
                "corrupt", output.key, output.path + ending, "the twin differs from its page"
            )
