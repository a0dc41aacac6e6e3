"""Keeps former pages in a folder of their own, each under its digest, beside the public one.

A page that is about to be replaced gets a second name there, which costs no copy: the new page
comes by rename and leaves the old bytes alone. Where the disk knows no second names, or the folder
is on another disk, the bytes are copied.
The second name is not forced to disk by itself: it is made before the rename, and a file system
that journals its entries in order keeps it wherever it kept that. Where one does not, a power cut
may lose the kept bytes, which the history then says.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.press.writers import packing

UNFINISHED = ".tmp-"
NO_SECOND_NAMES = {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}


@dataclass(frozen=True)
class Keeping:
    """The folder `root`, in which 256 folders hold the bytes."""

    root: Path

    def keep(self, file: Path, digest: str) -> None:
        """Put `file`, or what it was packed into, by; nothing happens if it is gone or kept."""
        kept = self._place(digest)
        if not file.is_file():
            file, kept = packing.twin_of(file), packing.twin_of(kept)
        if kept.exists() or not file.is_file():
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            kept.hardlink_to(file)
        except (FileExistsError, FileNotFoundError):
            return  # Another worker put it by, or took the page away.
        except OSError as error:
            if error.errno not in NO_SECOND_NAMES:
                raise
            self._copy(file, kept)

    @staticmethod
    def _copy(file: Path, kept: Path) -> None:
        unfinished = kept.with_name(f"{UNFINISHED}{secrets.token_hex(6)}")
        try:
            with file.open("rb") as source, unfinished.open("xb") as target:
                shutil.copyfileobj(source, target)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(kept)
        except FileNotFoundError:
            return
        finally:
            unfinished.unlink(missing_ok=True)

    def kept(self, digest: str) -> bytes | None:
        kept = self._place(digest)
        try:
            return kept.read_bytes()
        except FileNotFoundError:
            return packing.unpacked(kept)

    def forget(self, digests: Iterable[str]) -> None:
        for digest in digests:
            for kept in (self._place(digest), packing.twin_of(self._place(digest))):
                kept.unlink(missing_ok=True)

    def kept_before(self, time: datetime) -> Iterator[str]:
        """What was put by before `time`; a copy that a crash left unfinished goes here too.

        The time of a second name is that of its file's last change of names.
        """
        for kept in self.root.glob("??/*"):
            try:
                if kept.stat().st_ctime >= time.timestamp():
                    continue
            except FileNotFoundError:
                continue
            if kept.name.startswith(UNFINISHED):
                kept.unlink(missing_ok=True)
            else:
                yield kept.name.removesuffix(packing.PACKED)

    def _place(self, digest: str) -> Path:
        return self.root / digest[:2] / digest
