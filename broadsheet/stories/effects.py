"""What a change of a story touches: its pages, the lists it stands in, the counts, the stamps."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from broadsheet.editions.models import Edition
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane
from broadsheet.stories.models import DayCount, Placement, Story
from broadsheet.stories.queries import (
    card_tag,
    date_tag,
    days_of_month_tag,
    days_tag,
    list_tag,
    map_tag,
    month_tag,
    months_tag,
    story_tag,
    updated_tag,
)

Card = tuple[object, ...]


def card_of(story: Story) -> Card:
    """What lists show of a story; two equal cards need no list pressed anew."""
    return (
        story.kicker,
        story.headline,
        story.standfirst,
        story.byline,
        story.agency_credit,
        story.lead_picture_id,
        story.lead_caption,
        tuple(story.keywords),
    )


def mark_copy(story: Story, placements: Iterable[Placement], *, card: bool, lane: Lane) -> None:
    """The copy of a live story changed; `card` says whether lists show the change."""
    mark(story_tag(story.pk), lane=lane)
    if card:
        mark(card_tag(story.pk), *_tellings_of(story), lane=lane)
    for placement in placements:
        mark(*_map_of(placement), lane=lane)


def mark_membership(placement: Placement, *, lane: Lane, section_slug: str = "") -> None:
    """The placement came into its edition's lists or left them."""
    code = placement.edition.code
    section = section_slug or placement.section.slug
    mark(
        story_tag(placement.story_id),
        card_tag(placement.story_id),
        *_tellings_of(placement.story),
        list_tag(code),
        list_tag(code, section),
        *_map_of(placement),
        lane=lane,
    )


def tags_showing(story: Story) -> set[str]:
    """Tags of which whatever shows a published story reads at least one, besides its own."""
    seen = story.placements.filter(published_at__isnull=False).select_related("edition")
    maps = (tag for placement in seen for tag in _map_of(placement))
    return {card_tag(story.pk), *_tellings_of(story), *maps}


def _tellings_of(story: Story) -> list[str]:
    """The tags of the other tellings that readers have: their pages link to this one.

    The caller holds the story's locks (`rows.py`).
    """
    others = Story.objects.filter(family=story.family_id, live=True).exclude(pk=story.pk)
    return [story_tag(pk) for pk in others.values_list("pk", flat=True)]


def count(placement: Placement, step: int, *, lane: Lane) -> None:
    """Count the placement in (1) or out (-1) of its day, and mark what shows the count."""
    if placement.published_at is None:
        return
    edition = placement.edition
    day = edition.date_style.day_of(placement.published_at)
    row, _new = DayCount.objects.get_or_create(edition=edition, day=day)
    DayCount.objects.filter(pk=row.pk).update(stories=F("stories") + step)
    row.refresh_from_db(fields=["stories"])
    tags = [date_tag(edition.code, day), months_tag(edition.code)]
    if row.stories in {0, step}:
        tags += [
            days_tag(edition.code),
            days_of_month_tag(edition.code, day.year, day.month),
        ]
    mark(*tags, month_tag(edition.code, day.year, day.month), lane=lane)


def stamp(editions: Iterable[Edition], at: datetime, *, lane: Lane) -> None:
    """Set the editions' last update; called last, since every publication meets in this row."""
    for edition in sorted(editions, key=lambda edition: edition.pk):
        Edition.objects.filter(pk=edition.pk).update(last_updated_at=at)
        mark(updated_tag(edition.code), lane=lane)


def _map_of(placement: Placement) -> list[str]:
    if placement.published_at is None:
        return []
    day = placement.edition.date_style.day_of(placement.published_at)
    return [map_tag(placement.edition.code, day)]
