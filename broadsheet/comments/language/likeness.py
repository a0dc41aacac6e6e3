"""Near-repeats find each other by a few small numbers in indexed columns.

A text's MinHash (Broder, 1997), one permutation with its empty places filled from their
neighbours (Shrivastava and Li, 2014), is kept as 32 bytes and cut into eight bands. Two texts that
share four fifths of their five-letter pieces agree in at least one band 98 times in 100; two that
share a fifth, 1 time in 80. So a repeat is looked up by eight equalities, each on an index and each
with a limit, however many comments there are.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, TypeVar

from broadsheet.stylebook.unmasking import unmask

PLACES: Final = 32
BANDS: Final = 8
# The newest rows to look at for each band; more of one kind tell nothing more.
NEWEST_PER_BAND: Final = 25
ALIKE: Final = 0.6
_PIECE: Final = 5
# Longer texts are compared by their beginning, which bounds the work.
_MOST_LETTERS: Final = 20_000
_NO_LETTER: Final = re.compile(r"[\W_]+")
_WIDE: Final = 0xFFFFFFFF

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text: ``whole`` (63 bits) equal means the same letters in the same order.

    ``bands`` are eight numbers below 2**31, each for a column with an index; ``sketch`` is 32
    bytes.
    """

    whole: int
    bands: tuple[int, ...]
    sketch: bytes


def signature(text: str) -> Signature | None:
    """Sign the letters and digits of a text; ``None`` for a text without any.

    Case, spaces, punctuation, accents and look-alikes make no difference.
    """
    letters = _NO_LETTER.sub("", unmask(text[:_MOST_LETTERS]).text)
    if not letters:
        return None
    places = _filled(_lowest(letters))
    rows = PLACES // BANDS
    return Signature(
        whole=int.from_bytes(blake2b(letters.encode(), digest_size=8).digest()) >> 1,
        bands=tuple(
            _number(places[band * rows : (band + 1) * rows], band) for band in range(BANDS)
        ),
        sketch=bytes(place & 0xFF for place in places),
    )


def likeness(one: bytes, other: bytes) -> float:
    """Estimate from two sketches what share of their pieces two texts have in common, 0 to 1."""
    equal = sum(a == b for a, b in zip(one, other, strict=True)) / PLACES
    # Two bytes are equal by chance once in 256.
    return max(0.0, (equal - 1 / 256) / (1 - 1 / 256))


def most_alike(
    sketch: bytes, candidates: Iterable[tuple[Row, bytes]], *, least: float = ALIKE
) -> list[tuple[Row, float]]:
    """Give the candidates that are near-repeats, the likest first, equals in the order given."""
    measured = [(row, likeness(sketch, other)) for row, other in candidates]
    alike = [(row, share) for row, share in measured if share >= least]
    return sorted(alike, key=lambda found: -found[1])


def _lowest(letters: str) -> list[int | None]:
    """Give the lowest hash of the text's pieces in each place."""
    lowest: list[int | None] = [None] * PLACES
    for start in range(max(len(letters) - _PIECE + 1, 1)):
        hashed = _mixed(zlib.crc32(letters[start : start + _PIECE].encode()))
        place, rest = hashed % PLACES, hashed // PLACES
        held = lowest[place]
        if held is None or rest < held:
            lowest[place] = rest
    return lowest


def _mixed(number: int) -> int:
    """Spread a CRC, which is linear, over 32 bits (the finish of MurmurHash3)."""
    number = ((number ^ (number >> 16)) * 0x85EBCA6B) & _WIDE
    number = ((number ^ (number >> 13)) * 0xC2B2AE35) & _WIDE
    return number ^ (number >> 16)


def _filled(lowest: list[int | None]) -> list[int]:
    """Fill each empty place from the next one that holds something, changed by the distance."""
    filled = []
    for place in range(PLACES):
        distance = 0
        while (held := lowest[(place + distance) % PLACES]) is None:
            distance += 1
        filled.append(_mixed((held + distance * 0x9E3779B1) & _WIDE) if distance else held)
    return filled


def _number(places: list[int], band: int) -> int:
    packed = b"".join(place.to_bytes(4) for place in places)
    return zlib.crc32(packed, band) >> 1
