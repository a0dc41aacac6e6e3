"""Listing: moderators keep the words that make comments wait or weigh."""

from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from broadsheet.comments.errors import WordListedError
from broadsheet.comments.language.words import Kind, compile_words
from broadsheet.comments.language.words import ListedWord as Listed
from broadsheet.comments.lists import words_in_force
from broadsheet.comments.models import Clause, ListedWord, WordKind
from broadsheet.comments.texts import clean_line
from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, require, require_superuser
from broadsheet.people.actions import record
from broadsheet.people.models import User


def keep_word(
    *,
    word: str,
    language: str,
    clause: Clause,
    kind: str,
    by: User | None,
    edition: Edition | None = None,
) -> ListedWord:
    """List a word or phrase under a clause, in one edition or (None) in all of them.

    Raises NotAllowedError, WordListedError, and LanguageError for a word that cannot be listed.
    """
    word = clean_line(word)
    compile_words([Listed(word, language, clause.code, cast("Kind", kind))])
    with transaction.atomic():
        _require(by, edition)
        try:
            with transaction.atomic():
                row = ListedWord.objects.create(
                    word=word, language=language, clause=clause, kind=WordKind(kind), by=by,
                    edition=edition,
                )  # fmt: skip
        except IntegrityError as error:
            listed = words_in_force().filter(word=word, language=language, edition=edition)
            raise WordListedError(word, listed[0].kind if listed else kind) from error
        record(by=by, act="comments.word.keep", obj=f"word:{row.pk}", word=word, kind=kind,
               edition=edition.code if edition else "")  # fmt: skip
    return row


def withdraw_word(*, word: ListedWord, by: User | None) -> ListedWord:
    """Take a word out of the lists; comments that were weighed by it stay as they are."""
    with transaction.atomic():
        rows = ListedWord.objects.select_for_update(of=("self",)).select_related("edition")
        row = rows.get(pk=word.pk)
        _require(by, row.edition)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.withdrawn_by = timezone.now(), by
            row.save(update_fields=["withdrawn_at", "withdrawn_by"])
            record(by=by, act="comments.word.withdraw", obj=f"word:{row.pk}", word=row.word,
                   edition=row.edition.code if row.edition else "")  # fmt: skip
    return row


def _require(by: User | None, edition: Edition | None) -> None:
    if edition is None:
        require_superuser(by)
    else:
        require(by, Act.MODERATE, edition)
