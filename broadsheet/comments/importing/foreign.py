"""A comment as another system had it, and how its markup becomes plain text."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from broadsheet.stylebook.text import plain

_LINK = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL
)
_MOST = 200_000  # Letters of one comment that are looked at.


class Was(Enum):
    """What the other system had decided."""

    APPROVED = "approved"
    PENDING = "pending"
    SPAM = "spam"
    REJECTED = "rejected"
    GONE = "deleted there"
    NO_COMMENT = "no reader's comment (a pingback or a trackback)"


@dataclass(frozen=True)
class Foreign:
    """`key` and `parent` are its ids there; `address` and `slug` say under what it stood.

    `text` is plain. `at` is in UTC. `more` is what is known beside it, for what is kept.
    """

    key: str
    address: str
    text: str
    at: datetime
    was: Was
    name: str = ""
    mail: str = ""
    title: str = ""
    parent: str = ""
    slug: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def text_from_html(markup: str, *, breaks: bool = False) -> str:
    """Plain text; where a link leads is kept beside its words. `breaks`: new lines count."""
    markup = _LINK.sub(_with_address, markup[:_MOST])
    if breaks:
        markup = re.sub(r"\r?\n", "<br>", markup)
    return plain(markup)


def _with_address(link: re.Match[str]) -> str:
    address, words = link[1], link[2]
    return words if plain(words).strip() in {address, ""} and words else f"{words} ({address})"


def moment_of(text: str) -> datetime | None:
    """UTC from `2014-03-01T10:20:30Z`, `2014-03-01 10:20:30` or with an offset; None for others.

    A time without a zone is taken to be UTC, as both systems' exports say it is.
    """
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at.astimezone(UTC)
