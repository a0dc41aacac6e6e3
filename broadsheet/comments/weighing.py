"""Weighs what a comment says, with the newsroom's word lists.

The weight orders and labels the moderators' queue. It decides nothing.
"""

from dataclasses import dataclass, field
from functools import cache

from broadsheet.comments.language import weighing as language_weighing
from broadsheet.comments.language.starting_lists import starting_lists
from broadsheet.comments.language.words import WordLists, compile_words


@dataclass(frozen=True)
class Match:
    """Letters `start` to `end` of the text, which may break the clause named by its code."""

    clause_code: str
    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Weighing:
    """`score` is the expected harm from 0 to 1."""

    score: float = 0.0
    matches: list[Match] = field(default_factory=list)


@cache
def _lists() -> WordLists:
    return compile_words(starting_lists())


def weigh(text: str, language: str) -> Weighing:
    """Weigh a text by the lists to start from; domains have no reputation yet, so all are new."""
    read = language_weighing.weigh(text, language=language, lists=_lists(), reputation={})
    matches = [Match(match.clause, match.start, match.end, match.word) for match in read.matches]
    return Weighing(read.score, matches)
