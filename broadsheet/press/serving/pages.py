"""A page is one file of the press folder with its twins, read once and ready to answer.

The plain file is the truth. A twin counts only where it unfolds to the same bytes, so that a
writer that stopped between a page and its twins never leaves old copy, or a killed story, in
reach of the readers who accept that coding. Where only twins exist, the first readable one is
the truth.
"""

import gzip
import hashlib
import logging
import os
import stat
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import brotli

from broadsheet.press.serving.errors import MarkerUnreadableError
from broadsheet.press.serving.headers import headers_for, limits, validators
from broadsheet.press.serving.markers import PLAIN_PAGE, Marker, marker_of
from broadsheet.press.serving.paths import is_closed, is_compressible
from broadsheet.press.serving.rsgi import HeaderList

log = logging.getLogger(__name__)

IDENTITY = "identity"
LARGEST_IN_MEMORY = 4 * 1024 * 1024
_ABSENT = (FileNotFoundError, NotADirectoryError)
_TWINS = {"br": ".br", "gzip": ".gz"}
_STATUS_BY_NAME = {"404.html": 404, "410.html": 410}
# What the headers and objects of a variant take beside its body, measured on CPython 3.11.
_VARIANT_BYTES = 2000
# HTTP dates have whole seconds: a file that may still change within its second proves nothing
# by its date (RFC 9110, section 8.8.2.2).
_SECONDS_TO_SETTLE = 2.0

FileStamp = tuple[int, int, int]
Stamp = tuple[FileStamp | None, ...]


class Answer(NamedTuple):
    """What goes out: `body` for bytes in memory, else the path of a `file` to send."""

    status: int
    headers: HeaderList
    body: bytes | None = None
    file: str | None = None


class Variant(NamedTuple):
    """One coding of a page, both for readers without it and for those who hold it."""

    etag: str
    full: Answer
    unchanged: Answer


@dataclass(slots=True)
class Page:
    """What one file answers; `checked` is on the cache's clock, `settles_at` in Unix seconds."""

    file: str
    stamp: Stamp
    marker: Marker
    variants: dict[str, Variant]
    last_modified: int | None
    settles_at: float
    size: int
    checked: float = 0.0

    def variant(self, codings: tuple[str, ...]) -> Variant:
        for coding in codings:
            found = self.variants.get(coding)
            if found is not None:
                return found
        return self.variants[IDENTITY]


def stamp_of(root: str, file: str) -> Stamp:
    """Tell a file and its twins apart from every other version of them, by one stat each."""
    return tuple(_file_stamp(f"{root}/{file}{ending}") for ending in _endings(file).values())


def read_page(root: str, file: str, stamp: Stamp) -> Page | None:
    """Read a page whose `stamp` was taken before, so that a change while reading shows later.

    `root` is the press folder without links in its path. None when there is nothing to serve:
    no regular file, one that a link leads out of the folder, or one that cannot be unfolded.
    """
    if stamp[0] is not None and stamp[0][2] > LARGEST_IN_MEMORY:
        return _large_page(root, file, stamp, stamp[0])
    stored = {
        coding: content
        for (coding, ending), seen in zip(_endings(file).items(), stamp, strict=True)
        if seen is not None and (content := _read_inside(root, file, ending)) is not None
    }
    unfolded = dict(_unfold(file, stored))
    if not unfolded:
        return None
    truth = next(iter(unfolded.values()))
    agreeing = {coding: stored[coding] for coding, text in unfolded.items() if text == truth}
    return _page(file, stamp, truth, agreeing)


