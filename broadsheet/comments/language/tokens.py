"""A plain text is cut into tokens, and pieces that may be one word are bundled again.

All places are those of the plain text (see ``unmask``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from broadsheet.stylebook.leet import SIGNS
from broadsheet.stylebook.stop_words import stop_words

_TOKEN: Final = re.compile(r"[^\W_]+")
_CHUNK: Final = re.compile(r"\S+")
_ADDRESS: Final = re.compile(r"://|^www\.|@.+\.|/.*/")
# Marks that end or open a sentence are no part of a word; $ and @ before a letter may be.
# A star may hide a letter, and a ! may open a word as its i.
_EDGES: Final = " .,;:?\"'()[]{}<>«»“”‘’…،؛؟-–—~_/\\"
_MOST_PIECES: Final = 6
_MOST_IN_CHUNK: Final = 64
_LEAST_JOINED: Final = 5
_LEAST_TIGHT: Final = 3
# A gap between single letters that are spaced out: b a d, b.a.d, b - a - d.
_MOST_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits of the plain text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pieces put together to one word: ``raw`` is what stood there, ``text`` what it reads as.

    A tight bundle had no space in it.
    """

    text: str
    raw: str
    start: int
    end: int
    is_tight: bool


def plain_tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        yield Token(found[0], found.start(), found.end())


def bundles(text: str, tokens: Sequence[Token], language: str) -> Iterator[Bundle]:
    """Give what may be one word although a space or a sign cuts it."""
    for found in _CHUNK.finditer(text):
        written = found[0]
        if not written.isalnum() and not _ADDRESS.search(written):
            yield from _tight(written, found.start())
    yield from _loose(text, tokens, stop_words(language))


def _tight(chunk: str, offset: int) -> Iterator[Bundle]:
    """Join the pieces of a chunk without spaces: the whole of it, then neighbours."""
    bare = chunk.lstrip(_EDGES).rstrip(f"{_EDGES}!")
    start = offset + chunk.find(bare)
    if len(bare) >= _LEAST_TIGHT and len(bare) <= _MOST_IN_CHUNK:
        for text in dict.fromkeys((_kept(bare), "".join(_TOKEN.findall(bare)))):
            if len(text) >= _LEAST_TIGHT:
                yield Bundle(text, bare, start, start + len(bare), is_tight=True)
    yield from _neighbours(chunk, offset)


def _neighbours(chunk: str, offset: int) -> Iterator[Bundle]:
    """Join two to six neighbours; letters that all stand alone are left to ``singles``."""
    pieces = list(plain_tokens(chunk))
    for first, opening in enumerate(pieces):
        text, has_longer = opening.text, len(opening.text) > 1
        for piece in pieces[first + 1 : first + _MOST_PIECES]:
            text, has_longer = text + piece.text, has_longer or len(piece.text) > 1
            if len(text) > _MOST_IN_CHUNK:
                break
            if has_longer and len(text) >= _LEAST_TIGHT:
                written = chunk[opening.start : piece.end]
                start, end = offset + opening.start, offset + piece.end
                yield Bundle(text, written, start, end, is_tight=True)


def _kept(written: str) -> str:
    """Leave letters, digits and the signs that may play a letter."""
    return "".join(letter for letter in written if letter.isalnum() or letter in SIGNS)


def _loose(text: str, tokens: Sequence[Token], common: frozenset[str]) -> Iterator[Bundle]:
    """Join two or three neighbours across a space, none of them a word everybody uses."""
    for place in range(1, len(tokens)):
        for first in (place - 1, place - 2):
            pieces = tokens[max(first, 0) : place + 1]
            if first < 0 or any(piece.text in common for piece in pieces):
                break
            joined = "".join(piece.text for piece in pieces)
            start, end = pieces[0].start, pieces[-1].end
            if len(joined) >= _LEAST_JOINED and end - start - len(joined) < 2 * len(pieces):
                yield Bundle(joined, text[start:end], start, end, is_tight=False)


def singles(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Give runs of three or more letters that stand alone one after the other."""
    run: list[Token] = []
    for token in tokens:
        if len(token.text) == 1 and (not run or token.start - run[-1].end <= _MOST_GAP):
            run.append(token)
            continue
        if len(run) > 2:
            yield run
        run = [token] if len(token.text) == 1 else []
    if len(run) > 2:
        yield run
