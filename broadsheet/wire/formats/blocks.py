"""Clean HTML is walked once and comes out as blocks; nesting cannot hurt, for nothing recurses.

Stray text between blocks becomes a paragraph, two line breaks in a row end one, a figure with
pictures becomes pictures with caption and credit. Empty elements vanish.
"""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from broadsheet.wire.formats.numbers import pixels
from broadsheet.wire.formats.plain_text import is_tabular, paragraphs_of

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKS = {
    "a": "a", "strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup",
    "code": "code", "q": "q", "cite": "cite", "abbr": "abbr", "span": "span", "bdi": "bdi",
    "bdo": "bdo", "s": "s", "del": "s",
}  # fmt: skip
CONTAINERS = {"ul", "ol", "table", "thead", "tbody", "tfoot", "tr", "blockquote", "dl"}
# Their text stands directly inside them; the value is what follows it in plain text.
CELLS = {"li": "\n", "dt": "\n", "dd": "\n", "caption": "\n", "td": "\t", "th": "\t"}
BREAKERS = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "address", "center",
    "fieldset", "hgroup", "nav", "details", "summary", "hr", "figure", "figcaption",
}  # fmt: skip
_MAX_NESTING = 24
_MAX_CREDIT = 120
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class InlineImage:
    """A picture found inside a body."""

    href: str
    caption: str | None
    credit: str | None
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list, table or quotation: its HTML and its text."""

    tag: str
    html: str
    text: str


def web_address(href: str | None, base: str | None) -> str | None:
    """An absolute address (web, mail or telephone), or `None` where there is none to be had."""
    if not href or not href.strip():
        return None
    try:
        address = urljoin(base or "", href.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in {"mailto", "tel"} or (parts.scheme in {"http", "https"} and parts.netloc):
        return address
    return None


@dataclass(slots=True)
class _Leaf:
    """The paragraph being gathered: HTML, its words, and its text before spaces were folded."""

    tag: str = "p"
    attributes: str = ""
    html: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    breaks: int = 0


@dataclass(slots=True)
class _Open:
    """A container or cell that is open, and where it began in the output."""

    tag: str
    html_start: int
    text_start: int
    has_content: bool = False


@dataclass(slots=True)
class _Figure:
    images: list[tuple[str, str | None, int | None, int | None]] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    is_in_caption: bool = False


class BlockBuilder(HTMLParser):
    """Feed it clean HTML once, call `finish`, take `blocks` and `images`."""

    def __init__(self, base: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.images: list[InlineImage] = []
        self._base = base
        self._leaf = _Leaf()
        self._marks: list[tuple[str, str]] = []
        self._open: list[_Open] = []
        self._ignored: list[str] = []
        self._figure: _Figure | None = None
        self._html: list[str] = []
        self._text: list[str] = []

    def finish(self) -> None:
        self.close()
        self._end_leaf()
        while self._open:
            self._close_container(self._open[0].tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._break_line()
        elif tag == "img":
            self._take_image(attributes)
        elif tag in MARKS:
            self._start_mark(tag, attributes)
        elif tag in CONTAINERS or tag in CELLS:
            self._end_leaf()
            self._open_container(tag, attributes)
        else:
            self._start_leaf(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS:
            self._end_mark(tag)
        elif tag in CONTAINERS or tag in CELLS:
            self._end_leaf()
            self._close_container(tag)
        elif tag not in {"br", "img"}:
            self._end_leaf()
            self._leave(tag)

    def handle_data(self, data: str) -> None:
        leaf = self._leaf
        folded = data if leaf.tag == "pre" else _SPACES.sub(" ", data)
        if folded.strip():
            leaf.breaks = 0
        elif not leaf.words and leaf.tag != "pre":
            return
        leaf.html.append(html.escape(folded, quote=False))
        leaf.words.append(folded)
        leaf.raw.append(data)

    def _start_leaf(self, tag: str, attributes: dict[str, str]) -> None:
        self._end_leaf()
        self._leaf.tag = "pre" if tag == "pre" else HEADINGS.get(tag, "p")
        self._leaf.attributes = _direction(attributes)
        if tag == "figure":
            self._figure = _Figure()
        elif tag == "figcaption" and self._figure:
            self._figure.is_in_caption = True

    def _leave(self, tag: str) -> None:
        if tag == "figcaption" and self._figure:
            self._figure.is_in_caption = False
        elif tag == "figure" and self._figure:
            figure, self._figure = self._figure, None
            self._end_figure(figure)

    def _break_line(self) -> None:
        leaf = self._leaf
        if leaf.tag == "pre":
            self.handle_data("\n")
            return
        leaf.breaks += 1
        if leaf.breaks > 1 and leaf.words:
            self._end_leaf()
            self._leaf.tag, self._leaf.attributes = leaf.tag, leaf.attributes
        elif leaf.words:
            leaf.html.append("<br>")
            leaf.words.append("\n")
            leaf.raw.append("\n")

    def _start_mark(self, tag: str, attributes: dict[str, str]) -> None:
        name, direction = MARKS[tag], _direction(attributes)
        opening = f"<{name}{direction}>"
        if name == "a":
            address = web_address(attributes.get("href"), self._base)
            opening = f'<a href="{html.escape(address)}"{direction}>' if address else ""
        elif name in {"span", "bdo"} and not direction:
            opening = ""
        self._marks.append((tag, opening))
        self._leaf.html.append(opening)

    def _end_mark(self, tag: str) -> None:
        # Clean HTML nests properly, so the innermost mark is the one that ends.
        if self._marks and self._marks[-1][0] == tag:
            _, opening = self._marks.pop()
            if opening:
                self._leaf.html.append(f"</{MARKS[tag]}>")

    def _take_image(self, attributes: dict[str, str]) -> None:
        address = web_address(attributes.get("src"), self._base)
        width, height = pixels(attributes.get("width")), pixels(attributes.get("height"))
        if not address or not address.startswith("http") or 1 in {width, height}:
            return
        alt = " ".join(attributes.get("alt", "").split()) or None
        if self._figure:
            self._figure.images.append((address, alt, width, height))
        else:
            self.images.append(InlineImage(address, alt, None, width, height))

    def _end_figure(self, figure: _Figure) -> None:
        caption, rest = " ".join(figure.caption), " ".join(figure.rest)
        credit = rest if figure.images and len(rest) <= _MAX_CREDIT else ""
        for address, alt, width, height in figure.images:
            image = InlineImage(address, caption or alt, credit or None, width, height)
            self.images.append(image)
        leftover = [] if credit else figure.rest
        for text in leftover if figure.images else [*leftover, *figure.caption]:
            self._place("p", "", html.escape(text, quote=False), text)

    def _end_leaf(self) -> None:
        leaf = self._leaf
        closing = "".join(f"</{MARKS[tag]}>" for tag, opening in reversed(self._marks) if opening)
        self._leaf = _Leaf(html=[opening for _, opening in self._marks])
        text = "".join(leaf.words)
        if not text.strip():
            return
        raw = "".join(leaf.raw)
        if leaf.tag == "pre" or (leaf.tag == "p" and is_tabular(raw)):
            for paragraph in paragraphs_of(raw):
                inner = html.escape(paragraph.text, quote=False)
                self._place(paragraph.tag, leaf.attributes, inner, paragraph.text)
            return
        text = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()
        self._place(leaf.tag, leaf.attributes, _trimmed("".join(leaf.html) + closing), text)

    def _place(self, tag: str, attributes: str, inner: str, text: str) -> None:
        if self._figure and not self._open:
            figure = self._figure
            (figure.caption if figure.is_in_caption else figure.rest).append(" ".join(text.split()))
            return
        holder = self._open[-1] if self._open else None
        if not holder or holder.tag not in CELLS:
            self._html.append(f"<{tag}{attributes}>{inner}</{tag}>")
            self._text.append(f"{text}\n")
        else:
            self._html.append(f"<br>{inner}" if holder.has_content else inner)
            gap = ("\n" if holder.tag == "li" else " ") if holder.has_content else ""
            self._text.append(gap + text)
        for container in self._open:
            container.has_content = True
        if not self._open:
            self._end_block(tag)

    def _open_container(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _MAX_NESTING or self._is_orphan(tag):
            self._ignored.append(tag)
            return
        if self._open and self._open[-1].has_content and self._open[-1].tag in CELLS:
            self._text.append("\n")
        self._open.append(_Open(tag, len(self._html), len(self._text)))
        kept = {name: value for name, value in attributes.items() if name not in {"lang", "dir"}}
        extra = "".join(f' {name}="{html.escape(kept[name])}"' for name in sorted(kept))
        self._html.append(f"<{tag}{extra}{_direction(attributes)}>")

    def _is_orphan(self, tag: str) -> bool:
        """A list item outside any list is a paragraph."""
        homes = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}}.get(tag)
        return bool(homes) and not (self._open and self._open[-1].tag in (homes or ()))

    def _close_container(self, tag: str) -> None:
        if self._ignored and self._ignored[-1] == tag:
            self._ignored.pop()
            return
        while any(container.tag == tag for container in self._open):
            container = self._open.pop()
            if container.has_content or container.tag in {"td", "th"}:
                self._html.append(f"</{container.tag}>")
                self._text.append(CELLS.get(container.tag, "\n" if container.tag == "tr" else ""))
            else:
                del self._html[container.html_start :]
                del self._text[container.text_start :]
            if container.tag == tag:
                break
        if not self._open:
            self._end_block(tag)

    def _end_block(self, tag: str) -> None:
        lines = [line.strip(" \t") for line in "".join(self._text).split("\n")]
        text = "\n".join(line for line in lines if line)
        if tag == "pre":
            text = "".join(self._text).strip("\n")
        if text:
            self.blocks.append(Block(tag, "".join(self._html), text))
        self._html, self._text = [], []


def _direction(attributes: dict[str, str]) -> str:
    """`lang` and `dir` as attributes, where they say something."""
    parts = ""
    if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", attributes.get("lang", "")):
        parts += f' lang="{attributes["lang"]}"'
    if attributes.get("dir", "").lower() in {"ltr", "rtl", "auto"}:
        parts += f' dir="{attributes["dir"].lower()}"'
    return parts


def _trimmed(inner: str) -> str:
    """Without spaces, breaks and empty marks at either end."""
    inner = re.sub(r"<(\w+)(?: [^<>]*)?></\1>", "", inner)
    return re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", inner)
