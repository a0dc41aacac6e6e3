"""`broadsheet comments import`, `import-rest` and `export`: comments come in and go out."""

import json
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from rich.console import Console

from broadsheet.comments import exporting
from broadsheet.comments.commands.telling import AsJson, print_json, print_rows
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.importing.disqus import read_disqus
from broadsheet.comments.importing.foreign import Foreign
from broadsheet.comments.importing.isso import read_isso
from broadsheet.comments.importing.mapping import Stories, pairs_in
from broadsheet.comments.importing.ours import read_ours
from broadsheet.comments.importing.taking import Outcome, take_comments
from broadsheet.comments.importing.wxr import read_wxr
from broadsheet.comments.keys import author_of
from broadsheet.comments.models import Comment, Imported
from broadsheet.comments.queries import comment_with_id, comments_by_author
from broadsheet.editions.queries import edition_by_code
from broadsheet.outside.errors import OutsideError


class From(StrEnum):
    WXR = "wxr"
    DISQUS = "disqus"
    ISSO = "isso"
    BROADSHEET = "broadsheet"


READERS: dict[From, Callable[[BinaryIO], Iterator[Foreign]]] = {
    From.WXR: read_wxr,
    From.DISQUS: read_disqus,
    From.BROADSHEET: read_ours,
}
Code = Annotated[str, typer.Option("--edition", help="The edition, by its code.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file to read.")]


def import_comments(
    system: Annotated[From, typer.Argument(help="The system that wrote the file.")],
    file: File,
    *,
    edition: Code,
    source: Annotated[
        str, typer.Option(help="A name for the other site, if there are several.")
    ] = "",
    stories: Annotated[
        Path | None,
        typer.Option(exists=True, help="Lines of address,story-id for what cannot be told."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take in the comments of WordPress, Disqus, Isso or another Broadsheet; may be repeated."""
    where = edition_by_code(edition)
    outcome = Outcome()
    with Console(stderr=True).status("Reading …") as status:
        try:
            take_comments(
                _read(system, file),
                edition=where,
                source=source or system.value,
                stories=Stories(where, _pairs(stories)),
                outcome=outcome,
                on_step=lambda so_far: status.update(f"{so_far.taken:,} taken in …"),
            )
        except (CommentsError, OutsideError) as error:
            typer.echo(str(error), err=True)
            _tell(outcome, as_json=as_json)
            raise typer.Exit(1) from error
    _tell(outcome, as_json=as_json)


def import_rest(*, edition: Code, as_json: AsJson = False) -> None:
    """List what came with imports and is no comment here, with the reason and its words."""
    rows = Imported.objects.filter(edition=edition_by_code(edition), comment=None)
    told = [
        {"source": row.source, "key": row.key, "why": row.why, **(row.kept or {})}
        for row in rows.order_by("source", "pk")
    ]
    if as_json:
        print_json(told)
        return
    shown = ("source", "key", "why", "address", "name")
    print_rows([{name: row.get(name, "") for name in shown} for row in told], as_json=False)


def export(
    *,
    mail: Annotated[str, typer.Option(help="Everything by this mailbox.")] = "",
    comment: Annotated[str, typer.Option(help="One comment, by its id.")] = "",
    everything: Annotated[
        bool, typer.Option("--everything", help="All comments, and what was decided about them.")
    ] = False,
    edition: Annotated[str, typer.Option(help="With --everything: of this edition alone.")] = "",
) -> None:
    """Print what is kept about a person or a comment, or everything, as JSON."""
    if everything:
        for line in exporting.everything(edition_by_code(edition) if edition else None):
            typer.echo(json.dumps(line, ensure_ascii=False))
        return
    for row in found(mail, comment):
        typer.echo(json.dumps(exporting.data_of(row), ensure_ascii=False))


def found(mail: str, comment: str) -> list[Comment]:
    """The comments that one of two options names."""
    if bool(mail) == bool(comment):
        message = "Name a mailbox with --mail, or one comment with --comment."
        raise typer.BadParameter(message)
    return list(comments_by_author(author_of(mail))) if mail else [comment_with_id(comment)]


def _read(system: From, file: Path) -> Iterator[Foreign]:
    if system is From.ISSO:
        yield from read_isso(file)
        return
    with file.open("rb") as opened:
        yield from READERS[system](opened)


def _pairs(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        return pairs_in(lines)


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    told: dict[str, Any] = {
        "taken": outcome.taken,
        "known": outcome.known,
        "kept": outcome.kept,
        "addresses": outcome.addresses,
    }
    if as_json:
        print_json(told)
        return
    typer.echo(f"{outcome.taken:,} taken in, {outcome.known:,} were known.")
    for why, number in sorted(outcome.kept.items()):
        typer.echo(f"{number:,} kept aside: {why}.")
    for address, number in sorted(outcome.addresses.items(), key=lambda pair: -pair[1])[:20]:
        typer.echo(f"  {number:,} under {address}")
    if outcome.addresses:
        typer.echo("Name their stories with --stories and import again; nothing comes in twice.")
