"""Plain wire text becomes paragraphs again, although lines were broken for a teleprinter.

A blank line or an indented line begins a paragraph; lines of about equal length were broken by a
machine and are joined; lines drawn with runs of spaces are a table and keep their shape.
"""

import re
from dataclasses import dataclass
from typing import Literal

_COLUMN_GAP = re.compile(r"\S(?: {3,}|\t+)\S")
_INDENTED = re.compile(r"(?: {2,}|\t)\S")
_WRAPPED_AT_LEAST = 45
_WRAPPED_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`pre` keeps its line breaks and spaces, `p` is one line."""

    tag: Literal["p", "pre"]
    text: str


def paragraphs_of(source: str) -> list[Paragraph]:
    """Paragraphs in order; none is empty."""
    lines = [line.rstrip() for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    found: list[Paragraph] = []
    chunk: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            chunk.append(line)
        elif chunk:
            found.extend(_of_chunk(chunk))
            chunk = []
    return found


def is_tabular(text: str) -> bool:
    """At least three lines, and half of all, have gaps as between columns."""
    lines = [line for line in text.split("\n") if line.strip()]
    drawn = sum(bool(_COLUMN_GAP.search(line.strip())) for line in lines)
    return drawn >= 3 and drawn * 2 >= len(lines)


def _of_chunk(lines: list[str]) -> list[Paragraph]:
    if is_tabular("\n".join(lines)):
        return [Paragraph("pre", "\n".join(lines))]
    groups = _by_indent(lines)
    return [Paragraph("p", text) for group in groups for text in _joined(group)]


def _by_indent(lines: list[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    is_marked = any(not _INDENTED.match(line) for line in lines)
    for line in lines:
        if not groups or (is_marked and _INDENTED.match(line)):
            groups.append([])
        groups[-1].append(line)
    return groups


def _joined(lines: list[str]) -> list[str]:
    """One paragraph if a machine broke the lines, else a paragraph for each line."""
    lengths = [len(line) for line in lines]
    inner = lengths[:-1]
    is_wrapped = (
        len(lines) > 1
        and max(lengths) <= _WRAPPED_AT_MOST
        and sum(inner) / len(inner) >= _WRAPPED_AT_LEAST
    )
    texts = [" ".join(lines)] if is_wrapped else lines
    return [" ".join(re.split(r"[ \t]+", text.strip())) for text in texts]
