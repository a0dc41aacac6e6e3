"""Measures the press and the newsroom at several sizes of the archive, on either database.

`make bench-press` is the short form. The long one names its sizes, and a folder where the filled
newsrooms stay for the next time:

    make bench-press SIZES=1000,100000,1000000 HOMES=~/bench DATABASE_URL=postgresql://…/bench

Newsrooms are filled side by side, as many as there are processors, then measured one after another,
each in a process of its own. On PostgreSQL each has a database of its own, named after the one in
the URL and the size. Sizes are compared with the first of the same run, of which nothing else is
measured unless `--parts` asks for it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.newsroom import fill, settle_in
from bench.reporting import Figure, add_json_option, compared, report

NAME = "press"
# Against the first size of the same run: how many times as much a figure may be.
GOALS = {
    "outputs looked at for a publish": 1.5,
    "publish to visible, p95": 1.5,
    "memory of a whole check": 1.1,
    "newsroom, story list, p50": 2.0,
    "newsroom, open, p50": 2.0,
    "newsroom, save draft, p50": 2.0,
    "newsroom, publish, p50": 2.0,
}
PARTS = ("publishing", "storm", "press", "memory", "screens", "disk", "followed")
COMPARED = ("publishing", "memory", "screens")
# A check looks at some hundred pages at a time: in a site that is no larger, memory grows with it.
LEAST_FOR_MEMORY = 1_000
SHORT = "100,500"
NO_PARTS = "none"
Place = tuple[Path, str]
Result = tuple[list[Figure], dict[str, float]]


def main() -> int:
    options = _options()
    if options.child:
        return _child(options)
    homes = options.homes or Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
    homes.mkdir(parents=True, exist_ok=True)
    figures: list[Figure] = []
    first: dict[str, float] = {}
    try:
        places = {size: _place_for(size, homes, options) for size in options.sizes}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for child in [pool.submit(_told_by_child, *at, [], options) for at in places.items()]:
                child.result()
        for size, place in places.items():
            listed, compare = _told_by_child(size, place, _parts_of(size, options), options)
            figures += listed
            figures += _against(size, compare, options.sizes[0], first)
            first = first or compare
    finally:
        if options.homes is None:
            shutil.rmtree(homes, ignore_errors=True)
    engine = _engine(options.database)
    return report(f"The press on {engine}", figures, json_file=options.json)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--sizes",
        type=_numbers,
        default=os.environ.get("SIZES") or SHORT,
        help=f"numbers of stories, with commas (default: $SIZES or {SHORT})",
    )
    parser.add_argument(
        "--homes",
        type=Path,
        default=os.environ.get("HOMES") or None,
        help="folder where filled newsrooms stay (default: $HOMES, else none)",
    )
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL") or "",
        help="a PostgreSQL URL (default: $DATABASE_URL, else SQLite)",
    )
    parser.add_argument("--files", type=int, default=20_000, help="stories that get files")
    parser.add_argument("--turns", type=int, default=12, help="publishes measured for each size")
    parser.add_argument("--storm", type=int, default=5, help="seconds of ten publishes a second")
    parser.add_argument("--pages", type=int, default=300, help="pages of the press that is timed")
    parser.add_argument(
        "--parts",
        type=_parts,
        help=f"what to measure of each size, with commas, or none to fill only: {','.join(PARTS)}",
    )
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    add_json_option(parser)
    return parser.parse_args()  # fmt: skip


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _parts(text: str) -> list[str]:
    parts = [] if text == NO_PARTS else text.split(",")
    if unknown := set(parts) - {*PARTS}:
        message = f"unknown {', '.join(sorted(unknown))}; choose among {', '.join(PARTS)}, or none"
        raise argparse.ArgumentTypeError(message)
    return parts


def _engine(database: str) -> str:
    return "PostgreSQL" if database else "SQLite"


def _parts_of(size: int, options: argparse.Namespace) -> Sequence[str]:
    if options.parts is not None:
        return options.parts  # type: ignore[no-any-return]
    is_reference = size == options.sizes[0] and len(options.sizes) > 1
    return COMPARED if is_reference else PARTS


def _place_for(size: int, homes: Path, options: argparse.Namespace) -> Place:
    """The folder and the database of the size's own newsroom."""
    home = homes / f"{_engine(options.database).lower()}-{size}"
    return home, _database_for(options.database, size, keep=options.homes is not None)


def _told_by_child(
    size: int, place: Place, parts: Sequence[str], options: argparse.Namespace
) -> Result:
    """What a process tells whose settings name the newsroom, after filling what is missing."""
    home, database = place
    out = home.with_name(f"{home.name}.json")
    done = subprocess.run(
        [sys.executable, __file__, "--child", str(out), "--homes", str(home), "--sizes", str(size),
         "--database", database, "--files", str(options.files), "--turns", str(options.turns),
         "--storm", str(options.storm), "--pages", str(options.pages),
         "--parts", ",".join(parts) or NO_PARTS],
        check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.returncode)
    told = json.loads(out.read_text())
    return [Figure(**figure) for figure in told["figures"]], told["compare"]


def _database_for(url: str, size: int, *, keep: bool) -> str:
    """The URL of the size's own database, made where it is missing, or anew."""
    if not url:
        return ""
    parts = urlsplit(url)
    name = f"{parts.path.strip('/')}_{size}"
    with psycopg.connect(url, autocommit=True) as server:
        if not keep:
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            server.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))


def _against(
    size: int, compare: dict[str, float], first_size: int, first: dict[str, float]
) -> Iterable[Figure]:
    for what, value in compare.items():
        is_memory = "memory" in what
        if what in first and (first_size >= LEAST_FOR_MEMORY or not is_memory):
            name = f"{size:,} stories against {first_size:,}: {what}"
            unit = "MB" if is_memory else "" if "outputs" in what else "ms"
            yield compared(NAME, name, value, unit, reference=first[what], at_most=GOALS[what])


def _child(options: argparse.Namespace) -> int:
    settle_in(options.homes, options.database)
    from bench import press_child  # noqa: PLC0415 (it needs the settings)

    size = options.sizes[0]
    console = Console(stderr=True)
    began = time.monotonic()

    def tell(what: str, number: int, total: int) -> None:
        if number == total or time.monotonic() - tell.last > 10:  # type: ignore[attr-defined]
            tell.last = time.monotonic()  # type: ignore[attr-defined]
            told = f"{what} {number:,} of {total:,}"
            console.print(f"[dim]{time.monotonic() - began:7.0f} s  {size:,} stories: {told}")

    tell.last = began  # type: ignore[attr-defined]
    fill(size, files=options.files, on_step=tell)
    figures, compare = press_child.measure(size, options, console)
    told = {"figures": [asdict(figure) for figure in figures], "compare": compare}
    options.child.write_text(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
