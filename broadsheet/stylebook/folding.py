"""One folding serves index and query, so that whoever types a word finds it however it was spelled.

Arabic copy spells one word in several ways: with and without vowel signs, hamza, the dots of a
final ya or ta marbuta, a stretching tatweel, Persian letters from a Persian keyboard. A reader's
query spells it in yet another. Both go through ``fold`` before they meet.
Scripts written without spaces (Chinese, Japanese, Thai) are not cut into words here.
"""

import re
import unicodedata
from typing import Final

# Letters that Unicode does not take apart into a base and an accent.
WHOLE_LATIN_LETTERS: Final = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l",
    "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "ng", "ĸ": "k", "ſ": "s",
}  # fmt: skip

_TATWEEL: Final = "\u0640"
# Alef with hamza or madda and the hamza carriers fall apart by themselves (NFKD); these do not.
_ARABIC_LETTERS: Final = {
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ٵ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي",
    "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
    "ک": "ك", "ڪ": "ك", "ڤ": "ف",
}  # fmt: skip
_LETTERS: Final = WHOLE_LATIN_LETTERS | _ARABIC_LETTERS
_INITIALS: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])")
_POSSESSIVE: Final = re.compile(r"(?<=[^\W_])['’]s(?![^\W_])")


def _is_accent(letter: str) -> bool:
    """Tell a mark that spelling may leave out from one that a script cannot do without.

    Combining classes (Unicode 15, section 4.3): 10 to 36 are Hebrew and Arabic vowel signs, 200
    and up accents above and below. Class 0 holds the vowels of Indic scripts, and the invisible
    variation selectors.
    """
    place = unicodedata.combining(letter)
    return 10 <= place <= 36 or place >= 200 or "\ufe00" <= letter <= "\ufe0f" or letter == "\u034f"


class _Folded(dict[int, str | None]):
    """What each letter becomes, learned as letters come by; ``None`` takes it out."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        self[code] = self._becomes(letter)
        return self[code]

    @staticmethod
    def _becomes(letter: str) -> str | None:
        if letter == _TATWEEL or unicodedata.category(letter) == "Cf" or _is_accent(letter):
            return None
        digit = unicodedata.decimal(letter, None)
        return _LETTERS.get(letter, letter) if digit is None else str(digit)


class _Broken(dict[int, str]):
    """What is no part of a word becomes a space."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        inside = letter.isalnum() or unicodedata.category(letter).startswith("M")
        self[code] = letter if inside else " "
        return self[code]


_folded: Final = _Folded()
_broken: Final = _Broken()


def _apart(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def fold(text: str) -> str:
    """Reduce a text to what its spellings have in common, punctuation kept, spaces collapsed.

    ``fold(fold(text)) == fold(text)``.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    # Two rounds, since taking a letter apart can bring out one that has another case.
    bare = _apart(_apart(_apart(text).casefold()).casefold()).translate(_folded)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def tokens(text: str) -> list[str]:
    """Cut a text into folded words, in their order.

    Initials join (``U.S.`` is ``us``) and an English possessive falls off (``bank's`` is
    ``bank``).
    """
    folded = _POSSESSIVE.sub("", fold(text))
    joined = _INITIALS.sub(lambda found: found[0].replace(".", ""), folded)
    return joined.translate(_broken).split()
