"""`broadsheet press history`, `show` and `rollback`: the time machine."""

import getpass
import json
import os
import sys
import time as clock
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from broadsheet.press.history.asking import Told, bytes_at, history_of, path_named, time_named
from broadsheet.press.history.rolling import Rolled, roll_back, roll_forward
from broadsheet.press.models import Pin
from broadsheet.press.showing import press_with_progress
from broadsheet.press.standing import PinState
from broadsheet.press.working import prepare
from broadsheet.press.writers.choosing import site_writer

PathArgument = Annotated[
    str, typer.Argument(help="A file of the site, or its address: /en/world/.")
]


def history(
    path: PathArgument,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a version.")] = False,
) -> None:
    """List the versions of a page: from when until when readers got them, and what is kept."""
    name = path_named(path)
    told = history_of(name, site_writer())
    if as_json:
        for version in told:
            typer.echo(json.dumps(_said(version), ensure_ascii=False))
    else:
        Console().print(_table(name, told))
    if not told:
        raise typer.Exit(1)


def _said(version: Told) -> dict[str, object]:
    times = {"came_at": version.came_at, "went_at": version.went_at}
    return asdict(version) | {name: at.isoformat() if at else None for name, at in times.items()}


def _table(name: str, told: list[Told]) -> Table:
    table = Table("came (UTC)", "until (UTC)", "bytes", "digest", "are", title=name)
    for version in told:
        until = _utc(version.went_at) if version.went_at else ""
        table.add_row(
            _utc(version.came_at), until, str(version.size), version.digest, version.bytes
        )
    if not told:
        table.caption = "Readers never got anything at this path, as far as is known."
    return table


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def show(
    path: PathArgument,
    *,
    at: Annotated[str, typer.Option(help="When, in UTC: 2026-11-25T14:30.")],
) -> None:
    """Print the bytes that readers got of a page at a time; refused for what was killed since."""
    body = bytes_at(path_named(path), time_named(at), site_writer())
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


def rollback(
    edition: Annotated[str, typer.Argument(help="The code of an edition, such as en.")],
    *,
    to: Annotated[str, typer.Option(help="When, in UTC: 2026-11-25T14:30.")] = "",
    forward: Annotated[bool, typer.Option("--forward", help="Give the present again.")] = False,
) -> None:
    """Give readers an edition as it was at a time, or, with --forward, as it is now. What was
    killed stays killed; editors go on working, and it shows when the edition goes forward.
    """
    if bool(to) == forward:
        message = "Name either a time (--to) or --forward."
        raise typer.BadParameter(message)
    began = clock.monotonic()
    writer = site_writer()
    prepare(writer)
    rolled = (
        roll_forward(edition=edition, by=_who())
        if forward
        else roll_back(edition=edition, to=time_named(to), by=_who())
    )
    console = Console(highlight=False)
    well = press_with_progress(writer, console)
    console.print(_done(rolled, clock.monotonic() - began), soft_wrap=True)
    if not well:
        raise typer.Exit(1)


def _done(rolled: Rolled, seconds: float) -> str:
    looked = f"{rolled.outputs} pages looked at in {seconds:.1f} s"
    if rolled.to is None:
        return f"Readers of {rolled.edition} get the present again; {looked}."
    return f"{pin_line(Pin.objects.get(edition=rolled.edition))} {looked}."


def pin_line(pin: Pin | PinState) -> str:
    """What an operator has to know of a pin, in a sentence or two."""
    by = f" by {pin.by}" if pin.by else ""
    return (
        f"Readers of {pin.edition} get it as it was at {_utc(pin.to)} UTC, since "
        f"{_utc(pin.at)}{by}. To give the present: broadsheet press rollback {pin.edition} "
        "--forward."
    )


def _who() -> str:
    """The name of whoever is at the machine; containers may know none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
