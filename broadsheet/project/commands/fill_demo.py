"""`broadsheet fill-demo`: the part of `demo` that needs the database; it tells its progress."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from broadsheet.editions.models import Edition
from broadsheet.press.showing import press_with_progress
from broadsheet.press.working import prepare
from broadsheet.press.writers.choosing import site_writer
from broadsheet.project.demo.making import make_demo
from broadsheet.project.demo.wire import take_demo_wire
from broadsheet.project.errors import DatabaseInUseError
from broadsheet.project.newsroom import bring_up_to_date, in_haste, write_key

app = typer.Typer()


@app.command()
def fill_demo(
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make the demo's copy first.")] = False,
) -> None:
    """Fill a fresh newsroom with the demo."""
    console = Console()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Fitting the database", total=None)

        def show(what: str, number: int = 0, total: int | None = None) -> None:
            progress.update(task, description=what, completed=number, total=total)

        write_key(settings.HOME)
        with in_haste() if fresh else nullcontext():
            bring_up_to_date(on_step=show)
            if fresh:
                if Edition.objects.exists():
                    raise DatabaseInUseError

                def making(what: str, number: int, total: int) -> None:
                    show(f"Making the {what}", number, total)

                make_demo(password=_password(settings.HOME), on_step=making)
                take_demo_wire(making)
    writer = site_writer()
    prepare(writer)
    if not press_with_progress(writer, console):
        raise typer.Exit(1)


def _password(home: Path) -> str:
    return str(json.loads((home / "demo.json").read_text())["password"])
