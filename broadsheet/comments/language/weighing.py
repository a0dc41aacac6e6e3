"""Weighing says how soon a moderator should look at a comment, and why, in plain words.

The score orders a queue and nothing else: no score, word or label rejects a comment by itself.
Each reason adds to the chance that something is wrong as if the reasons knew nothing of each
other, so many weak ones count like one strong one and the score stays below 1.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from broadsheet.comments.language.classifier import Classifier
from broadsheet.comments.language.links import Link, Reputation, badness, find_links
from broadsheet.comments.language.words import Kind, Match, WordLists

# How likely each reason alone makes a rejection: where to start until figures say better.
_OF_KIND: Final[Mapping[Kind, float]] = {"banned": 0.8, "suspect": 0.35, "allowed": 0.0}
# A reading less sure than the plain one counts for less.
_SURENESS: Final = {"starred": 0.7, "arabizi": 0.7, "undotted": 0.8, "spaced": 0.9, "swapped": 0.5}
_REPEAT: Final = 0.5
_MANY_LINKS: Final = 3
LABEL_FROM: Final = 0.5
_TURNING: Final = frozenset("\u202a\u202b\u202d\u202e")
_MOST_MARKS: Final = 4
# Texts this short shout by habit.
_LEAST_SHOUTED: Final = 20
_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code for screens to translate, English words, and its weight from 0 to 1."""

    code: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """``score`` runs from 0 to below 1; ``labels`` holds the clauses that the classifier expects.

    ``reasons`` come with the heaviest first.
    """

    score: float
    matches: tuple[Match, ...] = ()
    links: tuple[Link, ...] = ()
    labels: Mapping[str, float] | None = None
    reasons: tuple[Reason, ...] = ()


_NO_CLASSIFIER: Final = Classifier()


def weigh(
    text: str,
    *,
    language: str,
    lists: WordLists,
    reputation: Reputation,
    classifier: Classifier = _NO_CLASSIFIER,
    likest: float = 0.0,
) -> Weighing:
    """Weigh a comment as it was written.

    ``likest`` is the likeness (0 to 1) to the likest recent comment of another author or to a
    rejected one; see ``likeness.most_alike``.
    """
    matches = lists.find(text, language=language)
    links = find_links(text)
    labels = classifier.labels(text, language=language)
    reasons = [
        *_of_matches(text, matches),
        *_of_links(links, reputation),
        *_of_likeness(likest),
        *_of_labels(labels),
        *_of_writing(text),
    ]
    reasons.sort(key=lambda reason: -reason.weight)
    likely = {clause: chance for clause, chance in labels.items() if chance >= LABEL_FROM}
    return Weighing(_together(reasons), tuple(matches), tuple(links), likely, tuple(reasons))


def _together(reasons: Sequence[Reason]) -> float:
    innocent = 1.0
    for reason in reasons:
        innocent *= 1.0 - reason.weight
    return round(min(1.0 - innocent, 0.999), 4)


def _of_matches(text: str, matches: Sequence[Match]) -> Iterator[Reason]:
    """Name each listed word once; its repeats say nothing new."""
    heaviest: dict[str, tuple[float, Match]] = {}
    for match in matches:
        weight = _OF_KIND[match.kind] * _SURENESS.get(match.how, 1.0)
        if weight > heaviest.get(match.word, (0.0, match))[0]:
            heaviest[match.word] = (weight, match)
    for weight, match in heaviest.values():
        written = text[match.start : match.end]
        masked = "" if written == match.word else f", written “{written}”"
        words = f"holds the {match.kind} word “{match.word}”{masked} (clause {match.clause})"
        yield Reason(f"word-{match.kind}", words, weight)


def _of_links(links: Sequence[Link], reputation: Reputation) -> Iterator[Reason]:
    for domain in sorted({link.domain for link in links})[:_MOST_NAMED]:
        weight, known = badness(domain, reputation), reputation.get(domain)
        if known is None:
            yield Reason("link-new", f"links to {domain}, seen here for the first time", 0.15)
        elif weight > 0.5:
            seen = f"{known.rejected} of {known.approved + known.rejected} comments"
            words = f"links to {domain}, for which {seen} were rejected"
            yield Reason("link-known", words, 0.8 * weight)
    if any(link.is_obfuscated for link in links):
        yield Reason("link-obfuscated", "writes an address so as to hide it", 0.5)
    if any(link.is_homograph for link in links):
        yield Reason("link-homograph", "links to a name that plays another in foreign letters", 0.6)
    if any(link.is_short for link in links):
        yield Reason("link-short", "hides where a link leads behind a shortener", 0.2)
    if len(links) >= _MANY_LINKS:
        yield Reason("link-many", f"holds {len(links)} links", 0.3)


def _of_likeness(likest: float) -> Iterator[Reason]:
    if likest >= 0.6:
        words = f"repeats another comment ({likest:.0%} alike)"
        yield Reason("repeat", words, _REPEAT * likest)


def _of_labels(labels: Mapping[str, float]) -> Iterator[Reason]:
    for clause, chance in labels.items():
        if chance >= LABEL_FROM:
            words = f"reads like comments rejected under clause {clause} ({chance:.0%})"
            yield Reason("classifier", words, 0.8 * chance)


def _of_writing(text: str) -> Iterator[Reason]:
    if not _TURNING.isdisjoint(text):
        yield Reason("turning-signs", "holds signs that turn the direction of text", 0.4)
    if _heaps_marks(text):
        yield Reason("heaped-marks", "heaps marks on letters", 0.4)
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) >= _LEAST_SHOUTED and capitals > 0.7 * len(letters):
        yield Reason("shouting", "is written in capitals", 0.1)


def _heaps_marks(text: str) -> bool:
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if run > _MOST_MARKS:
            return True
    return False
