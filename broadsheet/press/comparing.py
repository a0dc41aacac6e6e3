"""Compares a page as readers have it with the page that another design makes of the same copy.

Pure functions over bytes: no database, no disk.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from broadsheet.press.serving.paths import file_for

LOST, HEADLINE, LINKS, SIZE = "lost", "headline", "links", "size"
FAULTS = (LOST, HEADLINE, LINKS, SIZE)
SHRUNK, GROWN = 0.5, 3.0  # Of the live page's bytes.
SLIGHT = 600  # Bytes by which a page may differ whatever its size.
LINKS_SHOWN = 3
# Where a page leads readers or their browsers; forms lead to the newsroom's live addresses.
LEADING = ("//a/@href", "//link/@href", "//script/@src", "//img/@src", "//source/@src")
LEADING_SETS = ("//img/@srcset", "//source/@srcset")
CANONICAL = "string(//link[@rel='canonical']/@href)"


@dataclass(frozen=True)
class Fault:
    """One way in which the new page is worse; `kind` is one of FAULTS."""

    kind: str
    detail: str


@dataclass(frozen=True)
class Look:
    """What counts of a page: its headline, and for each inner link the files that may answer it.

    `unreadable` says why the bytes are not what their name promises, or is empty.
    """

    size: int
    headline: str = ""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unreadable: str = ""


def look_at(path: str, body: bytes) -> Look:
    """Read a page of the public folder; what is neither HTML nor XML has a size and no more."""
    if path.endswith(".html"):
        return _look_at_html(path, body)
    if path.endswith((".xml", ".svg")):
        return _look_at_xml(body)
    return Look(len(body))


def faults_between(old: Look, new: Look, *, edited: bool) -> list[Fault]:
    """What the new page lost; `edited` says that its copy may differ, not the design alone."""
    if new.unreadable:
        return [Fault(LOST, new.unreadable)]
    faults = []
    if old.headline and (not new.headline or (new.headline != old.headline and not edited)):
        said = f"now {new.headline!r}" if new.headline else "now none"
        faults.append(Fault(HEADLINE, f"was {old.headline!r}, {said}"))
    if not edited and not _is_alike(old.size, new.size):
        faults.append(Fault(SIZE, f"was {old.size} bytes, now {new.size}"))
    return faults


def fresh_links(old: Look, new: Look) -> dict[str, tuple[str, ...]]:
    """The links that only the new page has, each with the files that may answer it."""
    return {link: files for link, files in new.links.items() if link not in old.links}


def made_of(links: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Of the links, those to styles, scripts and pictures, without which a page is not whole.

    A page that it only leads to may be on its way, when copy changes.
    """
    return {
        link: files
        for link, files in links.items()
        if not any(file.endswith((".html", ".xml")) for file in files)
    }


def broken(links: Mapping[str, tuple[str, ...]], files: set[str]) -> list[Fault]:
    """One fault for the links that none of `files` answers, or none."""
    lost = sorted(link for link, answers in links.items() if files.isdisjoint(answers))
    if not lost:
        return []
    more = f" and {len(lost) - LINKS_SHOWN} more" if len(lost) > LINKS_SHOWN else ""
    return [Fault(LINKS, f"{', '.join(lost[:LINKS_SHOWN])}{more} lead nowhere")]


def _is_alike(old: int, new: int) -> bool:
    return abs(new - old) <= SLIGHT or old * SHRUNK <= new <= old * GROWN


def _look_at_html(path: str, body: bytes) -> Look:
    if not body.strip():
        return Look(len(body), unreadable="the page is empty")
    tree: Any = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    headings = tree.xpath("//h1")
    headline = " ".join(headings[0].text_content().split()) if headings else ""
    host = urlsplit(str(tree.xpath(CANONICAL))).netloc
    links = {}
    for link in _links(tree):
        files = _files(path, link, host)
        if files:
            links[link] = files
    return Look(len(body), headline, links)


def _links(tree: Any) -> Iterator[str]:
    for expression in LEADING:
        yield from map(str, tree.xpath(expression))
    for expression in LEADING_SETS:
        for candidates in tree.xpath(expression):
            yield from (part.split()[0] for part in str(candidates).split(",") if part.strip())


def _files(path: str, link: str, host: str) -> tuple[str, ...]:
    """The files that may answer an inner link; none for a link that leads elsewhere.

    An edition with a host of its own leaves its folder out of its addresses.
    """
    try:
        target = urlsplit(urljoin(f"/{path.removesuffix('index.html')}", link.strip()))
    except ValueError:
        return ()
    if target.scheme not in {"", "http", "https"} or (target.netloc and target.netloc != host):
        return ()
    address = unquote(target.path) or "/"
    folder = path.partition("/")[0]
    return tuple(sorted({file for at in (None, folder) if (file := file_for(address, at))}))


def _look_at_xml(body: bytes) -> Look:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        return Look(len(body), unreadable=f"the file is not well-formed: {error.msg}")
    title = root.find("{*}channel/{*}title")
    return Look(len(body), " ".join((title.text or "").split()) if title is not None else "")
