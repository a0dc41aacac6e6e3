"""A letter that was chosen for its looks reads as the letter that it plays.

``fold`` joins the spellings that honest writers use. Whoever wants to slip a word past a list
writes it in letters of other scripts, other alphabets of Unicode, or with dots too many or too
few. What is here is for comparing alone, never for showing: it would wrong a Greek or Russian
text. The facts are those of the Unicode character database (names, decompositions) and of how
the letters look in common fonts.
"""

import re
import unicodedata
from typing import Final

from broadsheet.stylebook.folding import WHOLE_LATIN_LETTERS

# Letters of other scripts that are drawn like a Latin one, by what they play.
_PLAYED: Final = {
    "a": "аαΑАӕɑ⍺ꭺᗅᎪꓮ",
    "b": "вьъβВЬΒƄꓐᏴɓɃϐ",
    "c": "сςϲСϹᏟꓚⲥↄ¢",
    "d": "ԁժᏧᗞꓓɗ",
    "e": "еєεэЕΕЄ℮ҽᎬꓰԑⲉɛ€",
    "f": "ϝƒғꓝꜰքʄ",
    "g": "ցɡԍɢᏀꓖ",
    "h": "һнНΗհℎᎻꓧћ",
    "i": "іιїΙІӏǀ∣ⲓᎥꓲı",
    "j": "јЈϳյᎫꓙ",
    "k": "кκКΚҝᏦꓗⲕ",
    "l": "ⅼլ£ᏞꓡⳑӀ",
    "m": "мМΜϺᎷꓟⲙ",
    "n": "пηиИΝոռꓠⲛπ",
    "o": "оοσОΟօө๐໐ଠ०੦૦௦౦೦൦○●◯ⲟꓳ⊙°",
    "p": "рρРΡրᏢꓑⲣþ",
    "q": "ԛգզφ",
    "r": "гяɾГЯՐᎡꓣⲅ",
    "s": "ѕЅʂտꜱᏚꓢՏ§",
    "t": "тτТΤէᎢꓔⲧ†",
    "u": "υսμꓴᑌԱ∪",
    "v": "νѵѴᏙꓦⱱ√",
    "w": "ѡшщԝωᎳꓪϣ",
    "x": "хχХΧ×ꓫⲭ",
    "y": "уүγУΥҮƴყᎽꓬ¥",
    "z": "ᏃΖꓜʐ",
}
_LOOKALIKES: Final = {
    seen: letter for letter, seen_as in _PLAYED.items() for seen in seen_as if not seen.isascii()
}
# What Unicode calls the plain letter of a family, and the letter that this family reads as.
_ARABIC_BASES: Final = {
    "ALEF": "ا", "ALEF WASLA": "ا", "HIGH HAMZA ALEF": "ا", "LOW ALEF": "ا", "BEH": "ب",
    "DOTLESS BEH": "ٮ", "PEH": "ب", "BEEH": "ب", "BEHEH": "ب", "TEHEH": "ت", "TEH": "ت",
    "TTEH": "ت", "TTEHEH": "ت", "THEH": "ث", "JEEM": "ج", "DYEH": "ج", "NYEH": "ج", "TCHEH": "ج",
    "TCHEHEH": "ج", "HAH": "ح", "KHAH": "خ", "DAL": "د", "DDAL": "د", "DAHAL": "د", "DUL": "د",
    "DDAHAL": "د", "THAL": "ذ", "REH": "ر", "RREH": "ر", "JEH": "ز", "ZAIN": "ز", "SEEN": "س",
    "SHEEN": "ش", "SAD": "ص", "DAD": "ض", "TAH": "ط", "ZAH": "ظ", "AIN": "ع", "GHAIN": "غ",
    "FEH": "ف", "DOTLESS FEH": "ڡ", "VEH": "ف", "PEHEH": "ف", "AFRICAN FEH": "ف", "QAF": "ق",
    "DOTLESS QAF": "ٯ", "AFRICAN QAF": "ق", "KAF": "ك", "KEHEH": "ك", "SWASH KAF": "ك",
    "GAF": "ك", "NG": "ك", "NGOEH": "ك", "GUEH": "ك", "GRAF": "ك", "LAM": "ل", "MEEM": "م",
    "NOON": "ن", "NOON GHUNNA": "ں", "RNOON": "ن", "AFRICAN NOON": "ن", "HEH": "ه",
    "HEH GOAL": "ه", "HEH DOACHASHMEE": "ه", "TEH MARBUTA": "ه", "TEH MARBUTA GOAL": "ه",
    "AE": "ه", "WAW": "و", "OE": "و", "KIRGHIZ OE": "و", "U": "و", "YU": "و", "KIRGHIZ YU": "و",
    "VE": "و", "STRAIGHT WAW": "و", "HIGH HAMZA WAW": "و", "YEH": "ي", "FARSI YEH": "ي",
    "ALEF MAKSURA": "ي", "YEH BARREE": "ي", "KASHMIRI YEH": "ي", "E": "ي", "THIN YEH": "ي",
    "ROHINGYA YEH": "ي", "HIGH HAMZA YEH": "ي", "HAMZA": "", "HIGH HAMZA": "",
}  # fmt: skip
# Letters that are told apart by something else than dots above or below.
_ARABIC_ODD: Final = {"ڤ": "ف", "ڨ": "ق", "ڞ": "ض", "ڠ": "غ", "ݐ": "ب", "ڊ": "ذ", "ڋ": "د"}
_ARABIC_NAME: Final = re.compile(r"ARABIC (?:SMALL HIGH )?LETTER ([A-Z ]+?)(?: WITH .*)?")
# "LATIN SMALL LETTER TURNED A", "NEGATIVE SQUARED LATIN …", "… O WITH …".
_LATIN_NAME: Final = re.compile(
    r"(?:(?:NEGATIVE|SQUARED|CIRCLED|CROSSED|REGIONAL INDICATOR SYMBOL|LATIN|SMALL|CAPITAL|"
    r"MODIFIER) )+LETTER (?:(?:SMALL|CAPITAL|TURNED|REVERSED|OPEN|SCRIPT|DOTLESS|LONG|INVERTED|"
    r"SIDEWAYS|BARRED|INSULAR|BLACKLETTER|STIRRUP) )*([A-Z])(?: WITH .*)?"
)
_TURNED: Final = {"ə": "e", "ǝ": "e", "ʇ": "t", "ɟ": "f", "ʁ": "r", "ɯ": "m", "ʌ": "a", "ß": "b"}


