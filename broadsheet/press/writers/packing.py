"""Keeps of a page only its gzip twin, which every browser takes and a server can unpack.

`broadsheet readers` and nginx answer from it, to clients that take no compression too.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

PACKED = ".gz"
OTHERS = (".br", "")  # A page that has both twins and is not there itself was spoilt by hand.
DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error)


def pack(target: Path, body: bytes) -> bool:
    """Take away what stands beside the gzip twin of `target`, if that unpacks to `body`.

    A page that is written meanwhile stays whole: its own twin comes before anything else of it.
    """
    if not target.is_file() or unpacked(target) != body:
        return False
    for ending in OTHERS:
        target.with_name(target.name + ending).unlink(missing_ok=True)
    return True


def is_packed(target: Path) -> bool:
    """Whether all that is left of `target` is its gzip twin."""
    others = (target.with_name(target.name + ending) for ending in OTHERS)
    return twin_of(target).is_file() and not any(other.is_file() for other in others)


def unpacked(target: Path) -> bytes | None:
    """What the gzip twin holds: as it is where it is damaged, None where there is none."""
    twin = twin_of(target)
    if not twin.is_file():
        return None
    packed = twin.read_bytes()
    try:
        return gzip.decompress(packed)
    except DAMAGED:
        return packed


def pages_among(names: Iterable[str], compressible: set[str]) -> Iterator[str]:
    """The pages that the files of one folder make up, twins not counted."""
    names = set(names)
    for name in names:
        page = name.removesuffix(PACKED).removesuffix(OTHERS[0])
        if page == name or Path(page).suffix not in compressible:
            yield name
        elif name.endswith(PACKED) and names.isdisjoint({page, page + OTHERS[0]}):
            yield page


def twin_of(target: Path) -> Path:
    """Where the page's gzip twin stands."""
    return target.with_name(target.name + PACKED)
