"""Which tags a story's page will read, and where it will stand, told from rows without a render.

For a ledger that has to know a million pages before they are pressed. The builder itself stays
the authority: a test renders pages and compares.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadsheet.comments.queries import TERMS, conversation_tag
from broadsheet.comments.rules import standing_of
from broadsheet.editions.addresses import file_of
from broadsheet.editions.models import Edition
from broadsheet.editions.queries import edition_by_code
from broadsheet.paper.builders.story import KIND, story_newness
from broadsheet.paper.framing import frame_of
from broadsheet.press.recording import note, recording
from broadsheet.press.registry import make_key
from broadsheet.press.remembering import memory
from broadsheet.stories.models import Placement, PlacementState, RelatedStory
from broadsheet.stories.queries import (
    card_tag,
    picture_tag,
    story_path,
    story_tag,
)
from broadsheet.stories.relating import is_from_archive


@dataclass(frozen=True)
class Foretold:
    """A page as the ledger knows it before it was ever rendered."""

    key: str
    path: str
    newness: int
    tags: set[str]


def foretell_stories(edition: Edition, story_ids: Sequence[str]) -> list[Foretold]:
    """The pages of stories at home in `edition`, live, with no picture but their lead.

    Nobody has commented on them yet.
    """
    placements = Placement.objects.filter(
        state=PlacementState.LIVE, is_home=True, edition=edition, story_id__in=story_ids
    )
    rows = placements.order_by("story_id").values_list(
        "story_id", "published_at", "slug", "section__slug", "story__dated",
        "story__lead_picture_id", "section_id",
    )  # fmt: skip
    frame = _frame_tags(edition)
    kin = _kin_of(edition, story_ids)
    with memory():
        return _foretold(edition, rows, frame, kin)


def _foretold(
    edition: Edition, rows: Iterable[Any], frame: set[str], kin: dict[str, list["_Kin"]]
) -> list[Foretold]:
    return [
        Foretold(
            make_key(edition.code, KIND, story),
            file_of(edition, story_path(section, dated, story, slug)),
            story_newness(make_key(edition.code, KIND, story)),
            frame
            | {story_tag(story)}
            | set(_tags_of_others(published, picture, kin.get(story, [])))
            | _tags_of_talk(edition, story, section_id, published),
        )
        for story, published, slug, section, dated, picture, section_id in rows
        if published is not None
    ]


def _tags_of_others(
    published: datetime, picture: int | None, kin: Iterable["_Kin"]
) -> Iterator[str]:
    """Relatives show a card, recent ones with their pictures."""
    if picture is not None:
        yield picture_tag(picture)
    for other in kin:
        yield card_tag(other.story)
        recent = other.published and not is_from_archive(published, other.published)
        if recent and other.picture is not None:
            yield picture_tag(other.picture)


def _tags_of_talk(edition: Edition, story: str, section: int, published: datetime) -> set[str]:
    """A conversation without a comment shows its rules, and its form while it is open."""
    placement = Placement(edition=edition, section_id=section, published_at=published)
    with recording() as tags:
        if standing_of(placement, None).is_open:
            note("design", TERMS)
    return tags | {conversation_tag(edition.code, story)}


@dataclass(frozen=True)
class _Kin:
    """A related story; `published` is None where the edition does not show it."""

    story: str
    published: datetime | None
    picture: int | None


def _kin_of(edition: Edition, story_ids: Sequence[str]) -> dict[str, list[_Kin]]:
    pairs = list(
        RelatedStory.objects.filter(story_id__in=story_ids)
        .order_by()
        .values_list("story_id", "other_id")
    )
    rows = Placement.objects.filter(
        state=PlacementState.LIVE, edition=edition, story_id__in={other for _, other in pairs}
    ).values_list("story_id", "published_at", "story__lead_picture_id")
    shown = {story: (published, picture) for story, published, picture in rows}
    found: dict[str, list[_Kin]] = {}
    for story, other in pairs:
        found.setdefault(story, []).append(_Kin(other, *shown.get(other, (None, None))))
    return found


def _frame_tags(edition: Edition) -> set[str]:
    """What every page of the edition reads, learned by making its frame."""
    with recording() as tags:
        frame_of(edition_by_code(edition.code))
    return tags
