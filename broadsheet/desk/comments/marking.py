"""A comment as a moderator reads it: its own words, with those marked that the weighing found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from broadsheet.comments.language.autolink import shown
from broadsheet.comments.models import ClauseVersion, Comment
from broadsheet.stylebook.unmasking import unmask


@dataclass(frozen=True)
class Part:
    """A run of the text; `word` and `clause` where it is, or hides, a listed word."""

    text: str
    word: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Found:
    """A place in title and text, as `Comment.matches` keeps it."""

    clause: str
    start: int
    end: int
    word: str


def found_in(comment: Comment) -> list[Found]:
    """What was found, in its order, none inside another; places beyond the words are left out."""
    long, at, kept = len(_said(comment)), 0, []
    rows = [Found(*row[:4]) for row in comment.matches]
    for found in sorted(rows, key=lambda row: (row.start, -row.end)):
        if at <= found.start < found.end <= long:
            kept.append(found)
            at = found.end
    return kept


def marked_title(comment: Comment) -> SafeString:
    return _as_html(parts_of(comment.title, found_in(comment), 0))


def marked_text(comment: Comment) -> SafeString:
    return _as_html(parts_of(comment.text, found_in(comment), len(comment.title) + 1))


def marked(text: str, rows: Sequence[Found]) -> SafeString:
    """Any text with those places marked; they come in its order, none inside another."""
    return _as_html(parts_of(text, rows, 0))


def folded(comment: Comment) -> str:
    """The words as the lists read them: look-alikes, marks and stretched letters taken away."""
    return unmask(_said(comment)).text


def quotation(comment: Comment, clause: ClauseVersion) -> list[str]:
    """The comment's own words that were found to break the clause, each once."""
    said = _said(comment)
    code = clause.clause.code
    quoted = [said[row.start : row.end] for row in found_in(comment) if row.clause == code]
    return list(dict.fromkeys(quoted))


def _said(comment: Comment) -> str:
    return f"{comment.title}\n{comment.text}"


def parts_of(text: str, rows: Sequence[Found], offset: int) -> list[Part]:
    """The text in its parts, none of them empty; `offset` is where it begins in title and text."""
    return [part for part in _cut(text, rows, offset) if part.text]


def _as_html(parts: Iterable[Part]) -> SafeString:
    return format_html_join("", "{}", ((_one(part),) for part in parts))


def _one(part: Part) -> SafeString | str:
    if not part.word:
        return part.text
    return format_html('<mark title="{}">{}</mark>', part.word, part.text)


def _cut(text: str, rows: Iterable[Found], offset: int) -> Iterable[Part]:
    at = 0
    for row in rows:
        start, end = max(row.start - offset, 0), min(row.end - offset, len(text))
        if start < end:
            yield Part(shown(text[at:start]))
            yield Part(shown(text[start:end]), row.word, row.clause)
            at = end
    yield Part(shown(text[at:]))
