"""`broadsheet comments`: the queue, decisions, the log's proof, export and erasure."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from broadsheet.comments import actions, chain
from broadsheet.comments.commands import accounting, lists, moving
from broadsheet.comments.commands.telling import AsJson, print_json
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.models import Comment
from broadsheet.comments.queries import (
    clause_named,
    clauses_in_force,
    comment_with_id,
    comments_to_judge,
)
from broadsheet.editions.queries import edition_by_code

SHOWN = 100
Ids = Annotated[list[str], typer.Argument(help="Comments, by their ids.")]

app = typer.Typer(no_args_is_help=True, help="Readers' comments: the queue, decisions, the log.")
app.add_typer(lists.words, name="words")
app.command()(lists.train)
app.command(name="import")(moving.import_comments)
app.command()(moving.import_rest)
app.command()(moving.export)
app.command()(accounting.statements)
app.command()(accounting.figures)


@app.command(name="list")
def list_comments(
    *,
    edition: Annotated[str, typer.Option(help="Of this edition alone, by its code.")] = "",
    state: Annotated[str, typer.Option(help="In this state instead of those that wait.")] = "",
    limit: Annotated[int, typer.Option(help="How many at most.", min=1)] = SHOWN,
    as_json: AsJson = False,
) -> None:
    """List the comments that wait for a moderator, the most urgent first."""
    which = edition_by_code(edition) if edition else None
    rows = comments_to_judge(None, which)
    if state:
        rows = Comment.objects.filter(state=state).select_related("edition", "story")
        rows = (rows.filter(edition=which) if which else rows).order_by("-id")
    shown = [_told(comment) for comment in rows[:limit]]
    if as_json:
        print_json(shown)
        return
    table = Table("Id", "Edition", "State", "Harm", "Since", "Name", "Title")
    for row in shown:
        table.add_row(
            row["id"], row["edition"], row["state"], f"{row['score']:.2f}", row["waiting_since"],
            row["name"], row["title"],
        )  # fmt: skip
    Console().print(table)


@app.command()
def approve(ids: Ids) -> None:
    """Let comments appear."""
    _judge(ids, actions.approve_comment)


@app.command()
def reject(
    ids: Ids,
    *,
    clause: Annotated[str, typer.Option(help="The clause they break, by number or name.")],
    quote: Annotated[
        list[str] | None, typer.Option(help="Words of the comment that break it.")
    ] = None,
    reason: Annotated[str, typer.Option(help="What else the writer should know.")] = "",
) -> None:
    """Refuse comments under a clause of the terms."""
    version = clause_named(clause)
    _judge(ids, actions.reject_comment, clause=version, quoted=quote or [], reason=reason)


@app.command()
def hold(ids: Ids) -> None:
    """Put comments aside."""
    _judge(ids, actions.hold_comment)


@app.command()
def terms(*, as_json: AsJson = False) -> None:
    """List the clauses in force."""
    rows = [
        {"number": v.clause.number, "code": v.clause.code, "version": v.version, "texts": v.texts}
        for v in clauses_in_force()
    ]
    if as_json:
        print_json(rows)
        return
    table = Table("Number", "Name", "Version", "Text")
    for row in rows:
        table.add_row(
            str(row["number"]), row["code"], str(row["version"]), row["texts"]["en"]["text"]
        )
    Console().print(table)


@app.command()
def verify(*, as_json: AsJson = False) -> None:
    """Check that no line of the decision log was changed, taken out or slipped in."""
    breaks = list(chain.broken())
    if as_json:
        print_json([{"line": found.line, "reason": found.reason} for found in breaks])
    for found in breaks if not as_json else ():
        typer.echo(f"Line {found.line}: {found.reason}.", err=True)
    if breaks:
        raise typer.Exit(1)
    if not as_json:
        typer.echo("The decision log is whole.")


@app.command()
def erase(
    *,
    mail: Annotated[str, typer.Option(help="Everything by this mailbox.")] = "",
    comment: Annotated[str, typer.Option(help="One comment, by its id.")] = "",
) -> None:
    """Erase a person's comments, or one, for good; pages without them are pressed."""
    rows = moving.found(mail, comment)
    for row in rows:
        actions.erase_comment(comment=row)
    typer.echo(f"Erased {len(rows)}.")


def _judge(ids: list[str], judge: Any, **words: Any) -> None:
    """Judge each; say of each that could not be judged why, and end with status 1."""
    failed = False
    for comment_id in ids:
        try:
            judge(comment=comment_with_id(comment_id), by=None, **words)
        except (CommentsError, ValueError) as error:
            failed = True
            typer.echo(str(error), err=True)
    if failed:
        raise typer.Exit(1)


def _told(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "edition": comment.edition.code,
        "story": comment.story_id,
        "state": comment.state,
        "score": comment.score,
        "waiting_since": _iso(comment.waiting_since),
        "name": comment.name,
        "title": comment.title,
        "text": comment.text,
    }


def _iso(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
