"""`broadsheet due`: what the clock will publish and take back, what it could not, and how late."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from broadsheet.project.clock import REMEDY
from broadsheet.stories.models import DueTime
from broadsheet.stories.schedule import Schedule, schedule_of

app = typer.Typer()


@app.command()
def due(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """See what is due to be published or taken back."""
    schedule = schedule_of()
    rows = [*schedule.failed, *schedule.waiting, *schedule.done]
    if as_json:
        for row in rows:
            typer.echo(json.dumps(_said(row), ensure_ascii=False))
        return
    console = Console()
    if schedule.clock_off is not None:
        said = f"This machine's clock jumped by {schedule.clock_off} s. {REMEDY}"
        console.print(said, style="red")
    console.print(_table(rows, schedule) if rows else "Nothing is due.")


def _said(row: DueTime) -> dict[str, object]:
    return {
        "at": row.at.isoformat(),
        "act": row.act,
        "story": row.placement.story_id,
        "edition": row.placement.edition.code,
        "headline": str(row.placement.story),
        "state": row.state,
        "asked_by": row.asked_by.get_username() if row.asked_by else None,
        "follows_embargo": row.follows_embargo,
        "late_seconds": row.late_seconds,
        "error": row.error,
    }


def _table(rows: list[DueTime], schedule: Schedule) -> Table:
    table = Table("at (UTC)", "what", "story", "edition", "state", "late", "reason")
    for row in rows:
        late = "" if row.late_seconds is None else f"{row.late_seconds:.1f} s"
        table.add_row(
            f"{row.at:%Y-%m-%d %H:%M:%S}", row.get_act_display(), str(row.placement.story),
            row.placement.edition.code, row.get_state_display(), late, row.error,
        )  # fmt: skip
    median, worst = schedule.late_at(0.5), schedule.late_at(0.95)
    if median is not None:
        table.caption = f"Late in the last day: p50 {median:.1f} s, p95 {worst:.1f} s"
    return table
