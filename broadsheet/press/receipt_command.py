"""`broadsheet press receipt`: what became of a kill, surface by surface."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from broadsheet.press.errors import NeverKilledError
from broadsheet.press.receipts import Receipt, receipt_of


def receipt(
    subject: Annotated[str, typer.Argument(help="A story's id, or a tag such as picture:12.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Show each surface of a killed story or picture, and when it was withdrawn (UTC)."""
    tag = subject if ":" in subject else f"story:{subject}"
    found = receipt_of(tag)
    if found is None:
        raise NeverKilledError(tag)
    if as_json:
        typer.echo(json.dumps(_said(found), ensure_ascii=False))
    else:
        Console().print(_table(found))
    if found.waiting:
        raise typer.Exit(1)


def _said(found: Receipt) -> dict[str, object]:
    return {
        "subject": found.subject,
        "at": found.at.isoformat(),
        "reason": found.reason,
        "seconds": found.seconds,
        "lines": [
            {
                "surface": line.surface,
                "key": line.key,
                "path": line.path,
                "how": line.how,
                "at": line.withdrawn_at.isoformat() if line.withdrawn_at else None,
            }
            for line in found.lines
        ],
    }


def _table(found: Receipt) -> Table:
    table = Table("surface", "path", "how", "withdrawn", title=f"{found.subject}, {found.at:%F %T}")
    for line in found.lines:
        at = f"{line.withdrawn_at:%H:%M:%S.%f}"[:-3] if line.withdrawn_at else "still there"
        table.add_row(line.surface, line.path, line.how, at)
    if found.seconds is not None:
        table.caption = f"Gone everywhere {found.seconds:.2f} s after the kill"
    else:
        table.caption = f"{found.waiting} surfaces still show it"
    return table
