"""Arabic typed in Latin letters and digits meets its Arabic spelling in a skeleton of consonants.

``7mar``, ``7emaar`` and ``hmar`` are all حمار. Vowels are written or left out at will, digits
stand for letters that Latin lacks, and several Latin spellings share one letter; so both sides
are reduced to consonants in classes that a keyboard cannot tell apart.
"""

import re
from typing import Final

# Longest first: the signs of one sound. The apostrophe makes the dotted sister of a letter.
_SOUNDS: Final = (
    ("3'", "غ"), ("7'", "خ"), ("6'", "ظ"), ("9'", "ض"), ("sch", "ش"), ("ch", "ش"), ("sh", "ش"),
    ("kh", "خ"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ"), ("ou", ""), ("oo", ""), ("ee", ""),
    ("2", ""), ("3", "ع"), ("4", "ش"), ("5", "خ"), ("6", "ط"), ("7", "ح"), ("8", "ق"), ("9", "ق"),
    ("b", "ب"), ("p", "ب"), ("t", "ت"), ("j", "ج"), ("g", "ج"), ("d", "د"), ("r", "ر"), ("z", "ز"),
    ("s", "س"), ("f", "ف"), ("v", "ف"), ("q", "ق"), ("k", "ك"), ("c", "ك"), ("x", "كس"),
    ("l", "ل"), ("m", "م"), ("n", "ن"), ("h", "ه"), ("w", ""), ("y", ""),
)  # fmt: skip
_LATIN: Final = re.compile("|".join(re.escape(sign) for sign, _ in _SOUNDS))
_SOUND_OF: Final = dict(_SOUNDS)
# Long vowels and glides, written in Arabic but not always in Latin.
_WEAK: Final = re.compile("[اويءىئؤآأإ]")
_END: Final = re.compile("ه$")
# Letters that are one key in Latin: s is س or ص, d is د or ض, t is ت or ط, h is ه or ح.
_CLASSES: Final = str.maketrans(
    {"ص": "س", "ض": "د", "ط": "ت", "ظ": "ذ", "ح": "ه", "ق": "ق", "غ": "غ"}
)
_DIGIT_INSIDE: Final = re.compile(r"(?=.*[a-z])(?=.*[2356789])[a-z2-9']+")
# Words that give Arabizi away, in the spellings that people use most.
_SMALL_WORDS: Final = (
    "ya yaa wallah wallahi walla enta inta inti enti ento ana ehna e7na hwa howa heya hiya "
    "mesh mish mosh msh mafi mafeesh kol kul shu shoo leh leih lesh eh eih keda kida kda dah "
    "di bas bass khalas yalla yallah habibi 7abibi allah insha inshallah ibn bnt bint ommak "
    "khara"
)
_TELLING: Final = frozenset(_SMALL_WORDS.split())


def latin_skeleton(token: str) -> str:
    """Reduce a small-letter Latin token to the consonants of the Arabic that it may spell."""
    heard = "".join(_SOUND_OF[found[0]] for found in _LATIN.finditer(token))
    return _classed(_END.sub("", heard))


def arabic_skeleton(word: str) -> str:
    """Reduce a folded Arabic word to its consonants, in the classes of Latin keys."""
    return _classed(_END.sub("", _WEAK.sub("", word)))


def _classed(consonants: str) -> str:
    whole = consonants.translate(_CLASSES)
    return "".join(
        letter for place, letter in enumerate(whole) if not place or whole[place - 1] != letter
    )


def without_article(token: str) -> str:
    """Take an article and what is joined before it off a Latin token: ``el7mar``, ``wal-kalb``."""
    return re.sub(r"^(?:w[aie]?|b[ie]?|f[ae]?)?(?:[aei]l)-?(?=[a-z2-9]{3})", "", token)


def has_arabizi_digit(token: str) -> bool:
    """Tell whether a digit stands among Latin letters as one of the Arabic letters it plays."""
    return _DIGIT_INSIDE.fullmatch(token) is not None


def is_telling(token: str) -> bool:
    """Tell whether a token is one of the small words that show a text to be Arabizi."""
    return token in _TELLING
