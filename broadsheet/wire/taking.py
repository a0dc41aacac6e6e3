"""`broadsheet wire take`: agency files become stories, and with `--publish` pages."""

import json
import logging
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from broadsheet.editions.addresses import absolute
from broadsheet.editions.errors import EditionError
from broadsheet.editions.models import Edition, Section
from broadsheet.editions.queries import edition_by_code, section_of
from broadsheet.press.models import Output
from broadsheet.press.working import drain
from broadsheet.press.writers.choosing import site_writer
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import Placement
from broadsheet.stories.queries import path_of
from broadsheet.wire.actions import Lifted, lift_version, obey_kills, take_delivery
from broadsheet.wire.command_line import time_zone_named, wire
from broadsheet.wire.errors import FileUnreadable, NotLifted, WireError
from broadsheet.wire.reading import name_of, opened

Row = dict[str, Any]
logger = logging.getLogger(__name__)


@wire.command("take")
def take(
    files: Annotated[list[Path], typer.Argument(help="Agency files in any known format.")],
    *,
    edition: Annotated[
        str | None, typer.Option(help="Code of the edition; without it, the item's language's.")
    ] = None,
    section: Annotated[
        str | None, typer.Option(help="Slug of the section; without it, by the item's subjects.")
    ] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Publish and press at once.")] = False,
    timezone: Annotated[str | None, typer.Option(help="The zone of times that name none.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Take agency files in; the exit status is 1 if any was refused or could not be published."""
    place = _place(edition, section)
    zone = time_zone_named(timezone)
    rows = [row for file in files for row in _take(file, place, zone, publish=publish)]
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        _print(rows)
    if any(row["error"] for row in rows):
        raise typer.Exit(1)


def _place(edition: str | None, section: str | None) -> tuple[Edition | None, Section | None]:
    if section and not edition:
        raise typer.BadParameter(
            "A section needs its edition; add --edition.", param_hint="--section"
        )
    try:
        title = edition_by_code(edition) if edition else None
        return title, section_of(title, section) if title and section else None
    except EditionError as error:
        raise typer.BadParameter(str(error)) from error


def _take(file: Path, place: tuple[Any, Any], zone: Any, *, publish: bool) -> list[Row]:
    """One row for each item of the file, or one that says why it was refused.

    A kill is obeyed and pressed whether or not anything is to be published.
    """
    started = time.perf_counter()
    try:
        with opened(file) as data:
            taken = take_delivery(data=data, name=name_of(file), time_zone=zone)
    except FileUnreadable as error:
        return [_refused(file, error)]
    if taken.error is not None:
        return [_refused(file, taken.error)]
    killed = obey_kills(guids=taken.kills)
    rows = [_row(file, story=story.pk, headline="", killed=True) for story in killed]
    rows += [_lift(file, version, place, publish=publish) for version in taken.versions]
    if publish or killed or any(row["taken_back"] for row in rows):
        _press(rows, started)
    return rows


def _refused(file: Path, error: WireError) -> Row:
    return _row(file, error=_told(error))


def _told(error: WireError) -> Row:
    return {"code": error.code, "reason": error.reason, "remedy": error.remedy}


def _row(file: Path, **values: Any) -> Row:
    empty = {
        "file": name_of(file),
        "story": None,
        "guid": None,
        "headline": None,
        "address": None,
        "published": False,
        "killed": False,
        "taken_back": False,
        "note": "",
        "seconds": None,
        "error": None,
    }
    return empty | values


def _lift(file: Path, version: Any, place: tuple[Any, Any], *, publish: bool) -> Row:
    line = version.line
    row = _row(file, guid=line["guid"], headline=line["headline"])
    try:
        lifted = lift_version(version=version, edition=place[0], section=place[1], publish=publish)
    except WireError as error:
        return row | {"error": _told(error)}
    except (EditionError, StoryError) as error:
        return row | {"error": _told(NotLifted(cause=error))}
    except Exception as fault:
        logger.exception("%s could not be lifted.", line["guid"])
        return row | {"error": _told(NotLifted(cause=fault))}
    return row | _outcome(lifted)


def _outcome(lifted: Lifted) -> Row:
    story = lifted.story
    if story is None:
        return {"note": lifted.why_not}
    told: Row = {"story": story.pk, "headline": story.headline, "note": lifted.why_not}
    placement = Placement.objects.filter(story=story, is_home=True, state="live").first()
    if placement is not None:
        told |= {"published": True, "address": absolute(placement.edition, path_of(placement))}
    return told | {"taken_back": lifted.taken_back}


def _press(rows: list[Row], started: float) -> None:
    """Press what the file changed, beside whatever worker runs, and wait for its pages."""
    drain(site_writer())
    keys = {row["story"]: row for row in rows if row["published"]}
    waiting = Output.objects.filter(stale_since__isnull=False, attempts=0)
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        if not any(waiting.filter(key__endswith=f":story:{story}").exists() for story in keys):
            break
        time.sleep(0.05)
    for row in keys.values():
        row["seconds"] = round(time.perf_counter() - started, 3)


def _print(rows: list[Row]) -> None:
    table = Table(title="Taken in", title_justify="left", show_lines=True)
    table.add_column("File", max_width=28, overflow="fold")
    table.add_column("Story", overflow="fold", ratio=1)
    table.add_column("File to page", justify="right", no_wrap=True)
    for row in rows:
        seconds = f"{row['seconds']:.2f} s" if row["seconds"] else ""
        table.add_row(escape(Path(row["file"]).name), _story_cell(row), seconds)
    Console().print(table)


def _story_cell(row: Row) -> str:
    if row["error"]:
        error = row["error"]
        words = f"{error['reason']} {error['remedy']}".strip()
        return f"[bold red]Refused[/] ({error['code']})\n{escape(words)}"
    lines = [f"[bold]{escape(row['headline'] or row['guid'] or '')}[/]"]
    if row["killed"]:
        lines = [f"[bold red]Killed[/] story {row['story']}"]
    lines += [f"[link={row['address']}]{escape(row['address'])}[/]"] if row["address"] else []
    lines += [f"[dim]{escape(row['note'])}[/]"] if row["note"] else []
    return "\n".join(lines)
