"""Suspect and banned words are found however they are masked, and never inside an innocent word.

A text is read once: unmasked, cut into tokens, and each token looked up in one index under each
of its readings, so the work grows with the text and not with the list. What letters hide between
(spaces, dots, stars) is put together before it is looked up. A match tells where the word stood
in what the reader wrote.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from broadsheet.comments.language.errors import EmptyWordError, UnknownKindError
from broadsheet.comments.language.readings import How, listed_keys, readings
from broadsheet.comments.language.tokens import Token, bundles, plain_tokens, singles
from broadsheet.stylebook.arabizi import has_arabizi_digit, is_telling
from broadsheet.stylebook.unmasking import Unmasked, unmask

Kind = Literal["banned", "suspect", "allowed"]

# Of a word behind stars at least half has to show, its first letter with it.
_LEAST_STARRED: Final = 4
_MOST_OF_ONE_SHAPE: Final = 100
_LEAST_SPACED: Final = 4
_STAR: Final = re.compile(r"[*#%_•·?]")


@dataclass(frozen=True, slots=True)
class ListedWord:
    """A word or phrase of a list; a ``*`` at its end stands for any ending.

    ``allowed`` names an innocent word that would be taken for another.
    """

    word: str
    language: str
    clause: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Match:
    """A listed word in a text: the text's ``[start:end]`` is what the reader wrote."""

    clause: str
    start: int
    end: int
    word: str
    kind: Kind
    how: How


@dataclass(frozen=True, slots=True)
class _Phrase:
    rest: tuple[frozenset[str], ...]
    listed: ListedWord


_Found = tuple[int, int, How, ListedWord]


class WordLists:
    """Listed words, compiled once and read from many times; see ``compile_words``."""

    def __init__(self) -> None:
        self._words: dict[str, ListedWord] = {}
        self._phrases: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._beginnings: dict[str, ListedWord] = {}
        self._lengths: list[int] = []
        self._shapes: defaultdict[tuple[str, int], list[tuple[str, ListedWord]]] = defaultdict(list)
        self._heads: set[str] = set()

    def add(self, listed: ListedWord) -> None:
        if listed.kind not in get_args(Kind):
            raise UnknownKindError(listed.word, listed.kind)
        words = [token.text for token in plain_tokens(unmask(listed.word).text)]
        if not words:
            raise EmptyWordError(listed.word)
        if len(words) > 1:
            rest = tuple(frozenset(listed_keys(word)) for word in words[1:])
            for key in listed_keys(words[0]):
                self._phrases[key].append(_Phrase(rest, listed))
        elif listed.word.rstrip().endswith("*"):
            self._add_beginning(words[0], listed)
        else:
            self._add_word(words[0], listed)

    def _add_beginning(self, word: str, listed: ListedWord) -> None:
        self._add_word(word, listed)
        for key in listed_keys(word):
            if key[0] not in "^&%":
                self._beginnings.setdefault(key, listed)
                if len(key) not in self._lengths:
                    self._lengths = sorted([*self._lengths, len(key)], reverse=True)

    def _add_word(self, word: str, listed: ListedWord) -> None:
        # An allowed word is itself and nothing that might be read as it.
        for key in {word} if listed.kind == "allowed" else listed_keys(word):
            known = self._words.get(key)
            if known is None or _rank(listed) > _rank(known):
                self._words[key] = listed
        if listed.kind != "allowed":
            self._heads.update(word[:length] for length in range(1, len(word) + 1))
            shape = self._shapes[word[0], len(word)]
            if len(shape) < _MOST_OF_ONE_SHAPE:
                shape.append((word, listed))

    def find(self, text: str, *, language: str) -> list[Match]:
        """Find listed words in a text as it was written, in its order, none inside another."""
        plain = unmask(text)
        tokens = list(plain_tokens(plain.text))
        arabizi = _shows_arabizi(tokens, language)
        found = [
            *self._in_tokens(tokens, arabizi=arabizi),
            *self._in_bundles(plain.text, tokens, language, arabizi=arabizi),
            *self._in_singles(tokens),
        ]
        return list(_outermost(found, plain))

    def _in_tokens(self, tokens: Sequence[Token], *, arabizi: bool) -> Iterator[_Found]:
        for place, token in enumerate(tokens):
            hit = self._word(token.text, arabizi=arabizi)
            if hit is not None:
                yield token.start, token.end, *hit
            if self._phrases:
                yield from self._phrase(tokens, place, arabizi=arabizi)

    def _word(self, token: str, *, arabizi: bool) -> tuple[How, ListedWord] | None:
        for how, key in readings(token, arabizi=arabizi):
            listed = self._words.get(key)
            if listed is not None:
                return how, listed
            listed = self._beginning(key)
            if listed is not None:
                return ("inflected" if how == "plain" else how), listed
        return None

    def _beginning(self, key: str) -> ListedWord | None:
        for length in self._lengths:
            if length < len(key) and key[:length] in self._beginnings:
                return self._beginnings[key[:length]]
        return None

    def _phrase(self, tokens: Sequence[Token], place: int, *, arabizi: bool) -> Iterator[_Found]:
        for how, key in readings(tokens[place].text, arabizi=arabizi):
            for phrase in self._phrases.get(key, ()):
                rest = tokens[place + 1 : place + 1 + len(phrase.rest)]
                if _follows(phrase, rest, arabizi=arabizi):
                    yield tokens[place].start, rest[-1].end, how, phrase.listed
                    return

    def _in_bundles(
        self, text: str, tokens: Sequence[Token], language: str, *, arabizi: bool
    ) -> Iterator[_Found]:
        for bundle in bundles(text, tokens, language):
            listed = self._words.get(bundle.text)
            if listed is not None:
                yield bundle.start, bundle.end, "joined", listed
            elif bundle.is_tight and (hit := self._word(bundle.text, arabizi=arabizi)):
                yield bundle.start, bundle.end, *hit
            elif bundle.is_tight and (starred := self._starred(bundle.raw)):
                yield bundle.start, bundle.end, "starred", starred

    def _starred(self, written: str) -> ListedWord | None:
        seen = _STAR.sub("*", written)
        if "*" not in seen or len(seen) < _LEAST_STARRED or seen.count("*") * 2 > len(seen):
            return None
        for word, listed in self._shapes.get((seen[0], len(seen)), ()):
            if all(one in {"*", other} for one, other in zip(seen, word, strict=True)):
                return listed
        return None

    def _in_singles(self, tokens: Sequence[Token]) -> Iterator[_Found]:
        for run in singles(tokens):
            letters = "".join(token.text for token in run)
            start = 0
            while start < len(letters):
                length, listed = self._longest_at(letters, start)
                if listed is not None:
                    yield run[start].start, run[start + length - 1].end, "spaced", listed
                start += max(length, 1)

    def _longest_at(self, letters: str, start: int) -> tuple[int, ListedWord | None]:
        best: tuple[int, ListedWord | None] = (0, None)
        end = start + 1
        while end <= len(letters) and letters[start:end] in self._heads:
            listed = self._words.get(letters[start:end])
            whole = start == 0 and end == len(letters)
            if listed is not None and (whole or end - start >= _LEAST_SPACED):
                best = (end - start, listed)
            end += 1
        return best


