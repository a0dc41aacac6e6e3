"""Plays the scenarios, prints a row for each, and fails when one does not hold."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bench.faults import zygote  # noqa: F401 (registers the scenarios, with Django ready)
from bench.faults.playing import Houses, Outcome, Pair, play_all
from bench.faults.registry import SCENARIOS

COLOURS = {"held": "green", "failed": "red", "not covered": "yellow"}


def main() -> int:
    options = _options()
    if options.list:
        _list()
        return 0
    chosen = list(_chosen(options))
    console = Console(width=None if sys.stdout.isatty() else 160)
    houses = Houses(
        Path(tempfile.mkdtemp(prefix="broadsheet-faults-", dir=options.folder)), options.postgresql
    )
    try:
        console.print("[dim]Filling the newsroom that every scenario gets a copy of …")
        houses.fill({engine for _scenario, engine in chosen})
        outcomes = list(
            play_all(
                chosen, houses, short=options.short, jobs=options.jobs,
                on_outcome=lambda outcome: console.print(_line(outcome)),
            )
        )  # fmt: skip
    finally:
        houses.close(keep=options.keep)
    console.print(_table(outcomes))
    if options.json:
        with options.json.open("a", encoding="utf-8") as lines:
            lines.writelines(f"{json.dumps(asdict(one), ensure_ascii=False)}\n" for one in outcomes)
    return int(any(one.outcome == "failed" for one in outcomes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument(
        "names", nargs="*", help="scenarios, or beginnings of their names; else all"
    )
    parser.add_argument(
        "--short", action="store_true", help="the form that runs before each change"
    )
    parser.add_argument("--list", action="store_true", help="name the scenarios and stop")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help="one database alone")
    parser.add_argument(
        "--postgresql", metavar="URL", default=_postgresql(),
        help="a database of a server on which further ones may be made (default: $DATABASE_URL)",
    )  # fmt: skip
    parser.add_argument("--jobs", type=int, default=2, help="scenarios at a time (2)")
    parser.add_argument("--folder", type=Path, help="where newsrooms are made (a temporary folder)")
    parser.add_argument("--keep", action="store_true", help="leave the newsrooms for a look")
    parser.add_argument(
        "--json",
        type=Path,
        default=os.environ.get("JSON") or None,
        metavar="FILE",
        help="append a JSON object for each scenario to FILE (default: $JSON)",
    )
    return parser.parse_args()


def _postgresql() -> str:
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def _list() -> None:
    table = Table("scenario", "what is injected", "databases", "short form")
    for one in SCENARIOS.values():
        table.add_row(one.name, one.injected, ", ".join(one.engines), ", ".join(one.short))
    Console().print(table)


def _chosen(options: argparse.Namespace) -> Iterator[Pair]:
    for one in SCENARIOS.values():
        if options.names and not any(one.name.startswith(name) for name in options.names):
            continue
        for engine in one.short if options.short else one.engines:
            if options.engine in {None, engine} and (engine == "sqlite" or options.postgresql):
                yield one, engine


def _line(outcome: Outcome) -> str:
    colour = COLOURS[outcome.outcome]
    return (
        f"[{colour}]{outcome.outcome:>11}[/] {outcome.scenario} ({outcome.engine}) "
        f"[dim]{outcome.seconds:.1f} s[/]"
    )


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(title="Faults", title_justify="left")
    for heading in ("scenario", "database", "injected", "outcome", "s", "seen"):
        table.add_column(heading, no_wrap=heading in {"scenario", "outcome"})
    for one in outcomes:
        colour = COLOURS[one.outcome]
        table.add_row(
            one.scenario, one.engine, one.injected, f"[{colour}]{one.outcome}[/]",
            f"{one.seconds:.1f}", escape(one.detail),
        )  # fmt: skip
    return table


if __name__ == "__main__":
    sys.exit(main())
