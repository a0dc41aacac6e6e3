"""Invented copy by number: the same number always gives the same story, whatever came before.

Every name of a place is put together from a short list of words, so nobody takes the copy for
news. Stories come in affairs, some thirty about the same thing at the same place, as news does;
dozens of affairs run side by side.
"""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final

from broadsheet.stylebook.terms import weigh_terms

SIDE_BY_SIDE: Final = 40
IN_AFFAIR: Final = 30
PARAGRAPHS: Final = 9
SENTENCES: Final = 3
NAMES: Final = 6
LANGUAGES: Final = ("en", "en", "en", "ar")
TAG: Final = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Invented:
    """A story of some 600 words; `body` is the JSON of stream data, `weights` what it is about."""

    number: int
    language: str
    section: int
    picture: int | None
    fields: dict[str, Any]
    body: str
    weights: dict[str, float] = field(default_factory=dict)


def language_of(number: int) -> str:
    """Three stories in English, then one in Arabic."""
    return LANGUAGES[number % len(LANGUAGES)]


def invented(number: int) -> Invented:
    """The story of that number, from 0."""
    chance = Random(number * 2_654_435_761 + 17)  # noqa: S311 (copy has nothing to hide)
    language = language_of(number)
    bank = _bank(language)
    affair = number // (SIDE_BY_SIDE * IN_AFFAIR) * SIDE_BY_SIDE + chance.randrange(SIDE_BY_SIDE)
    fixed = Random(affair * 40_503 + 5)  # noqa: S311
    words = _Affair(
        tuple(_name(fixed, bank) for _ in range(NAMES)),
        fixed.choice(bank["thing"]),
        fixed.choice(bank["office"]),
    )
    body = list(_body(chance, bank, words))
    fields = _fields(chance, bank, words)
    text = "\n".join(TAG.sub("\n", block["value"]) for block in body if block["type"] == "text")
    weights = weigh_terms(
        fields["headline"],
        f"{fields['standfirst']}\n{text}",
        language=language,
        keywords=fields["keywords"],
    )
    picture = chance.randrange(1_000) if number % 3 == 0 else None
    return Invented(number, language, affair % 5, picture, fields, json.dumps(body), weights)


@dataclass(frozen=True)
class _Affair:
    """What the stories of an affair share: names of places, a thing, an office."""

    places: tuple[str, ...]
    thing: str
    office: str


def _name(chance: Random, bank: dict[str, list[str]]) -> str:
    return "".join(chance.choice(bank[part]) for part in ("first", "middle", "last"))


def invented_in(span: range) -> list[Invented]:
    """The stories of a span; for a process of its own, which needs no database for it."""
    return [invented(number) for number in span]


def _fields(chance: Random, bank: dict[str, list[str]], words: _Affair) -> dict[str, Any]:
    headline = _filled(chance.choice(bank["headline"]), chance, bank, words)
    return {
        "kicker": chance.choice(bank["kicker"]),
        "headline": headline,
        "slugline": f"{words.places[0]} {words.thing}",
        "standfirst": _filled(chance.choice(bank["standfirst"]), chance, bank, words),
        "byline": chance.choice(bank["desk"]),
        "dateline": words.places[0],
        "keywords": list(words.places),
    }


def _body(chance: Random, bank: dict[str, list[str]], words: _Affair) -> Iterator[dict[str, Any]]:
    """Three text blocks with a subhead before the second and a quotation before the third."""
    sentences = chance.sample(bank["sentence"], PARAGRAPHS * SENTENCES)
    filled = [_filled(sentence, chance, bank, words) for sentence in sentences]
    third = PARAGRAPHS // 3
    for part in range(3):
        if part == 1:
            yield _block(chance, "subhead", chance.choice(bank["subhead"]))
        elif part == 2:
            said = {"text": chance.choice(bank["quote"]), "attribution": words.office}
            yield _block(chance, "quote", said)
        paragraphs = (
            " ".join(filled[start * SENTENCES : (start + 1) * SENTENCES])
            for start in range(part * third, (part + 1) * third)
        )
        html = "".join(
            f'<p data-block-key="{chance.getrandbits(32):08x}">{text}</p>' for text in paragraphs
        )
        yield _block(chance, "text", html)


def _block(chance: Random, kind: str, value: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "value": value,
        "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
    }


def _filled(template: str, chance: Random, bank: dict[str, list[str]], words: _Affair) -> str:
    group = chance.choice(bank["group"])
    office = words.office
    return template.format(
        place=chance.choice(words.places),
        thing=words.thing,
        office=office,
        Office=office[:1].upper() + office[1:],
        group=group,
        Group=group[:1].upper() + group[1:],
        deed=chance.choice(bank["deed"]),
        n=chance.randrange(12, 98),
        hour=chance.randrange(5, 10),
    )


@cache
def _bank(language: str) -> dict[str, list[str]]:
    """The lists of a language by name, from its text file."""
    text = (files("broadsheet.project.demo.archive") / f"{language}.txt").read_text("utf-8")
    lists: dict[str, list[str]] = {}
    for part in text.split("\n\n"):
        head, *lines = part.strip("\n").splitlines()
        lists[head.strip("[]")] = lines
    return lists
