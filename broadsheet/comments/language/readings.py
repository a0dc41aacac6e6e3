"""A token is read in every way that its writer may have meant, each way as a key to look up.

A key's first sign tells the way: none for the plain word, ``~`` for a word behind signs, digits
or stretched letters, ``^`` for an Arabic word without its dots, ``&`` for Arabic in Latin letters,
``%`` for a Latin word two of whose inner letters changed places.
"""

from collections.abc import Iterator
from typing import Final, Literal

from broadsheet.stylebook.arabizi import (
    arabic_skeleton,
    has_arabizi_digit,
    latin_skeleton,
    without_article,
)
from broadsheet.stylebook.clitics import stems, undotted_stems
from broadsheet.stylebook.leet import arabic_readings, has_arabic_letter, is_leet, leet_key
from broadsheet.stylebook.unmasking import is_stretched, lacks_dots, undotted, unstretched

How = Literal[
    "plain",
    "inflected",
    "joined",
    "disguised",
    "swapped",
    "undotted",
    "arabizi",
    "starred",
    "spaced",
]
Reading = tuple[How, str]

# A doubled letter disguises a long word; in a short one it makes another word (bob, boob).
_LEAST_DOUBLED: Final = 5
# Longer tokens are no words; they are read plainly and unstretched only.
_MOST_LETTERS: Final = 48
_LEAST_CONSONANTS: Final = 3
# Of shorter words too many are each other's swaps (form, from).
_LEAST_SWAPPED: Final = 5


def listed_keys(word: str) -> set[str]:
    """Give the keys under which a listed word (one plain token) is found."""
    if not has_arabic_letter(word):
        keys = {word, f"~{leet_key(word)}"}
        return keys | {_inside_out(word)} if len(word) >= _LEAST_SWAPPED else keys
    skeleton = arabic_skeleton(word)
    keys = {word, f"~{unstretched(word)}", f"^{undotted(word)}"}
    return keys | {f"&{skeleton}"} if len(skeleton) > 1 else keys


def readings(token: str, *, arabizi: bool) -> Iterator[Reading]:
    """Read a plain token (see ``unmask``), the likeliest way first.

    ``arabizi`` tells whether the text around it shows signs of Arabic in Latin letters.
    """
    yield "plain", token
    if len(token) > _MOST_LETTERS:
        token = unstretched(token)
        if len(token) > _MOST_LETTERS:
            return
    yield from _arabic(token) if has_arabic_letter(token) else _latin(token, arabizi=arabizi)


def _is_masked(token: str) -> bool:
    doubled = len(token) >= _LEAST_DOUBLED and unstretched(token) != token
    return doubled or is_stretched(token)


def _arabic(token: str) -> Iterator[Reading]:
    if token.isalpha() and not _has_latin(token):
        yield from (("inflected", stem) for stem in stems(token))
        yield from _arabic_masked(token) if _is_masked(token) else ()
    else:
        for reading in arabic_readings(token):
            yield from _arabic_masked(reading)
    if lacks_dots(token):
        yield from (("undotted", f"^{shape}") for shape in undotted_stems(token))


def _has_latin(token: str) -> bool:
    return any(letter.isascii() for letter in token)


def _arabic_masked(token: str) -> Iterator[Reading]:
    short = unstretched(token)
    yield "disguised", f"~{short}"
    yield from (("disguised", f"~{stem}") for stem in stems(short))


def _latin(token: str, *, arabizi: bool) -> Iterator[Reading]:
    yield from (("inflected", word) for word in _singular(token))
    if is_leet(token) or _is_masked(token) or "vv" in token or "ph" in token:
        whole = leet_key(token)
        yield "disguised", f"~{whole}"
        yield from (("disguised", f"~{word}") for word in _singular(whole))
        if token.endswith("z"):
            yield "disguised", f"~{leet_key(token[:-1])}"
    if len(token) >= _LEAST_SWAPPED and token.isalpha():
        yield "swapped", _inside_out(token)
    if token.isascii():
        yield from _latin_arabic(token, arabizi=arabizi)


def _inside_out(word: str) -> str:
    """Give a key that a word shares with all that have its ends and, in any order, its inside."""
    return f"%{word[0]}{''.join(sorted(word[1:-1]))}{word[-1]}"


def _singular(token: str) -> Iterator[str]:
    if token.endswith("s"):
        yield token[:-1]
        if token.endswith("es"):
            yield token[:-2]


def _latin_arabic(token: str, *, arabizi: bool) -> Iterator[Reading]:
    has_digit = has_arabizi_digit(token)
    if not (has_digit or arabizi):
        return
    for word in {token, without_article(token)}:
        skeleton = latin_skeleton(word)
        if len(skeleton) >= (2 if arabizi else _LEAST_CONSONANTS):
            yield "arabizi", f"&{skeleton}"
