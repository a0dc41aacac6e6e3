"""`broadsheet comments statements` and `figures`: what moderation did, told to others."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from django.utils import timezone

from broadsheet.comments.commands.telling import AsJson, print_json, print_rows
from broadsheet.comments.figures import figures_of
from broadsheet.comments.statements.making import statements_since
from broadsheet.comments.statements.shape import faults_in
from broadsheet.editions.queries import all_editions, edition_by_code

Code = Annotated[str, typer.Option("--edition", help="Of this edition alone, by its code.")]


def statements(
    *,
    since: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="Decisions from this day (UTC) on.")
    ],
    edition: Code = "",
    as_json: AsJson = False,
) -> None:
    """Export decisions as statements of reasons, each checked by the rules of the EU's database."""
    where = edition_by_code(edition) if edition else None
    made, wrong = [], 0
    for line, statement in statements_since(since.replace(tzinfo=UTC), edition=where):
        faults = faults_in(statement)
        for fault in faults:
            typer.echo(f"Line {line.pk} of the log ({line.act} {line.comment_id}): {fault}",
                       err=True)  # fmt: skip
        wrong += bool(faults)
        if not faults:
            made.append(statement)
    if as_json:
        print_json({"statements": made})
    else:
        shown = ("puid", "application_date", "category", "source_type", "content_language")
        print_rows([{name: one.get(name) for name in shown} for one in made], as_json=False)
    if wrong:
        typer.echo(f"{wrong} left out because of the faults named above.", err=True)
        raise typer.Exit(1)


def figures(
    *,
    edition: Code = "",
    days: Annotated[int, typer.Option(min=1, help="Over so many days until now.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Show how long decisions take in each edition, and how many an appeal overturns."""
    editions = [edition_by_code(edition)] if edition else all_editions()
    over = timedelta(days=days)
    rows = []
    for one in editions:
        found = figures_of(one, timezone.now(), over=over)
        share = found.overturned_share
        rows.append(
            {"edition": one.code, **asdict(found),
             "overturned_share": None if share is None else round(share, 4)}
        )  # fmt: skip
    print_rows(rows, as_json=as_json)
