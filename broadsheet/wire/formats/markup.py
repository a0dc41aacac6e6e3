"""The body of an item, whatever markup it came in, becomes clean blocks and plain text.

Kept are paragraphs, headings (h2 to h4), lists, tables, quotations, preformatted text, links,
emphasis, line breaks, and `lang` and `dir`. Everything else is taken off and its text kept;
scripts and styles go with their text. Pictures inside the body are handed on apart.
"""

import html
import re
from dataclasses import dataclass, replace

import nh3

from broadsheet.wire.formats.blocks import (
    BREAKERS,
    CELLS,
    CONTAINERS,
    HEADINGS,
    MARKS,
    Block,
    BlockBuilder,
    InlineImage,
)
from broadsheet.wire.formats.plain_text import paragraphs_of

_DROPPED_WITH_TEXT = {"script", "style", "template", "title", "select", "textarea"}
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "lang", "dir"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "lang", "dir"},
    "th": {"colspan", "rowspan", "scope", "lang", "dir"},
    "ol": {"start", "lang", "dir"},
}
_TAGS = {*HEADINGS, *MARKS, *CONTAINERS, *CELLS, *BREAKERS, "pre", "br", "img"}
_EMBEDS = re.compile(r"<(iframe|object|embed|video|audio|form|svg|canvas)\b", re.IGNORECASE)
_HTML = re.compile(
    r"<(?:p|br|div|a|b|i|em|strong|ul|ol|li|table|h[1-6]|img|span|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
# The cleaner's time grows with the square of the depth.
_MAX_NESTING = 200
_TAG = re.compile(r"<[^<>]*>")
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_SELF_ENDING = {
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "td", "th", "tr", "track", "wbr", "tbody", "thead",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """Clean blocks in order; `html`, `text` and `words` are those of the whole body."""

    blocks: tuple[Block, ...] = ()
    images: tuple[InlineImage, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        return "\n".join(block.html for block in self.blocks)

    @property
    def text(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def words(self) -> int:
        return count_words(self.text)


def count_words(text: str) -> int:
    """Words as a reader counts them: runs of non-space that hold a letter or a digit."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def body_from_html(source: str, *, base: str | None = None) -> Body:
    """HTML of any quality becomes a body; `base` resolves relative links."""
    if _nesting(source) > _MAX_NESTING:
        text = html.unescape(_TAG.sub("\n", source))
        note = f"The markup is nested more than {_MAX_NESTING} deep; only its text was read."
        return replace(body_from_text(text), repairs=(note,))
    builder = BlockBuilder(base)
    builder.feed(_clean(source))
    builder.finish()
    embeds = sorted({name.lower() for name in _EMBEDS.findall(source)})
    notes = [f"Left out of the body: {', '.join(embeds)}."] if embeds else []
    return Body(tuple(builder.blocks), tuple(builder.images), tuple(notes))


def body_from_text(source: str) -> Body:
    """Plain text becomes paragraphs; tables drawn with spaces stay preformatted."""
    return Body(
        tuple(
            Block(
                item.tag,
                f"<{item.tag}>{html.escape(item.text, quote=False)}</{item.tag}>",
                item.text,
            )
            for item in paragraphs_of(source)
        )
    )


def body_of(source: str, *, base: str | None = None) -> Body:
    """A body from text that may be HTML or plain, whatever it was said to be."""
    return body_from_html(source, base=base) if looks_like_html(source) else body_from_text(source)


def looks_like_html(source: str) -> bool:
    return bool(_HTML.search(source))


def one_line(source: str | None) -> str | None:
    """The words of a headline or note on one line, its markup taken off; `None` if none remain."""
    if not source:
        return None
    if _HTML.search(source):
        source = body_from_html(source).text
    elif "&" in source:
        source = html.unescape(source)
    return " ".join(source.split()) or None


def _nesting(source: str) -> int:
    """How deep elements nest, not counting those that end each other."""
    depth = deepest = 0
    for is_end, name in _TAG_NAME.findall(source):
        if name.lower() not in _SELF_ENDING:
            depth = max(0, depth + (-1 if is_end else 1))
            deepest = max(deepest, depth)
    return deepest


def _clean(source: str) -> str:
    cleaned: str = nh3.clean(
        source.replace("\x00", ""),
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_TEXT,
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    return cleaned