def _page(file: str, stamp: Stamp, truth: bytes, stored: dict[str, bytes]) -> Page:
    digest = hashlib.blake2b(truth, digest_size=12).hexdigest()
    last_modified, settles_at = _dates(stamp)
    marker = _marker(file, truth)
    bodies = {IDENTITY: truth, **stored}
    variants = {}
    for coding, body in bodies.items():
        etag = f'"{digest}"' if coding == IDENTITY else f'"{digest}-{coding}"'
        headers = headers_for(
            file,
            head=truth[:512],
            etag=etag,
            last_modified=last_modified,
            coding=None if coding == IDENTITY else coding,
        )
        unchanged = validators(file, etag=etag, last_modified=last_modified)
        variants[coding] = Variant(
            etag, Answer(marker.status, headers, body), Answer(304, unchanged)
        )
    size = sum(len(body) + _VARIANT_BYTES for body in bodies.values())
    return Page(file, stamp, marker, variants, last_modified, settles_at, size)


def _large_page(root: str, file: str, stamp: Stamp, seen: FileStamp) -> Page | None:
    """Describe a file that is sent from disk each time; its twins are left aside."""
    path = f"{root}/{file}"
    if not _is_inside(root, path):
        return None
    inode, changed, size = seen
    etag = f'"{inode:x}-{changed:x}-{size:x}"'
    last_modified, settles_at = _dates(stamp)
    headers = headers_for(file, head=b"", etag=etag, last_modified=last_modified, coding=None)
    headers.append(("content-length", str(size)))
    unchanged = validators(file, etag=etag, last_modified=last_modified)
    variant = Variant(etag, Answer(200, headers, file=path), Answer(304, unchanged))
    return Page(
        file, stamp, PLAIN_PAGE, {IDENTITY: variant}, last_modified, settles_at, _VARIANT_BYTES
    )


def _marker(file: str, truth: bytes) -> Marker:
    name = file.rpartition("/")[2]
    if name in _STATUS_BY_NAME:
        return Marker(status=_STATUS_BY_NAME[name], location=None, has_body=True)
    if not name.endswith(".html"):
        return PLAIN_PAGE
    try:
        return marker_of(file, truth)
    except MarkerUnreadableError as error:
        log.error("%s", error)  # noqa: TRY400 - the message says all; a traceback adds nothing.
        return Marker(status=404, location=None, has_body=False)


def _dates(stamp: Stamp) -> tuple[int | None, float]:
    """Give Last-Modified, or None while it proves nothing, and when that is to be seen again."""
    changed = max(seen[1] for seen in stamp if seen is not None) / 1e9
    if time.time() - changed < _SECONDS_TO_SETTLE:
        return None, changed + _SECONDS_TO_SETTLE
    return int(changed), 0.0


def _unfold(file: str, stored: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for coding, content in stored.items():
        try:
            yield coding, _decoded(coding, content)
        except (brotli.error, zlib.error, EOFError, gzip.BadGzipFile) as error:
            log.warning("The %s twin of %s is damaged and left out: %s.", coding, file, error)


def _decoded(coding: str, content: bytes) -> bytes:
    if coding == "br":
        return brotli.decompress(content)
    if coding == "gzip":
        return gzip.decompress(content)
    return content


def _endings(file: str) -> dict[str, str]:
    return {IDENTITY: "", **_TWINS} if is_compressible(file) else {IDENTITY: ""}


def _file_stamp(path: str) -> FileStamp | None:
    try:
        seen = os.stat(path)  # noqa: PTH116 - a Path costs more than the look itself.
    except _ABSENT:
        return None
    return (seen.st_ino, seen.st_mtime_ns, seen.st_size) if stat.S_ISREG(seen.st_mode) else None


def _read_inside(root: str, file: str, ending: str) -> bytes | None:
    path = f"{root}/{file}{ending}"
    if not _is_inside(root, path):
        return None
    try:
        return Path(path).read_bytes()
    except _ABSENT:
        return None


def _is_inside(root: str, path: str) -> bool:
    """True unless a link leads out of the press folder or into what is closed in it."""
    real = os.path.realpath(path)
    if not real.startswith(f"{root}/"):
        return False
    return not any(is_closed(segment) for segment in real[len(root) + 1 :].split("/"))


def plain_answer(status: int, text: str) -> Answer:
    """Build the answer for which the press folder holds no page."""
    headers = [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-cache")]
    return Answer(status, headers + limits("built-in.html"), text.encode())
