"""A request's path names one file of the press folder, or none.

Everything that could leave the folder or show its inside is refused here, before any file is
looked at; links that lead out of the folder are refused where files are read.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

LONGEST_PATH = 2048
_LONGEST_NAME = 255  # bytes, the limit of the usual file systems
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\\ufffd]")
_ROOT_FOLDERS = frozenset({"assets", "pictures"})
_COMPRESSIBLE = frozenset({"html", "xml", "json", "css", "js", "txt", "svg", "webmanifest"})
_SAFE_IN_PATH = "/:@!$&'()*+,;=~-._"


def file_for(path: str, edition: str | None) -> str | None:
    """Name the file, relative to the press folder, or None for a path that can name none.

    `edition` is the folder whose addresses the request's host serves, None on a host that uses
    paths as they are.
    """
    if len(path) > LONGEST_PATH:
        return None
    return _file_for(path, edition)


@lru_cache(maxsize=4096)
def _file_for(path: str, edition: str | None) -> str | None:
    if not path.startswith("/") or _FORBIDDEN.search(path):
        return None
    segments = unicodedata.normalize("NFC", path)[1:].split("/")
    if segments[-1] == "":
        segments[-1] = "index.html"
    if any(is_closed(segment) for segment in segments) or is_twin(segments[-1]):
        return None
    if edition is not None and not _stays_at_root(segments):
        segments.insert(0, edition)
    return "/".join(segments)


def is_closed(segment: str) -> bool:
    """True of a name that is never served: empty, hidden, of the press itself, or too long."""
    return (
        not segment
        or segment.startswith(".")
        or segment == "_press"
        or len(segment.encode()) > _LONGEST_NAME
    )


def is_twin(name: str) -> bool:
    """True of the compressed form of a file, which has no address of its own."""
    stem, _, ending = name.rpartition(".")
    return ending in {"br", "gz"} and is_compressible(stem)


def is_compressible(name: str) -> bool:
    return name.rpartition(".")[2] in _COMPRESSIBLE


def as_location(path: str, query: str = "") -> str:
    """Write a decoded path, and a query still encoded, as a Location header carries them."""
    location = quote(path, safe=_SAFE_IN_PATH)
    return f"{location}?{as_address(query)}" if query else location


def as_address(text: str) -> str:
    """Write an address, of which parts may be encoded already, in ASCII alone."""
    return quote(text, safe=_SAFE_IN_PATH + "%?#[]")


def _stays_at_root(segments: list[str]) -> bool:
    return (len(segments) > 1 and segments[0] in _ROOT_FOLDERS) or segments == ["robots.txt"]
