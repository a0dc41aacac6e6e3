"""A room is the folder in which the holder of one lease prepares its files, on the site's own disk.

Files leave it for the site by rename, and leave the site through it, so whoever takes a lease over
shuts the late holder out for good by taking its room away: what the late one still tries then has
no place to start from. The same act sweeps what a dead holder left half written.
"""

import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

ROOMS = ".tmp"
KEPT_SECONDS = 24 * 60 * 60


def open_room(root: Path, lease: str) -> Path | None:
    """Make the room of `lease`; None when somebody has taken the lease over already."""
    room = root / ROOMS / lease
    try:
        room.mkdir(parents=True)
    except FileExistsError:
        return room if room.is_dir() else None
    return room


def close_room(room: Path) -> None:
    """Give the room up at the end of the lease's work; one that was taken away stays so."""
    with suppress(OSError):
        room.rmdir()


def shut_out(root: Path, leases: Iterable[str]) -> None:
    """Take the rooms of `leases` away, and bar them to a holder that has not opened its own yet."""
    rooms = root / ROOMS
    rooms.mkdir(parents=True, exist_ok=True)
    for lease in leases:
        _bar(rooms / lease)
        for taken in rooms.glob(f"{lease}.*"):
            shutil.rmtree(taken, ignore_errors=True)
    _forget_old(rooms)


def _bar(room: Path) -> None:
    """Put a file where the room is or would be."""
    while not room.is_file():
        with suppress(FileNotFoundError):
            room.rename(room.with_name(f"{room.name}.{secrets.token_hex(4)}"))
        with suppress(FileExistsError):
            room.touch(exist_ok=False)


def _forget_old(rooms: Path) -> None:
    """Delete what nobody can come back to after a day."""
    longest = time.time() - KEPT_SECONDS
    for room in rooms.iterdir():
        with suppress(OSError):
            if room.stat().st_mtime < longest:
                if room.is_dir():
                    shutil.rmtree(room)
                else:
                    room.unlink()
