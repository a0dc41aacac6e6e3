"""`broadsheet fill-archive`: the part of `demo --stories` that needs the database."""

from datetime import timedelta
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from broadsheet.press.checking import outputs_put_off
from broadsheet.press.showing import press_with_progress
from broadsheet.press.working import prepare
from broadsheet.press.writers.choosing import site_writer
from broadsheet.project.demo.archive.filling import fill_archive

YOUNGEST = timedelta(days=3)
"""How old the newest invented story is, so that the demo's own copy stays in front."""

app = typer.Typer()


class RateColumn(TextColumn):
    """Stories a second."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> str:  # type: ignore[override]
        return f"{task.speed:,.0f}/s" if task.speed else ""


@app.command("fill-archive")
def fill_archive_with_progress(
    *,
    stories: Annotated[int, typer.Option(min=1, help="How many stories the archive gets.")],
    files: Annotated[int, typer.Option(min=0, help="How many of the newest are pressed.")],
) -> None:
    """Add invented stories to a demo."""
    console = Console()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, speed_estimate_period=120) as progress:
        tasks = {}

        def show(what: str, number: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(
                    f"Filling the {what}", completed=number, total=total
                )
            progress.update(tasks[what], completed=number)

        fill_archive(stories=stories, files=files, ends=timezone.now() - YOUNGEST, on_step=show)
    writer = site_writer()
    prepare(writer)
    if not press_with_progress(writer, console):
        raise typer.Exit(1)
    if put_off := outputs_put_off().count():
        console.print(
            f"{put_off:,} older stories are known to the press and put off: they have no file "
            "until something on their page changes, or until broadsheet press run --all."
        )
