"""Proves that the files are what the database wants, both ways, by hash."""

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import brotli
from django.utils import timezone

from broadsheet.press.machine import digest_of, render
from broadsheet.press.models import Change, Fact, Output
from broadsheet.press.registry import kinds
from broadsheet.press.snapshot import snapshot
from broadsheet.press.writers import Writer

LAST_CHECK = "last_check"
UNPACK = {".br": brotli.decompress, ".gz": gzip.decompress}


@dataclass(frozen=True)
class Finding:
    """One difference. `fault` is missing, stale, extra, corrupt or failed."""

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

    The press may go on meanwhile: a difference counts only if a second look confirms it.
    """
    if waiting := Change.objects.count():
        yield Finding("stale", "", "", f"{waiting} changes wait to be expanded")
    expected = {key for kind in kinds() for key in kind.expected()}
    owned: set[str] = set()
    for output in Output.objects.order_by("key").iterator(chunk_size=500):
        owned.update((output.path, *output.leaving))
        wanted = output.key in expected
        if any(_findings(output, writer, wanted=wanted)):
            yield from _second_look(output.key, writer)
        expected.discard(output.key)
    for key in sorted(expected):
        if not Output.objects.filter(key=key).exists() and _is_wanted(key):
            yield Finding("missing", key, "", "the database wants this page, the ledger has no row")
    for path in sorted(set(writer.paths()) - owned):
        if not Output.objects.filter(path=path).exists() and writer.read(path) is not None:
            yield Finding("extra", "", path, "no output owns this file")


def _second_look(key: str, writer: Writer) -> Iterator[Finding]:
    output = Output.objects.filter(key=key).first()
    if output is not None:
        yield from _findings(output, writer, wanted=_is_wanted(key))


def _is_wanted(key: str) -> bool:
    """Whether the database wants the page now, asked of its builder; a failing one is wanted."""
    with snapshot():
        try:
            return render(Output(key=key)).page is not None
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
