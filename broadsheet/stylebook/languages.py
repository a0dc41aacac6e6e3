"""A language tag tells how to lay out its text: direction, name, and whether it is Arabic.

Tags are those of BCP 47 (RFC 5646): ``ar``, ``en-GB``, ``az-Arab-IR``. An underscore is read as a
hyphen, as agencies and operating systems write it.
"""

import re
from typing import Final, Literal

from broadsheet.stylebook.errors import NotALanguageTagError

Direction = Literal["ltr", "rtl"]

# RFC 5646 section 2.1, without the grandfathered tags.
_TAG: Final = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)
_RTL_SCRIPTS: Final = (
    "adlm arab aran armi avst hebr mand mani nkoo phnx rohg samr sogd sogo syrc thaa yezi"
)
# Arabic and the tongues that ISO 639-3 counts as Arabic.
_ARABIC: Final = (
    "ar aao abh abv acm acq acw acx acy adf aeb aec afb ajp apc apd arb arq ars ary arz auz avl "
    "ayh ayl ayn ayp shu ssh"
)
# Other languages whose usual script runs from right to left.
_RTL_LANGUAGES: Final = (
    "arc azb bal bgn bqi ckb dv fa glk haz he hbo iw ji khw ks lrc mzn nqo otk pbu pes pnb prs ps "
    "rhg sd sdh skr syr ug ur yi"
)
# Languages that change script at a border.
_RTL_PLACES: Final = "az-iq az-ir kk-cn ku-iq ku-ir pa-pk uz-af"

_RIGHT_TO_LEFT: Final = frozenset(f"{_ARABIC} {_RTL_LANGUAGES} {_RTL_PLACES}".split())
_KINDS_OF_ARABIC: Final = frozenset(_ARABIC.split())

_NATIVE_NAMES: Final = {
    "am": "አማርኛ", "ar": "العربية", "az": "Azərbaycanca", "bg": "Български", "bn": "বাংলা",
    "bs": "Bosanski", "ca": "Català", "ckb": "کوردیی ناوەندی", "cs": "Čeština", "cy": "Cymraeg",
    "da": "Dansk", "de": "Deutsch", "dv": "ދިވެހި", "el": "Ελληνικά", "en": "English",
    "eo": "Esperanto", "es": "Español", "et": "Eesti", "eu": "Euskara", "fa": "فارسی",
    "fi": "Suomi", "fil": "Filipino", "fr": "Français", "ga": "Gaeilge", "gl": "Galego",
    "ha": "Hausa", "he": "עברית", "hi": "हिन्दी", "hr": "Hrvatski", "hu": "Magyar",
    "hy": "Հայերեն", "id": "Bahasa Indonesia", "is": "Íslenska", "it": "Italiano", "ja": "日本語",
    "ka": "ქართული", "kk": "Қазақ тілі", "ko": "한국어", "ku": "Kurdî", "lt": "Lietuvių",
    "lv": "Latviešu", "mk": "Македонски", "ms": "Bahasa Melayu", "mt": "Malti",
    "nb": "Norsk bokmål",
    "ne": "नेपाली", "nl": "Nederlands", "no": "Norsk", "pa": "ਪੰਜਾਬੀ", "pl": "Polski",
    "prs": "دری", "ps": "پښتو", "pt": "Português", "ro": "Română", "ru": "Русский",
    "sd": "سنڌي", "sk": "Slovenčina", "sl": "Slovenščina", "so": "Soomaali", "sq": "Shqip",
    "sr": "Српски", "sr-latn": "Srpski", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்",
    "th": "ไทย", "ti": "ትግርኛ", "tr": "Türkçe", "ug": "ئۇيغۇرچە", "uk": "Українська",
    "ur": "اردو", "uz": "Oʻzbekcha", "vi": "Tiếng Việt", "yi": "ייִדיש", "zh": "中文",
    "zh-hans": "简体中文", "zh-hant": "繁體中文",
}  # fmt: skip


def _subtags(tag: str) -> list[str]:
    """Split a tag, in lower case; what follows an extension's or private singleton is left out."""
    parts = tag.strip().lower().replace("_", "-").split("-")
    ends = [place for place, part in enumerate(parts) if place and len(part) == 1]
    return parts[: ends[0]] if ends else parts


def _script(subtags: list[str]) -> str:
    return next((part for part in subtags[1:] if len(part) == 4 and part.isalpha()), "")


def _region(subtags: list[str]) -> str:
    return next((part for part in subtags[1:] if len(part) == 2), "")


def normal_tag(tag: str) -> str:
    """Write a tag in the case that RFC 5646 section 2.1.1 recommends: ``az-Arab-IR``.

    Raises ``NotALanguageTagError`` when the text cannot be a tag.
    """
    hyphenated = tag.strip().replace("_", "-")
    if not _TAG.fullmatch(hyphenated):
        raise NotALanguageTagError(tag)
    first, *rest = hyphenated.lower().split("-")
    out, plain = [first], len(first) > 1
    for part in rest:
        plain = plain and len(part) > 1
        if plain and len(part) == 2:
            out.append(part.upper())
        else:
            out.append(part.title() if plain and len(part) == 4 and part.isalpha() else part)
    return "-".join(out)


def direction(tag: str) -> Direction:
    """Tell the direction of a language's text; an unknown or empty tag reads left to right.

    A script in the tag decides; without one the language and its region do.
    """
    subtags = _subtags(tag)
    script = _script(subtags)
    if script:
        return "rtl" if script in _RTL_SCRIPTS.split() else "ltr"
    place = f"{subtags[0]}-{_region(subtags)}"
    return "rtl" if _RIGHT_TO_LEFT.intersection((subtags[0], place)) else "ltr"


def is_arabic(tag: str) -> bool:
    """Tell whether text with this tag is Arabic in Arabic letters (``ar-Latn`` is not)."""
    subtags = _subtags(tag)
    return subtags[0] in _KINDS_OF_ARABIC and _script(subtags) in {"", "arab", "aran"}


def native_name(tag: str) -> str:
    """Name the language as its readers do; a language without an entry keeps its tag."""
    subtags = _subtags(tag)
    if subtags[0] in _KINDS_OF_ARABIC and subtags[0] != "ar":
        return _NATIVE_NAMES["ar"]
    with_script = f"{subtags[0]}-{_script(subtags)}"
    return _NATIVE_NAMES.get(with_script) or _NATIVE_NAMES.get(subtags[0]) or tag
