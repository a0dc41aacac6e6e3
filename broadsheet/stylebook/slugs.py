"""A slug is the readable tail of an address, in the headline's own script.

Arabic stays Arabic: a transliteration reads like noise to those who know the language. An Arabic
letter is two bytes in a file name and six characters in a percent-encoded address, and a file
name holds 255 bytes, hence both limits.
"""

import re
import unicodedata
from typing import Final

from broadsheet.stylebook.folding import WHOLE_LATIN_LETTERS

MOST_CHARACTERS: Final = 60
MOST_BYTES: Final = 160

_QUOTES: Final = dict.fromkeys(map(ord, "'\"`´‘’‚‛“”„‟‹›«»′″ʼʻʾʿ＇＂"))
# Tatweel stretches a word and is no letter; the ranges are vowel signs and Koranic marks.
_ARABIC_MARKS: Final = re.compile(
    "[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08ca-\u08ff]"
)
# Names that Windows keeps for devices, whatever extension follows.
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")


def _folded(letter: str) -> str:
    """Strip a Latin letter to ASCII and leave letters of other scripts as they are."""
    if letter in WHOLE_LATIN_LETTERS:
        return WHOLE_LATIN_LETTERS[letter]
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalnum() else letter


def _spelled(text: str) -> str:
    """Replace everything that is neither letter nor digit by a space, or by nothing.

    A mark (an accent, a vowel sign) stays with a letter of a script that needs it, such as
    Devanagari, and goes everywhere else.
    """
    out: list[str] = []
    for letter in text:
        kind = unicodedata.category(letter)
        if letter.isalnum():
            out.append(_folded(letter))
        elif kind.startswith("M"):
            if out and out[-1] != " " and not out[-1].isascii():
                out.append(letter)
        elif kind != "Cf":
            out.append(" ")
    return "".join(out)


def _shortened(words: list[str]) -> str:
    """Join the words that fit; a first word too long by itself is cut inside."""
    kept = words[0][:MOST_CHARACTERS]
    while len(kept.encode()) > MOST_BYTES:
        kept = kept[:-1]
    for word in words[1:] if kept == words[0] else ():
        longer = f"{kept}-{word}"
        if len(longer) > MOST_CHARACTERS or len(longer.encode()) > MOST_BYTES:
            break
        kept = longer
    return kept


def _cleaned(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES)).lower()
    plain = _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", plain).translate(_QUOTES))
    words = unicodedata.normalize("NFC", _spelled(plain)).split()
    return _shortened(words) if words else ""


def slug(headline: str, *, fallback: str = "story") -> str:
    """Make the slug of a headline.

    The result is lower case and NFC, is never empty, holds only letters, digits, their marks and
    single inner hyphens, has at most 60 characters and 160 UTF-8 bytes cut between words, and is
    a safe file name on every system. ``fallback`` serves a headline without letters and digits,
    and keeps a headline such as "Con" from naming a Windows device.
    """
    found = _cleaned(headline)
    if found and not _DEVICES.fullmatch(found):
        return found
    spare = _cleaned(fallback) or "story"
    found = found or spare
    return f"{found}-{spare}" if _DEVICES.fullmatch(found) else found
