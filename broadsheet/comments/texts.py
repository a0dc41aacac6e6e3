"""Readers' words become plain text: no markup, no direction overrides, no towers of marks.

What a reader sees is what was written, and nothing written can reach beyond its own paragraph.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from broadsheet.comments.errors import FieldsError

LONGEST = {"name": 80, "mail": 254, "title": 120, "text": 3_000}
MOST_MARKS = 4  # Shadda, a vowel sign, a Quranic mark and one more on one letter.
JOINERS = "\u200c\u200d"  # Spelling of Persian and Urdu, and of emoji, needs them.
SPAN = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
CLOSING = ".,;:!?)]}»”’…،؛؟"


@dataclass(frozen=True)
class Span:
    """A run of a line; `href` is empty unless the run is an address."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Written:
    """What a reader wrote, cleaned; `mail` is as given."""

    name: str
    mail: str
    title: str
    text: str


def written(values: Mapping[str, str]) -> Written:
    """The four fields, cleaned. Raises FieldsError with a code for each field that will not do."""
    words = Written(
        name=clean_line(values.get("name", "")),
        mail=values.get("mail", "").strip(),
        title=clean_line(values.get("title", "")),
        text=clean_text(values.get("text", "")),
    )
    faults = {name: fault for name in LONGEST if (fault := _fault(name, getattr(words, name)))}
    if faults:
        raise FieldsError(faults)
    return words


def _fault(name: str, value: str) -> str:
    if not value:
        return f"{name}_missing"
    if len(value) > LONGEST[name]:
        return f"{name}_long"
    return "mail_wrong" if name == "mail" and not is_mail(value) else ""


def is_mail(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return value.isprintable()


def clean_line(text: str) -> str:
    return " ".join(clean_text(text).split())


def clean_text(text: str) -> str:
    """Plain text: at most one empty line in a row, no unseen letters, few marks on a letter."""
    # Nothing of a megabyte has to be looked at to know that it is too long.
    text = text[: LONGEST["text"] * 4]
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _few_marks("".join(letter for letter in text if _is_seen(letter)))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_seen(letter: str) -> bool:
    """False of controls, direction overrides and isolates, tags, and unassigned or private code."""
    if letter in {"\n", "\t"} or letter in JOINERS:
        return True
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _few_marks(text: str) -> str:
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def paragraphs(text: str) -> tuple[tuple[tuple[Span, ...], ...], ...]:
    """Paragraphs of lines of spans, for templates that escape each one."""
    return tuple(
        tuple(spans(line) for line in paragraph.split("\n"))
        for paragraph in text.split("\n\n")
        if paragraph
    )


def spans(line: str) -> tuple[Span, ...]:
    found, at = [], 0
    for match in SPAN.finditer(line):
        href = match[0].rstrip(CLOSING)
        if match.start() > at:
            found.append(Span(line[at : match.start()]))
        found.append(Span(href, href))
        at = match.start() + len(href)
    if at < len(line):
        found.append(Span(line[at:]))
    return tuple(found)
