"""`broadsheet wire`: what agencies sent, shown without storing anything, or taken in."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from broadsheet.wire.formats.item import WireItem, iso_utc
from broadsheet.wire.reading import Reading, read_files

wire = typer.Typer(
    name="wire",
    help="Agency copy: read files, and later take them in.",
    no_args_is_help=True,
)


@wire.callback()
def _wire() -> None:
    """Agency copy: read files, and later take them in."""


@wire.command("read")
def read(
    files: Annotated[list[Path], typer.Argument(help="Agency files in any known format.")],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line, one for each item.")
    ] = False,
    timezone: Annotated[
        str | None,
        typer.Option(help="The zone of times that name none, such as Africa/Cairo. Default: UTC."),
    ] = None,
) -> None:
    """Read agency files without storing them; the exit status is 1 if any was refused."""
    readings = read_files(files, time_zone=time_zone_named(timezone))
    refused = _print_lines(readings) if as_json else _print_table(readings)
    if refused:
        raise typer.Exit(1)


def time_zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of that name; raises `typer.BadParameter` for none that is known."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise typer.BadParameter(
            f"{name!r} is no time zone; use a name such as Africa/Cairo or Europe/London.",
            param_hint="--timezone",
        ) from error


def _print_lines(readings: Iterator[Reading]) -> int:
    refused = 0
    for reading in readings:
        for line in reading.as_lines():
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        refused += reading.error is not None
    return refused


def _print_table(readings: Iterator[Reading]) -> int:
    table = Table(title="What the wire brought", title_justify="left", show_lines=True)
    table.add_column("File", no_wrap=True, max_width=24)
    table.add_column("Kind", no_wrap=True)
    table.add_column("Version of (UTC)", no_wrap=True)
    table.add_column("Headline, and what was mended", overflow="fold", ratio=1)
    table.add_column("Words", justify="right")
    refused = []
    for reading in readings:
        if reading.error is not None:
            refused.append(reading)
        for item in reading.items:
            table.add_row(*_row(reading.file, item))
    console = Console()
    if table.row_count:
        console.print(table)
    for reading in refused:
        console.print(_refusal(reading))
    return len(refused)


def _row(file: str, item: WireItem) -> tuple[str, ...]:
    kind = f"{item.format}\n{item.type} {item.language or ''}".strip()
    status = "" if item.pubstatus == "usable" else f"\n[bold red]{item.pubstatus}[/]"
    notes = f"\n[dim]{escape(' '.join(item.repairs))}[/]" if item.repairs else ""
    created = iso_utc(item.version_created)[:16].replace("T", " ") if item.version_created else ""
    return (
        escape(Path(file).name),
        f"{escape(kind)}{status}",
        created,
        escape(item.headline or item.slugline or item.guid or "") + notes,
        str(item.body_words),
    )


def _refusal(reading: Reading) -> str:
    error = reading.error
    if error is None:
        return ""
    where, reason, remedy = map(escape, (reading.file, error.reason, error.remedy))
    return f"[bold red]Refused[/] [bold]{where}[/] ({error.code})\n  {reason}\n  {remedy}"
