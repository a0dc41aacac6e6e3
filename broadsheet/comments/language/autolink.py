"""Plain text becomes safe paragraphs and links, and never anything else.

All that a reader wrote is escaped; the tags below are the only ones there can be: ``p``, ``br``,
``bdi`` and ``a`` with ``href``, ``rel`` and ``dir``. Only http and https addresses become links.
"""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

# What `rel` says: no vote for the address, written by a reader, no handle on our window.
REL: Final = "nofollow ugc noopener"
MOST_SHOWN: Final = 60
_MOST_ADDRESS: Final = 2000
_ADDRESS: Final = re.compile(
    r"""https?://[^\s<>"'`\\^{}|\u0000-\u0020\u007f-\u009f]+""", re.IGNORECASE
)
_HOST: Final = re.compile(r"(?:[^\W_]|[.-]){1,253}(?::\d{1,5})?")
_END: Final = ".,;:!?…،؛؟»”’*_~"
_PARAGRAPHS: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_PAIRS: Final = ((")", "("), ("]", "["))
# A single base letter carries a handful of marks; more of them climb over other lines.
_MOST_MARKS: Final = 8


def as_html(text: str) -> Markup:
    """Give a comment as paragraphs, each of which finds its own direction."""
    return Markup("").join(
        Markup('<p dir="auto">{}</p>').format(_lines(block))
        for block in _PARAGRAPHS.split(shown(text))
        if block.strip()
    )


def as_line(text: str) -> Markup:
    """Give a name or title on one line, isolated so that it cannot turn what stands around it."""
    return Markup("<bdi>{}</bdi>").format(" ".join(shown(text).split()))


def shown(text: str) -> str:
    """Take out what may not be shown: controls, signs that turn text, heaps of marks.

    Every line end becomes a plain one. Joiners stay, because Arabic, Persian and emoji need them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    kept, marks = [], 0
    for letter in lines.replace("\u2029", "\n\n"):
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= _MOST_MARKS and _may_show(letter):
            kept.append(letter)
    return "".join(kept)


def _may_show(letter: str) -> bool:
    if letter in "\n\t\u200c\u200d":
        return True
    kind = unicodedata.category(letter)
    is_emoji_tag = "\U000e0020" <= letter <= "\U000e007f"
    return kind not in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"} or is_emoji_tag


def _lines(block: str) -> Markup:
    return Markup("<br>").join(_linked(line) for line in block.strip().split("\n"))


def _linked(line: str) -> Markup:
    out, place = [], 0
    for found in _ADDRESS.finditer(line):
        address = _without_end(found[0])
        if not _is_safe(address):
            continue
        out += [escape(line[place : found.start()]), _anchor(address)]
        place = found.start() + len(address)
    return Markup("").join([*out, escape(line[place:])])


def _without_end(address: str) -> str:
    """Leave the sentence its punctuation, and a bracket that was opened before the address."""
    surplus = {
        closing: address.count(closing) - address.count(opening) for closing, opening in _PAIRS
    }
    end = len(address)
    while end:
        last = address[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _END:
            break
        end -= 1
    return address[:end]


def _is_safe(address: str) -> bool:
    """Tell whether an address is plain enough to be followed: a host, no user, a real port."""
    if len(address) > _MOST_ADDRESS:
        return False
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return has_port and _HOST.fullmatch(parts.netloc) is not None


def _anchor(address: str) -> Markup:
    scheme, _, rest = address.partition("://")
    text = rest if len(rest) <= MOST_SHOWN else f"{rest[: MOST_SHOWN - 1]}…"
    return Markup('<a href="{}" rel="{}" dir="ltr"><bdi>{}</bdi></a>').format(
        f"{scheme.lower()}://{rest}", REL, text
    )
