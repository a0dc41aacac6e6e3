"""`broadsheet check`: every mistake in the settings, with its remedy."""

import json
from typing import Annotated

import typer
from django.core.checks import ERROR, CheckMessage, run_checks
from rich.console import Console
from rich.text import Text

app = typer.Typer()


@app.command()
def check(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Look for mistakes in the settings."""
    messages = run_checks()
    for message in messages:
        if as_json:
            typer.echo(json.dumps(_as_dict(message), ensure_ascii=False))
        else:
            _print(message)
    if not messages and not as_json:
        typer.echo("No mistakes in the settings.")
    if any(message.level >= ERROR for message in messages):
        raise typer.Exit(1)


def _as_dict(message: CheckMessage) -> dict[str, str | bool]:
    return {
        "id": message.id or "",
        "error": message.level >= ERROR,
        "message": str(message.msg),
        "hint": str(message.hint or ""),
    }


def _print(message: CheckMessage) -> None:
    style = "bold red" if message.level >= ERROR else "yellow"
    console = Console(soft_wrap=True, highlight=False)
    console.print(Text(f"{message.id}: ", style=style), Text(str(message.msg)), sep="")
    if message.hint:
        console.print(Text(f"    {message.hint}"))
