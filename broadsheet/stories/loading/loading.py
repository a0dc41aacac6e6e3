"""Writes the rows of published stories: family, revision, story, placement, uses, counts, kin."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from wagtail.models import Revision

from broadsheet.editions.models import Edition, Section
from broadsheet.stories.loading.kinship import Kinship
from broadsheet.stories.loading.tables import (
    add_rows,
    as_stamp,
    as_stored,
    defaults_of,
    take_ids,
)
from broadsheet.stories.models import (
    DayCount,
    PictureUse,
    Placement,
    PlacementState,
    Story,
    StoryFamily,
)
from broadsheet.stylebook.ids import mint
from broadsheet.stylebook.slugs import slug


@dataclass(frozen=True)
class Loaded:
    """One story to load, published at `at` in its home edition's section.

    `fields` are the copy's plain ones by name, the same ones for all stories of a call and within
    their lengths; `body` is the JSON of stream data whose blocks and paragraphs have their ids,
    without pictures; `weights` are what `weigh_terms` says of the copy.
    """

    at: datetime
    edition: Edition
    section: Section
    fields: dict[str, Any]
    body: str
    weights: dict[str, float]
    lead_picture: int | None = None


def load_stories(stories: Sequence[Loaded], kinship: Kinship) -> list[str]:
    """Write the rows of `stories` in the caller's transaction; returns their ids.

    The oldest comes first, and each at least 8 ms after the one before, so that ids tell the order.
    """
    drafts = [
        _Row(story, mint(story.at), mint(story.at), revision, as_stamp(story.at))
        for story, revision in zip(stories, take_ids(Revision, len(stories)), strict=True)
    ]
    _add(StoryFamily, [{"id": row.family, "created_at": row.stamp} for row in drafts])
    _add(Story, [_story(row) for row in drafts])
    _add(Revision, [_revision(row) for row in drafts])
    _add(Placement, [_placement(row) for row in drafts])
    _add(
        PictureUse,
        [
            {"story_id": row.pk, "picture_id": row.story.lead_picture}
            for row in drafts
            if row.story.lead_picture is not None
        ],
    )
    _count_days(stories)
    _keep_kin(drafts, kinship)
    return [row.pk for row in drafts]


@dataclass(frozen=True)
class _Row:
    """A story with the keys of its rows; `stamp` is its time as it is stored."""

    story: Loaded
    pk: str
    family: str
    revision: int
    stamp: Any


def _add(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows that give the columns, all the same ones, that differ from a new object's."""
    if rows:
        plain = {key: value for key, value in defaults_of(model).items() if key not in rows[0]}
        rest = list(plain.values())
        add_rows(model, [*rows[0], *plain], ([*row.values(), *rest] for row in rows))


def _story(row: _Row) -> dict[str, Any]:
    story = row.story
    day = story.edition.date_style.day_of(story.at)
    return as_stored(Story, story.fields) | {
        "id": row.pk,
        "family_id": row.family,
        "home_edition_id": story.edition.pk,
        "language": story.edition.language,
        "lead_picture_id": story.lead_picture,
        "live": True,
        "first_published_at": row.stamp,
        "last_published_at": row.stamp,
        "updated_at": row.stamp,
        "created_at": row.stamp,
        "dated": f"{day.year:04}/{day.month:02}",
        "latest_revision_id": row.revision,
        "live_revision_id": row.revision,
        "body": story.body,
    }


def _revision(row: _Row) -> dict[str, Any]:
    """The revision that was published: a draft as `create_story` saves it."""
    story = row.story
    content = _draft() | story.fields
    content |= {
        "pk": row.pk,
        "family": row.family,
        "home_edition": story.edition.pk,
        "language": story.edition.language,
        "body": story.body,
        "lead_picture": story.lead_picture,
        "created_at": story.at,
    }
    return {
        "id": row.revision,
        "content_type_id": _story_type(),
        "base_content_type_id": _story_type(),
        "object_id": row.pk,
        "object_str": story.fields["headline"],
        "created_at": row.stamp,
        "content": json.dumps(content, cls=DjangoJSONEncoder),
    }


@cache
def _draft() -> dict[str, Any]:
    """What a revision says of a story without copy."""
    return Story(live=False, has_unpublished_changes=True).serializable_data()


def _story_type() -> int:
    return ContentType.objects.get_for_model(Story).pk


def _placement(row: _Row) -> dict[str, Any]:
    story = row.story
    return {
        "story_id": row.pk,
        "edition_id": story.edition.pk,
        "section_id": story.section.pk,
        "state": PlacementState.LIVE.value,
        "is_home": True,
        "slug": slug(story.fields["headline"]),
        "published_at": row.stamp,
    }


def _count_days(stories: Iterable[Loaded]) -> None:
    counts: Counter[tuple[int, date]] = Counter()
    for story in stories:
        counts[story.edition.pk, story.edition.date_style.day_of(story.at)] += 1
    for (edition, day), number in sorted(counts.items()):
        row, _new = DayCount.objects.get_or_create(edition_id=edition, day=day)
        DayCount.objects.filter(pk=row.pk).update(stories=F("stories") + number)


def _keep_kin(rows: Sequence[_Row], kinship: Kinship) -> None:
    terms: dict[int, set[str]] = {}
    for row in rows:
        terms.setdefault(row.story.edition.pk, set()).update(row.story.weights)
    for edition, wanted in terms.items():
        kinship.read_counts(edition, wanted)
    for row in rows:
        kinship.welcome(row.pk, row.story.edition.pk, row.story.weights, row.story.at)
    kinship.write()
