"""A dozen weighted terms say what a story is about, well enough to find its relatives.

Nothing here reads an archive. When a story is published its terms are weighed, the rarest heavy
ones are kept (``top_terms``), and the newest stories that keep one of its heaviest terms are
compared with it (``most_alike``). Every number that bounds this work stands below, so the cost of
publishing does not grow with the archive. ``bench/related.py`` measures what the numbers buy.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final, TypeVar

from broadsheet.stylebook.folding import tokens
from broadsheet.stylebook.stemming import stem
from broadsheet.stylebook.stop_words import stop_words

Key = TypeVar("Key", bound=Hashable)

MOST_TERMS: Final = 12
"""Terms kept for a story."""
HEAVIEST: Final = 6
"""Terms of a story by which its candidates are looked up."""
NEWEST_PER_TERM: Final = 200
"""Candidates looked at for each of those terms, newest first."""
MOST_RELATED: Final = 5
LEAST_SIMILARITY: Final = 0.18
"""Below this two stories share a word, not a subject."""
MOST_WEIGHED: Final = 40
"""Terms of one story that are weighed at all: the document frequencies to look up."""

LONGEST_TERM: Final = 40
"""Characters of a term, also of one with several words."""

_MOST_WORDS: Final = 600
_LEAD_WORDS: Final = 60
_IN_LEAD: Final = 1.0
_IN_HEADLINE: Final = 3.0
_IN_HEADLINE_PAIR: Final = 1.0
_IN_KEYWORDS: Final = 4.0
_IN_NAME: Final = 1.0


def _stems(text: str, language: str) -> list[str]:
    """Give the stems of the words that carry meaning, in their order."""
    stops = stop_words(language)
    return [
        stem(token, language)[:LONGEST_TERM]
        for token in tokens(text)
        if len(token) > 1 and not token[0].isdigit() and token not in stops
    ]


def _names(text: str) -> Iterator[str]:
    """Find runs of two to four capitalised words; text all in capitals has none."""
    run: list[str] = []
    for word in text.split():
        bare = word.strip("\"'“”‘’().,;:!?<>[]")
        if bare[:1].isupper() and not bare.isupper():
            run.append(bare)
            if word[-1] not in ".,;:!?)":
                continue
        if 2 <= len(run) <= 4:
            yield " ".join(run)
        run = []
    if 2 <= len(run) <= 4:
        yield " ".join(run)


def _phrase(text: str, language: str) -> str:
    """Make one term of several words, or nothing when fewer than two of them carry meaning."""
    stems = _stems(text, language)
    return " ".join(stems)[:LONGEST_TERM] if len(stems) > 1 else ""


def weigh_terms(
    headline: str, text: str, *, language: str, keywords: Iterable[str] = ()
) -> dict[str, float]:
    """Weigh what one story talks about, from its copy alone; the heaviest term comes first.

    Terms are folded stems, pairs of neighbours in the headline, and names of several words.
    ``text`` is plain text; its first 600 words count. At most ``MOST_WEIGHED`` terms.
    """
    counts: defaultdict[str, float] = defaultdict(float)
    body = _stems(" ".join(text.split()[:_MOST_WORDS]), language)
    in_headline = _stems(headline, language)
    names = (_phrase(name, language) for name in _names(text))
    words = (found for keyword in keywords for found in _stems(keyword, language))
    for found, worth in (
        (body, 1.0),
        (body[:_LEAD_WORDS], _IN_LEAD),
        (in_headline, _IN_HEADLINE),
        ((f"{one} {two}"[:LONGEST_TERM] for one, two in pairwise(in_headline)), _IN_HEADLINE_PAIR),
        (words, _IN_KEYWORDS),
        (filter(None, names), _IN_NAME),
    ):
        for term in found:
            counts[term] += worth
    heaviest = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WEIGHED]
    return {term: 1 + math.log(count) for term, count in heaviest}


def top_terms(
    weights: Mapping[str, float],
    *,
    document_frequency: Callable[[str], int],
    documents: int,
    most: int = MOST_TERMS,
) -> dict[str, float]:
    """Keep the terms that tell a story from the others, as a vector of length one.

    ``document_frequency`` tells how many of ``documents`` stories have the term among their
    weighed ones. Heaviest first; ties in the order of the alphabet.
    """
    # The square root holds down words that nobody else used: most are misprints and odd names.
    telling = {
        term: weight * math.sqrt(math.log(1 + (documents + 1) / (document_frequency(term) + 1)))
        for term, weight in weights.items()
    }
    kept = sorted(telling.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    length = math.sqrt(sum(weight * weight for _, weight in kept))
    return {term: weight / length for term, weight in kept}


def heaviest_terms(terms: Mapping[str, float]) -> list[str]:
    """Name the terms by which to look for relatives of a story."""
    return sorted(terms, key=lambda term: (-terms[term], term))[:HEAVIEST]


def similarity(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Compare two results of ``top_terms``: 0 is nothing in common, 1 the same."""
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def most_alike(
    terms: Mapping[str, float], candidates: Iterable[tuple[Key, Mapping[str, float]]]
) -> list[tuple[Key, float]]:
    """Choose a story's relatives among candidates: best first, and of equals the first given.

    Those under ``LEAST_SIMILARITY`` are left out, so there may be none.
    """
    scored = [(key, similarity(terms, other)) for key, other in candidates]
    near = [pair for pair in scored if pair[1] >= LEAST_SIMILARITY]
    return sorted(near, key=lambda pair: -pair[1])[:MOST_RELATED]
