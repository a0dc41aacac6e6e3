"""`broadsheet tasks`: runs background tasks one after the other, or lists those not done."""

import json
import logging
from typing import Annotated

import typer
from django.core.management import call_command
from rich.console import Console
from rich.table import Table

from broadsheet.project.background import unfinished_tasks, worker_identity

app = typer.Typer()


@app.command()
def tasks(
    *,
    listing: Annotated[
        bool, typer.Option("--list", help="List waiting, running and failed tasks instead.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="List them as one JSON object a line.")
    ] = False,
) -> None:
    """Run background tasks, or list them."""
    if listing or as_json:
        _list(as_json=as_json)
        return
    for name in ("django_tasks", "django_tasks_db"):
        logging.getLogger(name).addFilter(_is_worth_a_line)
    with worker_identity() as worker:
        call_command("db_worker", "--queue-name", "*", "--worker-id", worker, "--no-reload")


def _is_worth_a_line(line: logging.LogRecord) -> bool:
    """A task that went well is none; the worker itself lowers its loggers' level to INFO."""
    return line.levelno >= logging.WARNING


def _list(*, as_json: bool) -> None:
    found = unfinished_tasks()
    if as_json:
        for task in found:
            typer.echo(json.dumps(task, ensure_ascii=False))
        return
    table = Table("task", "status", "tries", "since (UTC)", "reason")
    for task in found:
        row = (task["task"], task["status"], str(task["tries"]), task["enqueued_at"])
        table.add_row(*row, task["reason"])
    Console().print(table if found else "Nothing waits, runs or has failed.")
