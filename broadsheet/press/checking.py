"""Proves that the files are what the database wants, both ways, by hash."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import brotli

from broadsheet.press.machine import digest_of
from broadsheet.press.models import Change, Output
from broadsheet.press.registry import kinds
from broadsheet.press.writers import Writer

UNPACK = {".br": brotli.decompress, ".gz": gzip.decompress}


@dataclass(frozen=True)
class Finding:
    """One difference. `fault` is missing, stale, extra, corrupt or failed."""

    fault: str
    key: str
    path: str
    detail: str


def check_site(writer: Writer) -> Iterator[Finding]:
    """Compare what every kind enumerates with the ledger, and the ledger with the files."""
    if waiting := Change.objects.count():
        yield Finding("stale", "", "", f"{waiting} changes wait to be expanded")
    expected = {key for kind in kinds() for key in kind.expected()}
    owned: set[str] = set()
    for output in Output.objects.order_by("key").iterator(chunk_size=500):
        owned.add(output.path)
        yield from _findings(output, writer, wanted=output.key in expected)
        expected.discard(output.key)
    for key in sorted(expected):
        yield Finding("missing", key, "", "the database wants this page, the ledger has no row")
    for path in sorted(set(writer.paths()) - owned):
        yield Finding("extra", "", path, "no output owns this file")


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
