"""Weighs what a comment says; whoever knows the languages registers how.

The weight orders and labels the moderators' queue. It decides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Match:
    """Letters `start` to `end` of the text, which may break the clause named by its code."""

    clause_code: str
    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Weighing:
    """`score` is the expected harm from 0 to 1; without a weigher nothing is known, so 0."""

    score: float = 0.0
    matches: list[Match] = field(default_factory=list)


_weighers: list[Callable[[str, str], Weighing]] = []


def register_weigher(weigh_text: Callable[[str, str], Weighing]) -> None:
    """Name the function that weighs a text in a language; the last one named counts."""
    _weighers[:] = [weigh_text]


def weigh(text: str, language: str) -> Weighing:
    return _weighers[0](text, language) if _weighers else Weighing()
