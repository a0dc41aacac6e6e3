"""Stories as lists show them."""

from collections.abc import Iterable

from broadsheet.editions.addresses import absolute, address
from broadsheet.editions.models import Edition
from broadsheet.paper.framing import section_piece
from broadsheet.paper.moments import moment
from broadsheet.paper.photos import photo
from broadsheet.paper.pieces import Card, Photo
from broadsheet.press.recording import note
from broadsheet.stories.models import Placement, Story
from broadsheet.stories.queries import card_tag, path_of


def lead_photo(story: Story) -> Photo | None:
    if story.lead_picture is None:
        return None
    return photo(story.lead_picture, caption=story.lead_caption)


def headline_of(placement: Placement) -> str:
    return placement.headline or placement.story.headline


def card(edition: Edition, placement: Placement, *, with_photo: bool = True) -> Card:
    story = placement.story
    note(card_tag(story.pk))
    return Card(
        headline=headline_of(placement),
        url=address(edition, path_of(placement)),
        published=moment(edition, placement.appeared_at),
        standfirst=story.standfirst,
        kicker=story.kicker,
        section=section_piece(edition, placement.section),
        photo=lead_photo(story) if with_photo else None,
    )


def cards(
    edition: Edition, placements: Iterable[Placement], *, with_photo: bool = True
) -> tuple[Card, ...]:
    return tuple(card(edition, placement, with_photo=with_photo) for placement in placements)


def absolute_url(edition: Edition, placement: Placement) -> str:
    return absolute(edition, path_of(placement))
