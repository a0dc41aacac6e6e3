"""The newsroom's word lists: kept by moderators, compiled once for each edition and change."""

from datetime import datetime
from functools import lru_cache
from typing import cast

from django.db.models import Max, Q, QuerySet

from broadsheet.comments.errors import UnknownWordError
from broadsheet.comments.language.starting_lists import starting_lists
from broadsheet.comments.language.words import Kind, WordLists, compile_words
from broadsheet.comments.language.words import ListedWord as Listed
from broadsheet.comments.models import Clause, ListedWord
from broadsheet.editions.models import Edition

Stamp = tuple[int, datetime | None, datetime | None]


def words_in_force(edition: Edition | None = None) -> QuerySet[ListedWord]:
    """The words that hold in the edition: its own and those of all; None gives every list."""
    rows = ListedWord.objects.filter(withdrawn_at=None).select_related("clause", "edition")
    return rows if edition is None else rows.filter(Q(edition=edition) | Q(edition=None))


def word_with_id(word_id: int) -> ListedWord:
    """Raises UnknownWordError."""
    row = words_in_force().filter(pk=word_id).first()
    if row is None:
        raise UnknownWordError(word_id)
    return row


def lists_for(edition: Edition | None) -> WordLists:
    """The lists that weigh comments in the edition, in every language: readers mix them."""
    newest = ListedWord.objects.aggregate(Max("pk"), Max("at"), Max("withdrawn_at"))
    stamp = (newest["pk__max"] or 0, newest["at__max"], newest["withdrawn_at__max"])
    return _compiled(edition.pk if edition else None, stamp)


@lru_cache(maxsize=32)
def _compiled(edition_id: int | None, _stamp: Stamp) -> WordLists:
    rows = ListedWord.objects.filter(withdrawn_at=None).select_related("clause")
    rows = rows.filter(Q(edition_id=edition_id) | Q(edition=None)) if edition_id else rows
    # The edition's own words come last, and so win over those of all.
    ordered = sorted(rows, key=lambda row: row.edition_id is not None)
    return compile_words(
        Listed(row.word, row.language, row.clause.code, cast("Kind", row.kind)) for row in ordered
    )


def write_first_words() -> None:
    """Write the words to start from into a database that never had any."""
    if ListedWord.objects.exists():
        return
    clauses = {clause.code: clause for clause in Clause.objects.filter(withdrawn_at=None)}
    known = {(one.word, one.language): one for one in starting_lists() if one.clause in clauses}
    ListedWord.objects.bulk_create(
        ListedWord(word=one.word, language=one.language, clause=clauses[one.clause], kind=one.kind)
        for one in known.values()
    )
