"""Every figure is shown in a table and, where a file is named, written as one JSON object a line.

The keys of an object are those of `Figure`. Goals that compare are put to the ratio, goals that
limit are put to the value; a figure without a goal holds nothing and fails nothing.
"""

import argparse
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `reference` and `ratio` (value by reference) where it was compared."""

    bench: str
    name: str
    value: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    goal: str | None = None
    holds: bool | None = None


def measured(bench: str, name: str, value: float, unit: str) -> Figure:
    return Figure(bench, name, value, unit)


def limited(
    bench: str,
    name: str,
    value: float,
    unit: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Figure:
    """Hold a value against a limit in its own unit."""
    goal, holds = _judged(value, at_least, at_most)
    return Figure(bench, name, value, unit, goal=goal, holds=holds)


def compared(
    bench: str,
    name: str,
    value: float,
    unit: str,
    *,
    reference: float,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Figure:
    """Hold the ratio of a value to a reference of the same run and unit against a limit."""
    ratio = value / reference if reference else float("inf")
    goal, holds = _judged(ratio, at_least, at_most)
    return Figure(bench, name, value, unit, reference, ratio, goal, holds)


def add_json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        metavar="FILE",
        type=Path,
        default=os.environ.get("JSON") or None,
        help="append the figures to FILE, one JSON object a line (default: $JSON)",
    )


def report(title: str, figures: Iterable[Figure], *, json_file: Path | None) -> int:
    """Show the figures and give the exit status: 1 when a goal is missed, else 0."""
    listed = list(figures)
    Console().print(_table(title, listed))
    if json_file is not None:
        with json_file.open("a", encoding="utf-8") as lines:
            lines.writelines(f"{json.dumps(asdict(figure))}\n" for figure in listed)
    return int(any(figure.holds is False for figure in listed))


def _judged(
    value: float, at_least: float | None, at_most: float | None
) -> tuple[str | None, bool | None]:
    if at_least is not None:
        return f">= {at_least:g}", value >= at_least
    if at_most is not None:
        return f"<= {at_most:g}", value <= at_most
    return None, None


def _table(title: str, figures: Iterable[Figure]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("figure")
    for heading in ("value", "reference", "ratio"):
        table.add_column(heading, justify="right")
    table.add_column("goal")
    table.add_column("holds")
    for figure in figures:
        table.add_row(
            figure.name,
            f"{_number(figure.value)} {figure.unit}",
            _number(figure.reference),
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.goal or "",
            {True: "[green]yes[/]", False: "[red]no[/]", None: ""}[figure.holds],
        )
    return table


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
