"""Reads the demo's copy from its text files: fields, then paragraphs, story after story.

A story begins with `=== key`; tellings of one story in two editions share the key. Fields follow,
one a line, then a blank line and the body: blocks between blank lines, where `## ` begins a
subhead, `> ` a quotation (its last line, after a dash, says who), and `![scene] ` a picture with
its caption.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files

_AGE = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True)
class Copy:
    """One story of the demo; `age` is how long before now it was first published."""

    key: str
    section: str
    age: timedelta
    fields: dict[str, str]
    blocks: list[tuple[str, str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def listed(self, name: str) -> list[str]:
        return [word.strip() for word in re.split("[,،]", self[name]) if word.strip()]


def stories_of(edition: str) -> list[Copy]:
    """The demo's stories of one edition, the oldest first."""
    folder = files("broadsheet.project.demo") / "copy" / edition
    stories = [
        copy
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        for copy in _stories_in(file.read_text(encoding="utf-8"), file.name.partition(".")[0])
    ]
    return sorted(stories, key=lambda copy: copy.age, reverse=True)


def age_of(text: str) -> timedelta:
    """Read `2d 4h 30m`."""
    parts = {_UNITS[unit]: int(number) for number, unit in _AGE.findall(text)}
    return timedelta(**parts)


def _stories_in(text: str, section: str) -> Iterator[Copy]:
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n\n")
        key, *lines = head.splitlines()
        fields = dict(line.split(": ", 1) for line in lines)
        blocks = [_block(block) for block in body.strip().split("\n\n")]
        yield Copy(key.strip(), section, age_of(fields.pop("age")), fields, blocks)


def _block(text: str) -> tuple[str, str, str]:
    """(kind, text, attribution or scene)."""
    text = " ".join(text.split())
    if text.startswith("## "):
        return "subhead", text[3:], ""
    if text.startswith("> "):
        said, _, who = text[2:].partition(" > — ")
        return "quote", said, who
    if text.startswith("!["):
        scene, _, caption = text[2:].partition("] ")
        return "picture", caption, scene
    return "text", text, ""
