"""Bytes of a delivery become items, or a refusal that says why; nothing is stored.

The first format that recognises the content reads it, so the narrowest stand first.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from broadsheet.wire.errors import DeliveryTooLarge, FileUnreadable, ReaderFailed, WireError
from broadsheet.wire.formats.content import Format
from broadsheet.wire.formats.detection import MAX_BYTES, content_of, refusal_of
from broadsheet.wire.formats.feeds import Feeds
from broadsheet.wire.formats.item import WireItem
from broadsheet.wire.formats.json_feed import JsonFeed
from broadsheet.wire.formats.newsml_g2 import NewsMLG2
from broadsheet.wire.formats.ninjs import Ninjs

FORMATS: tuple[Format, ...] = (JsonFeed(), Ninjs(), Feeds(), NewsMLG2())


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file: its items, or the error that refused it, never both."""

    file: str
    items: tuple[WireItem, ...] = ()
    error: WireError | None = None

    def as_lines(self) -> list[dict[str, Any]]:
        """Plain values for JSON: a line for each item, or one for the refusal."""
        if self.error is None:
            return [item.as_line() for item in self.items]
        error = {
            "code": self.error.code,
            "reason": self.error.reason,
            "remedy": self.error.remedy,
        }
        return [{"file": self.file, "error": error}]


def read_delivery(
    data: bytes, *, name: str, time_zone: ZoneInfo | None, now: datetime | None = None
) -> list[WireItem]:
    """The items of a delivery in its order, at least one.

    `name` becomes the items' `file`. `time_zone` is for times that name no zone (UTC without it).
    `now` tells what lies in the future; the present by default. Raises `DeliveryRefused`.
    """
    content = content_of(data, name=name, zone=time_zone, now=now)
    for reader in FORMATS:
        if reader.recognises(content):
            return [replace(item, file=name) for item in reader.read(content)]
    raise refusal_of(content)


def read_files(paths: Iterable[Path], *, time_zone: ZoneInfo | None) -> Iterator[Reading]:
    """One reading for each path, in order; a file that is refused never stops the others."""
    return (read_file(path, name=name_of(path), time_zone=time_zone) for path in paths)


def name_of(path: Path) -> str:
    """The path as text that can be stored and printed, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "replace")


def read_file(path: Path, *, name: str, time_zone: ZoneInfo | None) -> Reading:
    """What a file holds, or why it is refused; even a fault of the reader is told, never raised."""
    try:
        items = read_delivery(_bytes_of(path), name=name, time_zone=time_zone)
    except WireError as error:
        return Reading(name, error=error)
    except Exception as fault:  # noqa: BLE001  # Told as a refusal; the batch goes on.
        return Reading(name, error=ReaderFailed(fault=fault))
    return Reading(name, items=tuple(items))


def _bytes_of(path: Path) -> bytes:
    with opened(path) as file:
        data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            size = max(path.stat().st_size, len(data))
            raise DeliveryTooLarge(size=size, limit=MAX_BYTES)
        return data


def opened(path: Path) -> BinaryIO:
    """The file or pipe, open to be read. Raises FileUnreadable, which says why it cannot be."""
    try:
        if path.is_dir():
            raise FileUnreadable(detail="it is a folder")
        if path.exists() and not (path.is_file() or path.is_fifo()):
            raise FileUnreadable(detail="it is a device, not a file")
        return path.open("rb")
    except OSError as error:
        raise FileUnreadable(detail=(error.strerror or type(error).__name__).lower()) from error
