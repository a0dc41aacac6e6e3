"""What Arabic writes onto a word comes off again, so that the word is found by itself.

Conjunctions, prepositions, the article and the vocative stand before it, pronouns and the endings
of number and gender after it. Every way to cut is given, since a list decides which one names a
word; nothing here knows roots. Tokens come folded, ta marbuta as ه.
"""

from collections.abc import Iterator
from typing import Final

from broadsheet.stylebook.unmasking import undotted

_ARTICLES: Final = (
    "ال", "وال", "فال", "بال", "كال", "وبال", "فبال", "لل", "ولل", "فلل", "يال", "هال", "عال",
    "ها", "يا", "ويا", "اال",
)  # fmt: skip
_SHORT: Final = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "فب", "ه", "ي")
# The dual ان is left out: it would find a clown (مهرج) in every festival (مهرجان).
_ENDINGS: Final = (
    "ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "ي", "نا", "ين", "ون", "ات", "ا", "يه",
    "تي", "تك", "ته", "تها", "تهم", "تنا", "تكم", "تين", "تان", "اتهم", "اتكم", "اتها", "ينك",
    "ينه", "وا", "كو",
)  # fmt: skip
# What is left has to be a word: fewer letters than this and anything would be one.
_LEAST: Final = 3
_LEAST_AFTER_ARTICLE: Final = 2
_MOST: Final = 24


def _fronts(token: str) -> Iterator[tuple[str, int]]:
    yield token, _LEAST
    for front in _ARTICLES:
        if token.startswith(front):
            yield token[len(front) :], _LEAST_AFTER_ARTICLE
    for front in _SHORT:
        if token.startswith(front):
            yield token[len(front) :], _LEAST + (len(front) > 1)


def stems(token: str) -> Iterator[str]:
    """Give what a word may be once joined letters come off, the word itself left out.

    A stem whose ending hid a ta marbuta is also given with it (غبيتهم gives غبيه).
    """
    if not _LEAST <= len(token) <= _MOST:
        return
    for rest, least in _fronts(token):
        if rest != token and len(rest) >= least:
            yield rest
        for ending in _ENDINGS:
            stem = rest[: -len(ending)]
            if len(stem) >= max(least, _LEAST) and rest.endswith(ending):
                yield stem
                if ending[0] == "ت":
                    yield f"{stem}ه"


def undotted_stems(token: str) -> Iterator[str]:
    """Give the stems of a word whose dots were left out, as shapes (see ``undotted``)."""
    shape = undotted(token)
    yield shape
    for stem in stems(token.translate(_DOTTED_ENDS)):
        yield undotted(stem)


# A dotless tooth at the edges of a word is read as the clitic that it may be.
_DOTTED_ENDS: Final = str.maketrans({"ٮ": "ي", "ڡ": "ف", "ٯ": "ق", "ں": "ن"})
