"""Small whole numbers and lists of words, as every format needs them."""

import re
from collections.abc import Iterable

from broadsheet.wire.formats.content import Notes

_LEVELS = range(10)


def whole(text: str | None) -> int | None:
    """A whole number that was written as text, `None` for anything else."""
    match = re.fullmatch(r"\s*(\d{1,18})(?:\.0*)?\s*", text or "")
    return int(match[1]) if match else None


def pixels(text: str | None) -> int | None:
    """The number that a size begins with, up to a million."""
    match = re.match(r"\s*(\d{1,6})(?!\d)", text or "")
    return int(match[1]) if match else None


def level(notes: Notes, text: str | None, what: str) -> int | None:
    """An urgency or priority from 0 to 9; anything else is left out, with a note."""
    if not text:
        return None
    number = whole(text)
    if number is None or number not in _LEVELS:
        notes.add(f"The {what} “{text[:20]}” is not between 0 and 9; left out.")
        return None
    return number


def unique(values: Iterable[str | None]) -> tuple[str, ...]:
    """The values that say something, each once, in order."""
    return tuple(dict.fromkeys(value for value in values if value))
