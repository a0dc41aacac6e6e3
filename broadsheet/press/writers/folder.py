"""Writes pages into a folder, each with its precompressed twins.

A page appears by rename in its own folder, after its bytes and before the folder's entry were
forced to disk; a crash leaves the old page or the new one, never a part.
"""

import gzip
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import brotli

from broadsheet.press.errors import FolderRefusedError
from broadsheet.press.writers.paths import parts_of

TEMPORARY = ".tmp-"
TWINS = (".br", ".gz")
COMPRESSIBLE = {".html", ".xml", ".json", ".css", ".js", ".txt", ".svg", ".webmanifest"}
ATTEMPTS = 5
SMALL = 200  # Below this many bytes a twin saves nothing that a packet would notice.


def twins(path: str, body: bytes) -> dict[str, bytes]:
    """The precompressed bytes that stand beside `path`, by ending; the same on every run."""
    if Path(path).suffix not in COMPRESSIBLE or len(body) < SMALL:
        return {}
    return {
        ".br": brotli.compress(body, quality=5),
        ".gz": gzip.compress(body, compresslevel=6, mtime=0),
    }


class FolderWriter:
    """The public folder on a local disk."""

    at_once = 4

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, body: bytes) -> None:
        """Put `body` at `path`, twins first. Raises PathRefusedError or FolderRefusedError."""
        target = self._target(path)
        fresh = twins(path, body)
        for attempt in range(ATTEMPTS):
            try:
                self._write(target, fresh, body)
            except FileNotFoundError as error:
                # Somebody who removed the folder's last page took the folder away meanwhile.
                if attempt + 1 == ATTEMPTS:
                    raise self._refused(error) from error
            except OSError as error:
                raise self._refused(error) from error
            else:
                return

    def _write(self, target: Path, fresh: dict[str, bytes], body: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        for ending, packed in fresh.items():
            self._replace(target.with_name(target.name + ending), packed)
        self._replace(target, body)
        self._drop(target, [ending for ending in TWINS if ending not in fresh])
        self._sync(target.parent)

    def _refused(self, error: OSError) -> FolderRefusedError:
        return FolderRefusedError(str(self.root), error.strerror or str(error))

    def remove(self, path: str) -> None:
        """Take `path` and its twins away, and folders that this leaves empty."""
        target = self._target(path)
        try:
            # Twins first: a server that finds them alone would go on answering with them.
            self._drop(target, [*TWINS, ""])
            if target.parent.exists():
                self._sync(target.parent)
            self._prune(target.parent)
        except FileNotFoundError:
            return  # Another removal took the folder's last page away, and the folder with it.
        except OSError as error:
            raise self._refused(error) from error

    def read(self, path: str) -> bytes | None:
        target = self._target(path)
        return target.read_bytes() if target.is_file() else None

    def paths(self) -> Iterator[str]:
        """Every page's path, twins and unfinished files left out."""
        for folder, _, names in os.walk(self.root):
            for name in names:
                if not name.startswith(TEMPORARY) and not name.endswith(TWINS):
                    yield (Path(folder) / name).relative_to(self.root).as_posix()

    def bury(self, subject: str) -> None:
        """Remember a dead subject in the folder `tombstones` beside the public one."""
        stone = self._graveyard / quote(subject, safe="")
        if stone.exists():
            return
        try:
            self._graveyard.mkdir(parents=True, exist_ok=True)
            self._replace(stone, subject.encode())
            self._sync(self._graveyard)
        except OSError as error:
            raise FolderRefusedError(str(self._graveyard), error.strerror or str(error)) from error

    def buried(self) -> set[str]:
        if not self._graveyard.is_dir():
            return set()
        names = (stone.name for stone in self._graveyard.iterdir())
        return {unquote(name) for name in names if not name.startswith(TEMPORARY)}

    @property
    def _graveyard(self) -> Path:
        return self.root.parent / "tombstones"

    def sweep(self) -> int:
        """Delete what a crash left half written; returns how many files that were."""
        leftovers = list(self.root.rglob(f"{TEMPORARY}*"))
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        return len(leftovers)

    def _target(self, path: str) -> Path:
        return self.root.joinpath(*parts_of(path))

    def _replace(self, target: Path, body: bytes) -> None:
        temporary = target.with_name(TEMPORARY + secrets.token_hex(6))
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    @staticmethod
    def _drop(target: Path, endings: list[str]) -> None:
        for ending in endings:
            target.with_name(target.name + ending).unlink(missing_ok=True)

    @staticmethod
    def _sync(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _prune(self, folder: Path) -> None:
        while folder != self.root and folder.is_dir() and not any(folder.iterdir()):
            try:
                folder.rmdir()
            except OSError:  # A page came into the folder meanwhile, which is as good.
                return
            folder = folder.parent
