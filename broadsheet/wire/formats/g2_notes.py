"""Notes to editors of a NewsML-G2 item: those that may be quoted, and those that must not leave."""

import re
from collections.abc import Iterator
from typing import Any

from broadsheet.wire.formats.g2_scope import role_of
from broadsheet.wire.formats.markup import body_from_html
from broadsheet.wire.formats.trees import attribute, children, text_of
from broadsheet.wire.formats.xhtml import as_html

_PRIVATE = re.compile(r"nonpublic|private|internal|contact|confidential", re.IGNORECASE)
_HEADINGS = {"h2", "h3", "h4"}


def editorial_notes(meta: Any) -> tuple[str | None, tuple[str, ...]]:
    """Notes to editors, and those that the agency marks as not for publication."""
    public: dict[str, None] = {}
    private: dict[str, None] = {}
    for note in children(meta, "edNote"):
        marks = f"{attribute(note, 'pubconstraint') or ''} {role_of(note) or ''}"
        for words, is_private in _lines(note):
            kept = private if is_private or _PRIVATE.search(marks) else public
            kept.setdefault(words)
    for words in private:
        public.pop(words, None)
    return "\n".join(public) or None, tuple(private)


def _lines(note: Any) -> Iterator[tuple[str, bool]]:
    """The lines of a note, and whether they are private: sections of class `nonpublic` are."""
    if not len(note):
        words = text_of(note)
        if words:
            yield words, False
        return
    hidden = [one for one in note.iter() if "nonpublic" in (attribute(one, "class") or "")]
    for element in hidden:
        yield from ((line, True) for line in _marked_up_lines(element))
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    yield from ((line, False) for line in _marked_up_lines(note))


def _marked_up_lines(element: Any) -> Iterator[str]:
    for block in body_from_html(as_html(element)).blocks:
        if block.tag not in _HEADINGS:
            yield from block.text.split("\n")
