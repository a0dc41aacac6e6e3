"""Digits and signs that stand for letters inside a word are read as those letters.

Only a word that holds a letter is read so: 2026 stays a number. Where a sign may be one of two
letters (``1`` is i or l) both letters share a key, so that no combination has to be tried out.
"""

import re
from itertools import islice, product
from typing import Final

from broadsheet.stylebook.unmasking import unstretched

SIGNS: Final = "@$!|+(<{["
# The letters at the end share a key with another: 1 is i or l, 6 is b or g.
_LATIN: Final = str.maketrans("0134567892@$!|+(<{[lg", "oieasbtbbzasiitccccib")
_SPELT: Final = re.compile("vv|ph|ck|kk")
_SPELT_AS: Final = {"vv": "w", "ph": "f", "ck": "k", "kk": "k"}
# What stands in for an Arabic letter between Arabic letters; the likelier letter first.
_ARABIC: Final = {
    "0": "هو", "1": "ا", "2": "ا", "3": "ع", "4": "ع", "5": "هخ", "6": "ط", "7": "ح", "8": "ق",
    "9": "وص", "@": "ا", "!": "ا", "|": "ا", "o": "ه", "l": "ا", "i": "ا", "e": "ع",
}  # fmt: skip
_MOST_READINGS: Final = 8
_ARABIC_LETTER: Final = re.compile("[ء-ۓ]")
# One letter among digits is a number with a conjunction (و87), not a word.
_ARABIC_WORD: Final = re.compile("[ء-ۓ].*[ء-ۓ]")


def leet_key(token: str) -> str:
    """Reduce a plain Latin token to a key on which its disguises and the word itself meet."""
    spelt = _SPELT.sub(lambda found: _SPELT_AS[found[0]], token)
    return unstretched(spelt.translate(_LATIN))


def is_leet(token: str) -> bool:
    """Tell whether a token holds a letter and a digit or sign that may play another."""
    return any(map(str.isalpha, token)) and not token.isalpha()


def has_arabic_letter(token: str) -> bool:
    return _ARABIC_LETTER.search(token) is not None


def arabic_readings(token: str) -> list[str]:
    """Read the digits, signs and Latin letters inside an Arabic token; eight readings at most."""
    if not _ARABIC_WORD.search(token):
        return []
    choices = (_ARABIC.get(letter, letter) for letter in token)
    return ["".join(letters) for letters in islice(product(*choices), _MOST_READINGS)]