def compile_words(words: Iterable[ListedWord]) -> WordLists:
    """Make lists ready to be looked up; raises ``LanguageError`` for a word that cannot be."""
    lists = WordLists()
    for word in words:
        lists.add(word)
    return lists


def _rank(listed: ListedWord) -> int:
    return ("suspect", "banned", "allowed").index(listed.kind)


def _shows_arabizi(tokens: Sequence[Token], language: str) -> bool:
    """Tell whether a text writes Arabic in Latin letters: two signs, one in an Arabic edition."""
    signs = {
        token.text
        for token in tokens
        if token.text.isascii() and (is_telling(token.text) or has_arabizi_digit(token.text))
    }
    telling = any(is_telling(sign) for sign in signs)
    return bool(signs) if language.startswith("ar") else len(signs) > 1 and telling


def _follows(phrase: _Phrase, rest: Sequence[Token], *, arabizi: bool) -> bool:
    return len(rest) == len(phrase.rest) and all(
        any(key in keys for _how, key in readings(token.text, arabizi=arabizi))
        for token, keys in zip(rest, phrase.rest, strict=True)
    )


def _outermost(found: Iterable[_Found], plain: Unmasked) -> Iterator[Match]:
    """Give the longest matches, the graver of two alike, allowed words taken out."""
    taken: list[tuple[int, int]] = []
    kept = []
    for start, end, how, listed in sorted(
        found, key=lambda one: (one[0] - one[1], -_rank(one[3]), one[0])
    ):
        place = bisect_left(taken, (start, end))
        before = place > 0 and taken[place - 1][1] > start
        after = place < len(taken) and taken[place][0] < end
        if before or after:
            continue
        taken.insert(place, (start, end))
        if listed.kind != "allowed":
            kept.append((*plain.original_span(start, end), how, listed))
    for start, end, how, listed in sorted(kept, key=lambda one: one[0]):
        yield Match(listed.clause, start, end, listed.word, listed.kind, how)
