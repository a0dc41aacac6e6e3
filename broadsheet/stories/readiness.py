"""What a story lacks before readers may see it, each fault at the field that has it."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from broadsheet.stories.errors import NotReadyError
from broadsheet.stories.models import Placement, Story
from broadsheet.stylebook.text import plain

SHORT_FIELDS = ("kicker", "headline", "slugline", "byline", "dateline", "agency_credit")


def check_ready(story: Story, placements: Iterable[Placement]) -> None:
    """Raise NotReadyError, with a sentence for each faulty field, for a story that lacks one."""
    faults = too_long(story)
    if not story.headline.strip():
        faults["headline"] = "Write a headline before publishing."
    if not any(placement.is_home for placement in placements):
        faults["section"] = "Choose a section before publishing."
    if not any(_words(block) for block in story.body):
        faults["body"] = "Write some text before publishing."
    if faults:
        raise NotReadyError(story.pk, faults)


def too_long(story: Story) -> dict[str, str]:
    """The fields that do not fit their columns; SQLite alone would keep them all the same."""
    most = {name: length_of(name) for name in SHORT_FIELDS}
    return {
        name: f"Shorten it to {length} characters."
        for name, length in most.items()
        if len(getattr(story, name)) > length
    }


def length_of(name: str) -> int:
    field = Story._meta.get_field(name)
    return field.max_length or 0 if isinstance(field, models.CharField) else 0


def _words(block: Any) -> str:
    """The words of a block; a picture has none of its own, and an empty paragraph neither."""
    match block.block_type:
        case "text":
            return plain(block.value.source).strip()
        case "subhead":
            return str(block.value).strip()
        case "quote":
            return str(block.value["text"]).strip()
    return ""
