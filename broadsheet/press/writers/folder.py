"""Writes pages into a folder, each with its precompressed twins.

A page appears by rename, after its bytes and before its folder's entry were forced to disk; a crash
leaves the old page or the new one, never a part. What was not renamed yet stands in the room of the
lease (`rooms.py`), or beside the page where there is no lease.
"""

import copy
import gzip
import os
import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import quote, unquote

import brotli

from broadsheet.press.errors import FolderRefusedError, LeaseLostError
from broadsheet.press.writers import packing
from broadsheet.press.writers.keeping import Keeping
from broadsheet.press.writers.paths import parts_of
from broadsheet.press.writers.rooms import ROOMS, close_room, open_room, shut_out

TEMPORARY = ".tmp-"
TWINS = (".br", ".gz")
COMPRESSIBLE = {".html", ".xml", ".json", ".css", ".js", ".txt", ".svg", ".webmanifest"}
ATTEMPTS = 5
GONE = (FileNotFoundError, NotADirectoryError)  # A room that was taken away is a file.
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
        self._room: Path | None = None

    @contextmanager
    def leased(self, lease: str, overtaken: Collection[str] = ()) -> Iterator[Self]:
        """A writer for the holder of `lease`; the holders of `overtaken` can write no more.

        Raises LeaseLostError, then or later, once somebody has overtaken this one.
        """
        try:
            if overtaken:
                shut_out(self.root, overtaken)
            room = open_room(self.root, lease)
        except OSError as error:
            raise self._refused(error) from error
        if room is None:
            raise LeaseLostError(lease)
        own = copy.copy(self)
        own._room = room  # noqa: SLF001 (its own class)
        try:
            yield own
        finally:
            close_room(room)

    def write(self, path: str, body: bytes) -> None:
        """Put `body` at `path`, twins first. Raises PathRefusedError or FolderRefusedError."""
        target = self._target(path)
        fresh = twins(path, body)
        for attempt in range(ATTEMPTS):
            try:
                self._write(target, fresh, body)
            except GONE as error:
                self._must_have_its_room()
                # Somebody who removed the folder's last page took the folder away meanwhile.
                if attempt + 1 == ATTEMPTS:
                    raise self._refused(error) from error
            except OSError as error:
                raise self._refused(error) from error
            else:
                return

    def _write(self, target: Path, fresh: dict[str, bytes], body: bytes) -> None:
        """All bytes are on the disk before the first of them is shown, in case it is full."""
        target.parent.mkdir(parents=True, exist_ok=True)
        staged: list[tuple[Path, Path]] = []
        try:
            for ending, packed in [*fresh.items(), ("", body)]:
                shown = target.with_name(target.name + ending)
                staged.append((self._staged(packed, shown.parent), shown))
            for temporary, shown in staged:
                temporary.replace(shown)
        except OSError:
            for temporary, _shown in staged:
                temporary.unlink(missing_ok=True)
            raise
        self._drop(target, [ending for ending in TWINS if ending not in fresh])
        self._sync(target.parent)

    def _must_have_its_room(self) -> None:
        if self._room is not None and not self._room.is_dir():
            raise LeaseLostError(self._room.name)

    def _refused(self, error: OSError) -> FolderRefusedError:
        return FolderRefusedError(str(self.root), error.strerror or str(error))

    def remove(self, path: str) -> None:
        """Take `path` and its twins away, and folders that this leaves empty."""
        target = self._target(path)
        try:
            # Twins first: a server that finds them alone would go on answering with them.
            self._drop(target, [*TWINS, ""])
            with suppress(FileNotFoundError):  # Another removal took the empty folder away.
                self._sync(target.parent)
            self._prune(target.parent)
        except FileNotFoundError:
            return  # Another removal took the folder's last page away, and the folder with it.
        except OSError as error:
            raise self._refused(error) from error

    def read(self, path: str) -> bytes | None:
        target = self._target(path)
        if target.is_file():
            return target.read_bytes()
        return packing.unpacked(target) if self.is_packed(path) else None

    def is_packed(self, path: str) -> bool:
        target = self._target(path)
        return target.suffix in COMPRESSIBLE and packing.is_packed(target)

    def pack(self, path: str, body: bytes) -> bool:
        """Keep only the gzip twin of `path`. Raises FolderRefusedError."""
        try:
            return packing.pack(self._target(path), body)
        except OSError as error:
            raise self._refused(error) from error

    def paths(self) -> Iterator[str]:
        """Every page's path, once however it is kept; unfinished files are left out."""
        for folder, folders, names in os.walk(self.root):
            if ROOMS in folders:
                folders.remove(ROOMS)
            finished = (name for name in names if not name.startswith(TEMPORARY))
            for name in packing.pages_among(finished, COMPRESSIBLE):
                yield (Path(folder) / name).relative_to(self.root).as_posix()

    def bury(self, subject: str) -> None:
        """Remember a dead subject in the folder `tombstones` beside the public one."""
        stone = self._graveyard / quote(subject, safe="")
        if stone.exists():
            return
        try:
            self._graveyard.mkdir(parents=True, exist_ok=True)
            # Everybody who buries a subject writes the same bytes under the same name.
            unfinished = stone.with_name(TEMPORARY + stone.name)
            unfinished.write_bytes(subject.encode())
            self._sync(unfinished)
            unfinished.replace(stone)
            self._sync(self._graveyard)
        except FileNotFoundError:
            if not stone.exists():
                raise
        except OSError as error:
            raise FolderRefusedError(str(self._graveyard), error.strerror or str(error)) from error

    def buried(self) -> set[str]:
        if not self._graveyard.is_dir():
            return set()
        names = (stone.name for stone in self._graveyard.iterdir())
        return {unquote(name) for name in names if not name.startswith(TEMPORARY)}

    def keep(self, path: str, digest: str) -> None:
        with self._refusing_to_keep():
            self._history.keep(self._target(path), digest)

    def kept(self, digest: str) -> bytes | None:
        return self._history.kept(digest)

    def forget(self, digests: Iterable[str]) -> None:
        with self._refusing_to_keep():
            self._history.forget(digests)

    def kept_before(self, time: datetime) -> Iterator[str]:
        return self._history.kept_before(time)

    @contextmanager
    def _refusing_to_keep(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise FolderRefusedError(str(self._history.root), reason) from error

    @property
    def _history(self) -> Keeping:
        return Keeping(self.root.parent / "history")

    @property
    def _graveyard(self) -> Path:
        return self.root.parent / "tombstones"

    def _target(self, path: str) -> Path:
        return self.root.joinpath(*parts_of(path))

    def _staged(self, body: bytes, folder: Path) -> Path:
        """A temporary file of these bytes, forced to disk: in the lease's room, or in `folder`."""
        temporary = (self._room or folder) / f"{TEMPORARY}{secrets.token_hex(6)}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        return temporary

    def _drop(self, target: Path, endings: list[str]) -> None:
        """Delete by way of the room, so that a holder who was overtaken deletes nothing."""
        for ending in endings:
            shown = target.with_name(target.name + ending)
            if self._room is None:
                shown.unlink(missing_ok=True)
                continue
            going = self._room / f"{TEMPORARY}{secrets.token_hex(6)}"
            try:
                shown.replace(going)
            except GONE:
                self._must_have_its_room()
            else:
                going.unlink(missing_ok=True)

    @staticmethod
    def _sync(path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _prune(self, folder: Path) -> None:
        while folder != self.root:
            try:
                folder.rmdir()
            except FileNotFoundError:
                pass
            except OSError:  # It is not empty, or a page came into it meanwhile.
                return
            folder = folder.parent
