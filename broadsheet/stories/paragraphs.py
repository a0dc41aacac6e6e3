"""A paragraph keeps its identity, and with it the memory of where it came from.

The identity is Draftail's `data-block-key`, which survives editing, splitting and pasting inside
the editor. Where a key was lost (a paste from outside, a replaced body), text alignment finds the
paragraph again.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lxml import html as lxml_html
from wagtail.blocks import StreamValue

KEY = "data-block-key"
ALIKE = 0.6  # Below this share of common text, two paragraphs are different ones.


@dataclass(frozen=True)
class Paragraph:
    """One block-level element of the body's text: its key, its plain text."""

    key: str
    text: str

    @property
    def digest(self) -> str:
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """Short, and the same for texts that differ in spacing only."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=8).hexdigest()


def new_key() -> str:
    return secrets.token_hex(4)


def paragraphs_of(body: StreamValue) -> list[Paragraph]:
    """The paragraphs of a body's text blocks, in reading order."""
    sources = (block.value.source for block in body if block.block_type == "text")
    return [paragraph for source in sources for paragraph in paragraphs_in(source)]


def paragraphs_in(source: str) -> list[Paragraph]:
    if not source.strip():
        return []
    root = lxml_html.fragment_fromstring(source, create_parent="div")
    keyed = root.xpath(f".//*[@{KEY}]")
    return [Paragraph(element.get(KEY), element.text_content()) for element in keyed]


def with_keys(source: str) -> str:
    """The same HTML with a key on every paragraph, list item and heading that has none."""
    if not source.strip():
        return source
    root = lxml_html.fragment_fromstring(source, create_parent="div")
    for element in root.iter("p", "li", "h2", "h3", "h4"):
        if not element.get(KEY):
            element.set(KEY, new_key())
    inner = "".join(lxml_html.tostring(child, encoding="unicode") for child in root)
    return (root.text or "") + inner


def provenance_of(
    paragraphs: Iterable[Paragraph], origin: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Say of each paragraph that it came from `origin` (a wire's guid and version) as it is now."""
    return {paragraph.key: {**origin, "digest": paragraph.digest} for paragraph in paragraphs}


def carried_provenance(
    before: list[Paragraph], after: list[Paragraph], provenance: Mapping[str, Any]
) -> dict[str, Any]:
    """The provenance of the edited paragraphs: by key, else by likeness, else the desk's own."""
    kept = {
        paragraph.key: provenance[paragraph.key]
        for paragraph in after
        if paragraph.key in provenance
    }
    lost = [old for old in before if old.key in provenance and old.key not in kept]
    for paragraph in after:
        if paragraph.key in kept:
            continue
        old = _most_alike(paragraph, lost)
        if old is None:
            kept[paragraph.key] = {"origin": "desk", "digest": paragraph.digest}
        else:
            kept[paragraph.key] = provenance[old.key]
            lost.remove(old)
    return kept


def _most_alike(paragraph: Paragraph, among: list[Paragraph]) -> Paragraph | None:
    best, best_ratio = None, ALIKE
    for old in among:
        matcher = SequenceMatcher(None, old.text, paragraph.text, autojunk=False)
        if matcher.quick_ratio() > best_ratio and (ratio := matcher.ratio()) > best_ratio:
            best, best_ratio = old, ratio
    return best
