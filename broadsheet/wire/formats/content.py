"""A delivery between its bytes and its items: decoded, parsed, and told apart by what it holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Protocol

from broadsheet.wire.formats.item import WireItem
from broadsheet.wire.formats.times import moment_of_number, parse_moment

_CLOCK_SKEW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Content:
    """What every reader gets: the root of the XML, or the JSON value, and how to read times.

    `repairs` are those of the whole delivery. `is_cut_off` says that the last item is not whole.
    """

    name: str
    root: Any = None
    json: Any = None
    repairs: tuple[str, ...] = ()
    is_cut_off: bool = False
    zone: tzinfo | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


class Format(Protocol):
    """A wire format: whether a delivery is in it, and which items it holds."""

    def recognises(self, content: Content) -> bool: ...

    def read(self, content: Content) -> list[WireItem]:
        """Items in the order of the delivery; raises `DeliveryRefused` where none comes out."""
        ...


class Notes:
    """Repairs of one item, in order, each said once."""

    def __init__(self, content: Content) -> None:
        self.zone = content.zone
        self.now = content.now
        self._said = dict.fromkeys(content.repairs)

    def add(self, repair: str) -> None:
        self._said.setdefault(repair)

    def extend(self, repairs: Iterable[str]) -> None:
        for repair in repairs:
            self.add(repair)

    def as_tuple(self) -> tuple[str, ...]:
        return tuple(self._said)

    def moment(self, value: object, what: str) -> datetime | None:
        """The UTC time of a field called `what`; what is naive, unreadable or to come is noted."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            found = moment_of_number(value)
        elif isinstance(value, str) and value.strip():
            found = parse_moment(value, self.zone)
        else:
            return None
        if found is None:
            self.add(f"The {what} “{str(value).strip()[:60]}” is no time that can be read.")
            return None
        if found.is_naive and self.zone is None:
            self.add("Times without a zone were read as UTC.")
        if what in _PAST and found.value > self.now + _CLOCK_SKEW:
            self.add(f"The {what} lies in the future.")
        return found.value


FIRST_CREATED = "time of first creation"
VERSION_CREATED = "time of this version"
_PAST = {FIRST_CREATED, VERSION_CREATED}
