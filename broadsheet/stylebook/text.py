"""Running text comes out of markup whole: no tag, no entity, no word glued to the next."""

import re
from html.parser import HTMLParser
from typing import Final

_BLOCK_TAGS: Final = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol "
    "option p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_UNSEEN: Final = frozenset({"head", "noscript", "script", "style", "template", "textarea", "title"})
_ESCAPED: Final = re.compile(r"\\(['\"\\])")
_BETWEEN_WORDS: Final = re.compile(r"[\s—–/]+")


class _Reader(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag in _BLOCKS:
            self._end_unclosed_head(tag)
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                continue
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Read ``<![anything`` as browsers do, a comment; the parser's own way is to fail on it."""
        return self.parse_bogus_comment(i, bool(report))

    def _end_unclosed_head(self, tag: str) -> None:
        """Let a block end a head that nobody closed, as browsers do."""
        if self._unseen == ["head"] and tag != "html":
            self._unseen.clear()


def plain(html: str) -> str:
    """Give the text of an HTML fragment or page: one block a line, spaces collapsed, none empty.

    Scripts, styles, comments and the head are left out; broken markup is read as far as it goes.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def words(text: str) -> int:
    """Count the words of a text in a script that puts spaces between them."""
    return sum(any(map(str.isalnum, piece)) for piece in _BETWEEN_WORDS.split(text))


def excerpt(text: str, most: int) -> str:
    """Shorten a text to at most ``most`` characters, cut between words and ended with ``…``.

    Spaces and lines are collapsed. A single word that is too long is cut inside.
    """
    whole = " ".join(text.split())
    if len(whole) <= most:
        return whole
    room = max(most - 1, 0)
    kept = whole[:room]
    if whole[room] != " " and " " in kept:
        kept = kept.rpartition(" ")[0]
    return f"{kept.rstrip(' .,:;-–—،؛')}…" if most > 0 else ""


def unescape_backslashes(text: str) -> str:
    r"""Take back the backslash that an old system put before a quote: ``\'`` becomes ``'``."""
    return _ESCAPED.sub(r"\1", text)
