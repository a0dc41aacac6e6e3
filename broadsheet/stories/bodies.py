"""Turns clean HTML into the blocks of a body; HTML itself is never stored as a story.

Text, lists and inline marks become text blocks, headings subheads, block quotations quotes. A
table's rows become paragraphs, its cells parted by a bar, so that no figure is lost, and
preformatted lines stay lines.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import nh3
from lxml import html as lxml_html

from broadsheet.stories.paragraphs import with_keys
from broadsheet.stylebook.text import plain

KEPT_TAGS = {"p", "ul", "ol", "li", "b", "i", "a", "br"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
WRAPPERS = {
    "div", "section", "article", "main", "body", "figure", "header", "footer", "span", "dl",
}  # fmt: skip
RENAMED = {"strong": "b", "em": "i"}
Block = tuple[str, Any]


def body_from_html(source: str) -> list[dict[str, Any]]:
    """Stream data for `Story.body`; empty for HTML without text."""
    if not source.strip():
        return []
    root = lxml_html.fragment_fromstring(source, create_parent="div")
    return [{"type": kind, "value": value} for kind, value in _joined(_blocks(root))]


def body_from_text(paragraphs: Iterable[str]) -> list[dict[str, Any]]:
    escaped = (nh3.clean_text(text) for text in paragraphs if text.strip())
    return body_from_html("".join(f"<p>{text}</p>" for text in escaped))


def _blocks(root: Any) -> Iterator[Block]:
    if root.text and root.text.strip():
        yield "text", _paragraph(nh3.clean_text(root.text))
    for child in root:
        yield from _block(child)
        if child.tail and child.tail.strip():
            yield "text", _paragraph(nh3.clean_text(child.tail))


def _block(element: Any) -> Iterator[Block]:
    tag = element.tag if isinstance(element.tag, str) else ""
    text = _words(element) if tag else ""
    if not text:
        return
    if tag in HEADINGS:
        yield "subhead", text
    elif tag == "blockquote":
        yield "quote", {"text": text, "attribution": ""}
    elif tag == "table":
        yield from (("text", _paragraph(row)) for row in _rows(element))
    elif tag in WRAPPERS:
        yield from _blocks(element)
    elif tag in {"ul", "ol"}:
        yield "text", _clean(element)
    elif tag == "pre":
        lines = element.text_content().strip("\n").splitlines()
        yield "text", _paragraph("<br>".join(nh3.clean_text(line) for line in lines))
    else:
        yield "text", _paragraph(_inner(element))


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter("tr"):
        cells = (_words(cell) for cell in row.iter("td", "th"))
        line = " | ".join(cell for cell in cells if cell)
        if line:
            yield nh3.clean_text(line)


def _words(element: Any) -> str:
    """The element's words on one line; those of two paragraphs or lines do not run together."""
    source = lxml_html.tostring(element, encoding="unicode", with_tail=False)
    return " ".join(plain(source).split())


def _clean(element: Any) -> str:
    for node in element.iter(*RENAMED):
        node.tag = RENAMED[node.tag]
    source = lxml_html.tostring(element, encoding="unicode", with_tail=False)
    return nh3.clean(
        source,
        tags=KEPT_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _inner(element: Any) -> str:
    """The element's content with inline marks, whatever the element itself was called."""
    return re.sub(r"\A<p>|</p>\Z", "", _clean(element).strip())


def _paragraph(inner: str) -> str:
    return f"<p>{inner.strip()}</p>"


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Neighbouring text blocks as one, each paragraph with its key."""
    gathered = ""
    for kind, value in blocks:
        if kind == "text":
            gathered += value
            continue
        if gathered:
            yield "text", with_keys(gathered)
            gathered = ""
        yield kind, value
    if gathered:
        yield "text", with_keys(gathered)
