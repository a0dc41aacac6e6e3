"""Keeps delivered bytes under their hash, durably, before anything reads them."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes on the disk, by their SHA-256 in hex; `size` in bytes."""

    sha256: str
    size: int
    path: Path


def path_of(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "deliveries" / sha256[:2] / sha256


def keep(source: BinaryIO) -> Kept:
    """Store all that the source gives, on the disk when this returns.

    However large it is, no more than a piece of it is held in memory.
    """
    with _temporary() as (name, file):
        sha256, size = hashlib.sha256(), 0
        while piece := source.read(_CHUNK):
            sha256.update(piece)
            size += len(piece)
            file.write(piece)
        path = path_of(sha256.hexdigest())
        if not path.exists():
            file.flush()
            os.fsync(file.fileno())
            path.parent.mkdir(parents=True, exist_ok=True)
            name.replace(path)
    return Kept(path.name, size, path)


@contextmanager
def _temporary() -> Iterator[tuple[Path, BinaryIO]]:
    """A file of its own beside the kept ones, gone afterwards unless it was renamed."""
    folder = Path(settings.MEDIA_ROOT) / "deliveries"
    folder.mkdir(parents=True, exist_ok=True)
    name = folder / f".tmp-{secrets.token_hex(6)}"
    try:
        with name.open("xb") as file:
            yield name, file
    finally:
        name.unlink(missing_ok=True)
