"""Draws the last hour of lateness: a bar for each minute, on a scale of tenths to minutes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.press.models import Minute

MINUTES = 60
WIDTH, HEIGHT = 10, 100  # Of a bar at its tallest, in units of the drawing.
SHORTEST_MS, TALLEST_MS = 10, 100_000


@dataclass(frozen=True)
class Bar:
    """One minute; `x`, `y` and `height` in units of the drawing, lateness in milliseconds."""

    at: datetime
    x: int
    y: float
    height: float
    pages: int
    worst_ms: int


def bars_of(minutes: Iterable[Minute], now: datetime) -> list[Bar]:
    """A bar for each of the last sixty minutes in which pages were finished, oldest first."""
    present = now.replace(second=0, microsecond=0)
    found: dict[datetime, list[Minute]] = {}
    for minute in minutes:
        found.setdefault(minute.at, []).append(minute)
    return [
        _bar(at, MINUTES - 1 - int((present - at) / timedelta(minutes=1)), rows)
        for at, rows in sorted(found.items())
        if present - at < timedelta(minutes=MINUTES)
    ]


def _bar(at: datetime, place: int, rows: list[Minute]) -> Bar:
    worst = max(row.latest_ms for row in rows)
    height = height_of(worst)
    return Bar(at, place * WIDTH, HEIGHT - height, height, sum(row.pages for row in rows), worst)


def height_of(late_ms: int) -> float:
    """Logarithmic: 10 ms stand at 2, 100 s at 100, and every tenfold is a step between."""
    span = math.log10(TALLEST_MS / SHORTEST_MS)
    share = math.log10(max(late_ms, SHORTEST_MS) / SHORTEST_MS) / span
    return round(max(2.0, min(1.0, share) * HEIGHT), 1)
