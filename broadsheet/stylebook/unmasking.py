"""A masked text reads as plain, and every plain letter still knows where it stood.

Look-alikes, accents, hamza seats, tatweel, invisible and turning signs are taken away
(``lookalikes``), and the result keeps a map back to the original, so that what was found in it
can be marked in what the reader wrote.
"""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from broadsheet.stylebook.lookalikes import plain_letter

_RUN: Final = re.compile(r"(.)\1+", re.DOTALL)
_STRETCH: Final = re.compile(r"(.)\1{2,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A plain text whose letter ``i`` came from ``starts[i]`` up to ``ends[i]`` of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original that a span of the plain text (not empty) came from."""
        return self.starts[start], self.ends[end - 1]


def unmask(text: str) -> Unmasked:
    """Read a text as plain; accents and invisible signs belong to the letter before them.

    Spaces stay, one for each; nothing is collapsed.
    """
    if text.isascii() and text.isprintable():
        places = array("l", range(len(text)))
        return Unmasked(text.lower(), places, array("l", range(1, len(text) + 1)))
    plain: list[str] = []
    starts, ends = array("l"), array("l")
    for place, letter in enumerate(text):
        read = plain_letter(letter)
        if not read:
            if ends:
                ends[-1] = place + 1
            continue
        for part in read:
            plain.append(part)
            starts.append(place)
            ends.append(place + 1)
    return Unmasked("".join(plain), starts, ends)


def unstretched(word: str) -> str:
    """Shorten every run of one letter to one: ``stuuupid`` and ``stupid`` meet."""
    return _RUN.sub(r"\1", word)


def is_stretched(word: str) -> bool:
    """Tell whether a letter stands three times or more in a row."""
    return _STRETCH.search(word) is not None


# The letters that differ by dots alone share one shape (the rasm); final forms are not told apart.
_SHAPES: Final = str.maketrans(
    {
        letter: shape
        for shape, letters in {
            "ٮ": "بتثني", "ح": "جخ", "د": "ذ", "ر": "ز", "س": "ش", "ص": "ض", "ط": "ظ", "ع": "غ",
            "ڡ": "فقٯ",
        }.items()
        for letter in letters
    }
    | {"ں": "ٮ"}
)  # fmt: skip
_DOTLESS: Final = frozenset("ٮڡٯں")


def undotted(word: str) -> str:
    """Give the shape of an Arabic word that is left when its dots are taken away."""
    return word.translate(_SHAPES)


def lacks_dots(word: str) -> bool:
    """Tell whether a word holds letters that nobody types but to leave dots out."""
    return not _DOTLESS.isdisjoint(word)
