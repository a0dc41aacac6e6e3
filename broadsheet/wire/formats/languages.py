"""Language tags become BCP 47, and a text's script is asked where the tag is missing or wrong."""

import re

# ISO 639-2 codes that agencies write, to the shortest tag (BCP 47, section 4.5).
_THREE_LETTERS = {
    "ara": "ar", "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es",
    "por": "pt", "ita": "it", "nld": "nl", "dut": "nl", "rus": "ru", "tur": "tr", "fas": "fa",
    "per": "fa", "heb": "he", "urd": "ur", "zho": "zh", "chi": "zh", "jpn": "ja", "swe": "sv",
    "nor": "no", "dan": "da", "fin": "fi", "pol": "pl", "ell": "el", "gre": "el", "ukr": "uk",
}  # fmt: skip
_NAMES = {
    "english": "en", "arabic": "ar", "french": "fr", "german": "de", "spanish": "es",
    "العربية": "ar", "عربي": "ar", "français": "fr", "deutsch": "de", "español": "es",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ARABIC_LETTERS = re.compile("[\u0620-\u064a\u066e-\u06d3]")
# Letters of Persian, Urdu, Kurdish and Uyghur that Arabic does not have.
_NOT_ARABIC = re.compile("[پچژگکیٹڈڑےںۆەێ]")
_LATIN_LETTERS = re.compile("[A-Za-zÀ-ɏ]")
_ARABIC_SCRIPT = {"ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "prs", "arz", "ary"}
_ENOUGH_LETTERS = 20


def language_tag(value: str | None) -> str | None:
    """`EN_us` and `eng` as BCP 47 (`en-US`, `en`); `None` for what is no language."""
    if not value or not value.strip():
        return None
    text = value.strip().replace("_", "-")
    if text.casefold() in _NAMES:
        return _NAMES[text.casefold()]
    if not _TAG.fullmatch(text):
        return None
    first, *rest = text.split("-")
    first = _THREE_LETTERS.get(first.lower(), first.lower())
    return None if first in {"und", "mul", "zxx"} else "-".join([first, *map(_subtag, rest)])


def _subtag(subtag: str) -> str:
    if len(subtag) == 2 and subtag.isalpha():
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()


def judged_language(tag: str | None, text: str) -> tuple[str | None, str | None]:
    """The language that the text can be in, and a note if that is not the tag's."""
    arabic = len(_ARABIC_LETTERS.findall(text))
    latin = len(_LATIN_LETTERS.findall(text))
    if arabic < _ENOUGH_LETTERS or arabic < latin:
        return tag, None
    if tag and tag.split("-")[0] in _ARABIC_SCRIPT:
        return tag, None
    if len(_NOT_ARABIC.findall(text)) * 50 > arabic:
        return tag, None
    if tag is None:
        return "ar", "No language was given; read as Arabic by its script."
    return "ar", f"The language was given as “{tag}”, but the text is Arabic."
