"""XHTML and NITF inside other XML become HTML that the markup cleaner understands.

Prefixes and namespaces are dropped and elements renamed in a copy; no word is lost.
NITF is that of its version 3 (`body.head`, `body.content`, `body.end`).
"""

import copy
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from broadsheet.wire.formats.item import Image, Rendition
from broadsheet.wire.formats.numbers import pixels
from broadsheet.wire.formats.trees import attribute, child, children, local, text_of

_NITF_NAMES = {
    "block": "section", "hl1": "h1", "hl2": "h2", "bq": "blockquote", "nitf-table": "div",
    "ednote": "p", "fn": "p", "datasource": "p", "tagline": "p", "hedline": "section",
    "media-caption": "figcaption", "lang": "span", "body.content": "section",
    "body.end": "section", "headline": "section", "abstract": "section", "note": "section",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NitfBody:
    """What NITF adds to the text: its own headline and byline, and pictures."""

    html: str
    headline: str | None
    subheadline: str | None
    byline: str | None
    dateline: str | None
    summary: str | None
    images: tuple[Image, ...]


def as_html(element: Any) -> str:
    """An element with all in it as HTML, the element itself as a `div`."""
    twin = copy.deepcopy(element)
    twin.tail = None
    for one in twin.iter():
        if isinstance(one.tag, str):
            one.tag = _html_name(one)
            _plain_attributes(one)
    twin.tag = "div"
    etree.cleanup_namespaces(twin)
    return str(etree.tostring(twin, method="html", encoding="unicode"))


def _html_name(element: Any) -> str:
    """The local name; what only a forgiving parser calls a name becomes a `span`."""
    name = local(element)
    return name if re.fullmatch(r"[a-z][a-z0-9._-]*", name) else "span"


def html_body(element: Any) -> Any:
    """The `body` of an XHTML document, or the element itself for a fragment."""
    body = next((one for one in element.iter() if local(one) == "body"), None)
    return element if body is None else body


def nitf_body(nitf: Any) -> NitfBody:
    """A whole NITF document, or a `body` of it."""
    body = nitf if local(nitf) == "body" else child(nitf, "body")
    head, content = child(body, "body.head"), child(body, "body.content")
    hedline = (
        child(head, "hedline") if child(head, "hedline") is not None else child(head, "headline")
    )
    pieces = [content if content is not None else body, child(body, "body.end")]
    return NitfBody(
        html="".join(_nitf_html(piece) for piece in pieces if piece is not None),
        headline=text_of(child(hedline, "hl1")) or text_of(child(nitf, "head", "title")),
        subheadline=text_of(child(hedline, "hl2")),
        byline=_spaced(child(head, "byline")),
        dateline=_dateline(child(head, "dateline")),
        summary=text_of(child(head, "abstract")),
        images=tuple(filter(None, map(_picture, _media(body)))),
    )


def _nitf_html(element: Any) -> str:
    twin = copy.deepcopy(element)
    for one in list(twin.iter()):
        name = local(one)
        if name in {"media", "body.head"} and one is not twin:
            _remove(one)
        elif name in _NITF_NAMES:
            one.tag = _NITF_NAMES[name]
    return as_html(twin)


def _remove(element: Any) -> None:
    """Takes an element out and keeps the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _plain_attributes(element: Any) -> None:
    plain: dict[str, str] = {}
    for name, value in element.attrib.items():
        plain.setdefault(str(name).rsplit("}", 1)[-1].rsplit(":", 1)[-1], value)
    element.attrib.clear()
    for name, value in plain.items():
        if name in {"href", "src", "alt", "lang", "dir", "colspan", "rowspan", "class", "width",
                    "height", "start", "scope"}:  # fmt: skip
            element.set(name, value)


def _media(body: Any) -> list[Any]:
    return [] if body is None else [one for one in body.iter() if local(one) == "media"]


def _picture(media: Any) -> Image | None:
    kind = attribute(media, "media-type") or ""
    renditions = tuple(
        Rendition(
            attribute(one, "name", "id"),
            source,
            pixels(attribute(one, "width")),
            pixels(attribute(one, "height")),
            attribute(one, "mime-type"),
        )
        for one in children(media, "media-reference")
        if (source := attribute(one, "source"))
    )
    if not renditions or kind.casefold() not in {"", "image", "photo", "picture", "graphic"}:
        return None
    caption = text_of(child(media, "media-caption"))
    credit = text_of(child(media, "media-producer")) or attribute(
        next(children(media, "media-reference"), None), "copyright", "source-credit"
    )
    return Image(caption, credit, renditions)


def _spaced(element: Any) -> str | None:
    """A byline whose parts (`person`, `byttl`) were set without spaces between them."""
    if element is None:
        return None
    return " ".join(" ".join(element.itertext()).split()).replace(" ,", ",") or None


def _dateline(element: Any) -> str | None:
    """The place of a dateline; its date is the item's own."""
    if element is None:
        return None
    location = text_of(child(element, "location"))
    return location or text_of(element)
