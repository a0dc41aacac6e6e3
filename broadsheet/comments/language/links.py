"""Every address in a comment is found, also one that is written so as not to look like one.

``hxxp://``, ``example[.]com``, ``example dot com`` and their Arabic sisters are addresses. A
host counts under its registered name, so that a spammer's many subdomains are one. What is known
of a name are counts of the newsroom's own decisions, which the caller passes in.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from broadsheet.stylebook.unmasking import unmask

_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
# A dot, and what is written instead of one.
_DOT: Final = (
    r"(?:\.|[。．｡]|\s{0,2}[\[({<]\s?(?:\.|dot|نقطة|نقطه)\s?[\])}>]\s{0,2}|\s(?:dot|نقطة|نقطه)\s)"
)
# Top-level names that comments use without a scheme; with a scheme any name counts.
_TOPS_AS_TEXT: Final = (
    "com net org info biz online site shop store xyz top club vip live app dev io co me tv cc "
    "ly gl gd link click win bid loan work men icu buzz fun pro ws la to so sh am fm news "
    "blog space website tech cloud ru cn tk ml ga cf gq pw su uk us de fr it es nl eu in ir "
    "tr eg sa ae jo lb sy iq kw qa bh om ye ps ma dz tn sd edu gov int mil ai gg bet casino "
    "poker porn xxx مصر شبكة السعودية امارات موقع рф 中国"
)
_TOPS: Final = frozenset(_TOPS_AS_TEXT.split())
_SCHEME: Final = re.compile(
    rf"(?P<scheme>h[tx]{{1,3}}ps?|ftp)\s?(?::|\[:\])\s?//\s?(?:[^\s/@]{{1,64}}@)?"
    rf"(?P<host>{_LABEL}(?:{_DOT}{_LABEL}){{0,8}})",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    rf"(?<![\w@./-])(?P<host>{_LABEL}(?:{_DOT}{_LABEL}){{1,8}})", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"[\d.]+")
_DOTS: Final = re.compile(_DOT, re.IGNORECASE)
_SECOND_LEVEL: Final = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "mil"})
# Hosts that lend a name to anyone: each subdomain has a reputation of its own.
_SHARED_AS_TEXT: Final = (
    "blogspot.com wordpress.com github.io gitlab.io netlify.app vercel.app web.app pages.dev "
    "weebly.com wixsite.com tumblr.com workers.dev herokuapp.com"
)
_SHARED: Final = frozenset(_SHARED_AS_TEXT.split())
_SHORTENERS_AS_TEXT: Final = (
    "bit.ly t.co goo.gl tinyurl.com ow.ly is.gd buff.ly cutt.ly rb.gy t.ly shorturl.at "
    "rebrand.ly adf.ly bl.ink tiny.cc v.gd s.id lnkd.in"
)
_SHORTENERS: Final = frozenset(_SHORTENERS_AS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Link:
    """An address at the text's ``[start:end]``.

    ``host`` is in small letters, ``domain`` what was registered. ``is_obfuscated`` says it was
    written so as to escape notice, ``is_homograph`` that it mixes scripts or plays another name.
    """

    host: str
    domain: str
    start: int
    end: int
    is_obfuscated: bool
    is_homograph: bool
    is_short: bool


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many comments with one domain were approved and rejected before."""

    approved: int
    rejected: int


Reputation = Mapping[str, Verdicts]
# What a domain nobody has seen counts as: two comments, one of them rejected.
_BEFORE: Final = Verdicts(approved=1, rejected=1)


def badness(domain: str, reputation: Reputation) -> float:
    """Give the share of rejections (0 to 1) to expect of a domain; 0.5 where nothing is known."""
    known = reputation.get(domain, Verdicts(0, 0))
    rejected = known.rejected + _BEFORE.rejected
    return rejected / (known.approved + _BEFORE.approved + rejected)


def find_links(text: str) -> list[Link]:
    """Find the addresses of a text, in its order; e-mail addresses are left out."""
    links = [_link(found, whole=True) for found in _SCHEME.finditer(text)]
    left = _SCHEME.sub(lambda found: " " * len(found[0]), text)
    links += (_link(found, whole=False) for found in _BARE.finditer(left) if _is_address(found))
    return sorted(links, key=lambda link: link.start)


def registered_domain(host: str) -> str:
    """Give the part of a host that somebody registered, by rules that hold for most names.

    ``news.example.co.uk`` gives ``example.co.uk``; a host that lends names keeps one more part.
    """
    parts = host.split(".")
    if len(parts) < 3 or _NUMBER.fullmatch(host):
        return host
    under_country = len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVEL
    depth = 3 if under_country or ".".join(parts[-2:]) in _SHARED else 2
    return ".".join(parts[-depth:])


def _is_address(found: re.Match[str]) -> bool:
    """Tell an address without a scheme from a sentence without a space (``end.The``)."""
    parts = _DOTS.sub(".", found["host"]).strip(".-").split(".")
    top, follows = parts[-1], found.string[found.end() : found.end() + 1]
    if parts[0].lower() == "www" and len(parts) > 2:
        return True
    starts_sentence = top[:1].isupper() and not top.isupper()
    if top.lower() not in _TOPS or starts_sentence or follows == "@":
        return False
    is_long = len(top) > 2 or len(parts) > 2 or len(parts[0]) > 3
    return is_long or follows == "/" or ".".join(parts).lower() in _SHORTENERS


def _plain_host(written: str) -> str:
    dotted = _DOTS.sub(".", written)
    return unicodedata.normalize("NFKC", dotted).lower().strip(".-")


def _link(found: re.Match[str], *, whole: bool) -> Link:
    written = found["host"]
    host = _decoded(_plain_host(written))
    scheme = found["scheme"].lower() if whole else "http"
    odd_dots = _DOTS.sub("", written) != written.replace(".", "")
    return Link(
        host=host,
        domain=registered_domain(host),
        start=found.start(),
        end=found.end(),
        is_obfuscated=odd_dots or "x" in scheme or " " in found[0],
        is_homograph=_plays_another(host),
        is_short=registered_domain(host) in _SHORTENERS,
    )


def _decoded(host: str) -> str:
    """Read ``xn--`` labels as the letters they stand for; a broken label stays as it is."""
    return ".".join(_decoded_label(label) for label in host.split("."))


def _decoded_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _plays_another(host: str) -> bool:
    """Tell whether a label mixes scripts, or plays Latin letters under a Latin top-level name."""
    *labels, top = host.split(".")
    return any(_is_mixed(label) or (top.isascii() and _is_played(label)) for label in labels)


def _is_mixed(label: str) -> bool:
    return len(set(_scripts(label))) > 1


def _is_played(label: str) -> bool:
    scripts = set(_scripts(label))
    foreign = scripts and scripts <= {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
    return bool(foreign) and unmask(label).text.isascii()


def _scripts(label: str) -> Iterator[str]:
    for letter in label:
        if letter.isalpha():
            name = unicodedata.name(letter, "UNKNOWN").split(" ")[0]
            yield "HAN" if name in {"CJK", "HIRAGANA", "KATAKANA"} else name
