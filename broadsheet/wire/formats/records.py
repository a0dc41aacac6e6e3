"""JSON objects are read as senders write them: names in any case, one value, a list or a map."""

import math
import re
from collections.abc import Iterator
from typing import Any

from broadsheet.wire.formats.markup import one_line


class Record:
    """One JSON object; `key` is the name it has in the map that it came from, if it did."""

    def __init__(self, data: dict[str, Any], key: str | None = None) -> None:
        self.data = {str(name).casefold(): value for name, value in data.items()}
        self.names = {str(name).casefold(): str(name) for name in data}
        self.key = key

    def get(self, *names: str) -> Any:
        """The first value that is there and not empty."""
        for name in names:
            value = self.data.get(name.casefold())
            if value not in (None, "", [], {}):
                return value
        return None

    def raw(self, *names: str) -> str | None:
        """Text with its own lines and markup."""
        for name in names:
            value = self.data.get(name.casefold())
            if isinstance(value, str) and value.strip():
                return value
        return None

    def text(self, *names: str) -> str | None:
        """Words on one line; numbers count, and so does an object with a `value` or `name`."""
        for name in names:
            found = _words(self.data.get(name.casefold()))
            if found:
                return found
        return None

    def texts(self, *names: str) -> tuple[str, ...]:
        """All words under the names, from a list, a map, or text parted by commas, each once."""
        found: list[str | None] = []
        for name in names:
            value = self.data.get(name.casefold())
            if isinstance(value, str):
                found.extend(_words(part) for part in re.split(r"[,;،]", value))
            elif isinstance(value, list):
                found.extend(_words(part) for part in value)
            elif isinstance(value, dict):
                found.append(_words(value))
        return tuple(dict.fromkeys(filter(None, found)))

    def lines(self, *names: str) -> tuple[str, ...]:
        """Whole notes under the names, each on one line, each once; commas part nothing here."""
        found = [
            _words(part)
            for name in names
            for value in [self.data.get(name.casefold())]
            for part in (value if isinstance(value, list) else [value])
        ]
        return tuple(dict.fromkeys(filter(None, found)))

    def integer(self, *names: str) -> int | None:
        for name in names:
            found = whole_number(self.data.get(name.casefold()))
            if found is not None:
                return found
        return None

    def record(self, *names: str) -> "Record":
        """The object under a name; an empty one if there is none."""
        value = self.get(*names)
        return Record(value) if isinstance(value, dict) else Record({})

    def records(self, *names: str) -> list["Record"]:
        """Objects from a list, a map, or alone; plain words become objects with a name."""
        return [one for name in names for one in _records(self.data.get(name.casefold()))]

    def beginning(self, start: str) -> Iterator[tuple[str, Any]]:
        """Names that begin like this, in the object's order, with their values."""
        return ((name, value) for name, value in self.data.items() if name.startswith(start))


def whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,15}(\.0*)?\s*", value):
        return int(float(value))
    if isinstance(value, int | float) and math.isfinite(value) and abs(value) < 1e15:
        return int(value)
    return None


def _words(value: object) -> str | None:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) and math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        for name in ("value", "text", "name", "title"):
            if isinstance(value.get(name), str):
                return one_line(value[name])
    return None


def _records(value: object) -> list[Record]:
    if isinstance(value, str) and value.strip():
        return [Record({"name": value})]
    if isinstance(value, list):
        return [
            one
            for part in value
            for one in ([Record(part)] if isinstance(part, dict) and part else _records(part))
            if not isinstance(part, list)
        ]
    if isinstance(value, dict) and value:
        parts = list(value.values())
        if all(isinstance(part, dict) for part in parts):
            return [Record(part, str(key)) for key, part in value.items()]
        return [Record(value)]
    return []
