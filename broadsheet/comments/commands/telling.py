"""How commands print: JSON for programs, tables for people."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def print_json(rows: Any) -> None:
    typer.echo(json.dumps(rows, ensure_ascii=False))


def print_rows(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    """All rows as one JSON list, or as a table whose columns are the names of the first row."""
    if as_json:
        print_json(rows)
        return
    if not rows:
        typer.echo("None.")
        return
    table = Table(*(name.replace("_", " ").capitalize() for name in rows[0]))
    for row in rows:
        table.add_row(*(str(value) if value is not None else "" for value in row.values()))
    Console().print(table)
