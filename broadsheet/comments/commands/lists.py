"""`broadsheet comments words` and `train`: what the newsroom knows about words and decisions."""

from typing import Annotated, NoReturn

import typer

from broadsheet.comments import actions
from broadsheet.comments.commands.telling import AsJson, print_json, print_rows
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.language.errors import LanguageError
from broadsheet.comments.learning import train_classifier
from broadsheet.comments.lists import word_with_id, words_in_force
from broadsheet.comments.models import ListedWord
from broadsheet.comments.queries import clause_named
from broadsheet.editions.queries import edition_by_code

words = typer.Typer(no_args_is_help=True, help="The words that make comments wait or weigh.")

OfEdition = Annotated[str, typer.Option("--edition", help="In this edition alone, by its code.")]


@words.command(name="list")
def list_words(*, edition: OfEdition = "", as_json: AsJson = False) -> None:
    """List the words in force."""
    which = edition_by_code(edition) if edition else None
    print_rows([_told(word) for word in words_in_force(which)], as_json=as_json)


@words.command()
def add(
    word: Annotated[str, typer.Argument(help="The word or phrase; * at its end: any ending.")],
    *,
    language: Annotated[str, typer.Option(help="Its language, such as en or ar.")],
    clause: Annotated[str, typer.Option(help="The clause it breaks, by number or name.")],
    kind: Annotated[str, typer.Option(help="banned, suspect or allowed.")] = "suspect",
    edition: OfEdition = "",
) -> None:
    """List a word: banned makes comments wait, suspect weighs, allowed is innocent."""
    try:
        row = actions.keep_word(
            word=word, language=language, clause=clause_named(clause).clause, kind=kind, by=None,
            edition=edition_by_code(edition) if edition else None,
        )  # fmt: skip
    except (CommentsError, LanguageError) as error:
        _end(error)
    typer.echo(f"Listed as word {row.pk}.")


@words.command()
def withdraw(number: Annotated[int, typer.Argument(help="The word, by its number.")]) -> None:
    """Take a word out of the lists."""
    try:
        actions.withdraw_word(word=word_with_id(number), by=None)
    except CommentsError as error:
        _end(error)
    typer.echo("Withdrawn.")


def train(*, as_json: AsJson = False) -> None:
    """Learn from the decisions which clause a comment is likely to break; needs scikit-learn."""
    try:
        row = train_classifier()
    except LanguageError as error:
        _end(error)
    if row is None:
        message = (
            "Nothing was learned: a clause needs 30 rejections among 150 decisions in its language."
        )
        _end(ValueError(message))
    if as_json:
        print_json({"weights": row.pk, "examples": row.examples, "models": row.contents})
        return
    typer.echo(f"Weights {row.pk}, from {row.examples} decisions:")
    print_rows(row.contents, as_json=False)


def _end(error: Exception) -> NoReturn:
    typer.echo(str(error), err=True)
    raise typer.Exit(1)


def _told(word: ListedWord) -> dict[str, object]:
    return {
        "number": word.pk,
        "word": word.word,
        "kind": word.kind,
        "language": word.language,
        "clause": word.clause.code,
        "edition": word.edition.code if word.edition else None,
    }