def _by_name(letter: str) -> str | None:
    """Read a letter by its name in Unicode; ``None`` where the name tells nothing."""
    name = unicodedata.name(letter, "")
    if found := _ARABIC_NAME.fullmatch(name):
        return _ARABIC_BASES.get(found[1])
    found = _LATIN_NAME.fullmatch(name)
    return found[1].lower() if found else None


def _is_unseen(letter: str) -> bool:
    """Tell what leaves no ink of its own: accents, controls, fillers, the stretching tatweel."""
    kind = unicodedata.category(letter)
    if kind in {"Cf", "Mn", "Me", "Cs"} or (kind == "Cc" and not letter.isspace()):
        return True
    return letter in "\u0640\u115f\u1160\u3164\uffa0\u2800\ufffd"


def _part(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if _is_unseen(letter):
        return ""
    small = letter.casefold()
    for table in (_LOOKALIKES, _TURNED, _ARABIC_ODD, WHOLE_LATIN_LETTERS):
        played = table.get(letter, table.get(small))
        if played is not None:
            return played
    digit = unicodedata.decimal(letter, None)
    named = _by_name(letter) if digit is None else str(digit)
    return small if named is None else named


_read: Final[dict[str, str]] = {}
# More characters than any honest text holds; what comes beyond is read anew each time.
_MOST_REMEMBERED: Final = 20_000


def plain_letter(letter: str) -> str:
    """Read one character as the plain small letters that it plays; nothing if it leaves no ink.

    A ligature gives several letters, a space stays a space, other signs stay as they are.
    """
    known = _read.get(letter)
    if known is None:
        whole = _LOOKALIKES.get(letter)
        apart = unicodedata.normalize("NFKD", letter) if whole is None else whole
        known = "".join(map(_part, apart))
        if len(_read) < _MOST_REMEMBERED:
            _read[letter] = known
    return known
