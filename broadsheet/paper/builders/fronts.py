"""The fronts: an edition's home, its sections, and the group's own page."""

from collections.abc import Iterable

from broadsheet.editions.addresses import absolute, address, file_of, origin
from broadsheet.editions.models import Edition, MediaGroup
from broadsheet.editions.queries import (
    all_editions,
    edition_by_code,
    section_named,
    sections_of,
)
from broadsheet.paper.cards import cards
from broadsheet.paper.framing import frame_of, section_piece
from broadsheet.paper.moments import moment
from broadsheet.paper.pieces import Head, Link, Moment, Title
from broadsheet.paper.rendering import render
from broadsheet.paper.sheets import (
    GroupSheet,
    GroupTitle,
    HomeSheet,
    SectionBlock,
    SectionSheet,
)
from broadsheet.press.registry import NO_EDITION, Page, edition_of, make_key, rest_of
from broadsheet.stories.models import Placement
from broadsheet.stories.queries import live_placements
from broadsheet.stylebook.languages import direction

HOME, SECTION, GROUP = "home", "section", "group"
SECONDARY, LATEST, IN_BLOCK = 4, 8, 4
IN_SECTION = 30


def lead_first(newest: list[Placement]) -> list[Placement]:
    """The newest story with a picture among the first five leads; the others keep their order."""
    for placement in newest[:5]:
        if placement.story.lead_picture_id:
            return [placement, *(other for other in newest if other is not placement)]
    return newest


def build_home(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    top = lead_first(list(live_placements(edition)[: 1 + SECONDARY + LATEST]))
    lead, secondary, latest = top[:1], top[1 : 1 + SECONDARY], top[1 + SECONDARY :]
    sheet = HomeSheet(
        frame=frame_of(edition),
        head=Head(
            title="",
            description=edition.description or edition.tagline,
            canonical=absolute(edition),
            updated=_newest(edition, top),
        ),
        lead=next(iter(cards(edition, lead)), None),
        secondary=cards(edition, secondary),
        latest=cards(edition, latest, with_photo=False),
        blocks=tuple(_blocks(edition, top)),
    )
    return Page(file_of(edition), render("home.html", sheet).encode())


def _newest(edition: Edition, placements: list[Placement]) -> Moment | None:
    times = [placement.appeared_at for placement in placements]
    return moment(edition, max(times)) if times else None


def _blocks(edition: Edition, top: list[Placement]) -> Iterable[SectionBlock]:
    """Each section's newest stories that do not stand at the top already."""
    for section in sections_of(edition):
        shown = {placement.pk for placement in top if placement.section_id == section.pk}
        newest = live_placements(edition, section)[: IN_BLOCK + len(shown)]
        fresh = [placement for placement in newest if placement.pk not in shown][:IN_BLOCK]
        yield SectionBlock(section=section_piece(edition, section), cards=cards(edition, fresh))


def build_section(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    section = section_named(edition, rest_of(key))
    if section is None:
        return None
    newest = list(live_placements(edition, section)[:IN_SECTION])
    top = lead_first(newest)
    piece = section_piece(edition, section)
    feed = address(edition, f"{section.slug}/feed.xml")
    sheet = SectionSheet(
        frame=frame_of(edition),
        head=Head(
            title=section.name,
            description=section.introduction or f"{section.name} – {edition.name}",
            canonical=absolute(edition, f"{section.slug}/"),
            updated=_newest(edition, newest),
            section_key=section.slug,
            feed_url=feed,
        ),
        section=piece,
        introduction=section.introduction,
        lead=next(iter(cards(edition, top[:1])), None),
        secondary=cards(edition, top[1 : 1 + SECONDARY]),
        latest=cards(edition, top[1 + SECONDARY :]),
        older=_older(edition, newest),
    )
    return Page(file_of(edition, f"{section.slug}/"), render("section.html", sheet).encode())


def _older(edition: Edition, newest: list[Placement]) -> Link | None:
    """Where the section's list goes on: the archive's month of its oldest story."""
    if not newest:
        return None
    day = edition.date_style.day_of(newest[-1].appeared_at)
    return Link(
        text=edition.date_style.month_and_year(day.year, day.month),
        url=address(edition, f"archive/{day:%Y/%m}/"),
    )


def build_group(key: str) -> Page | None:
    """The page at the root of the group's host: its titles, each with its newest headlines."""
    editions = all_editions()
    if edition_of(key) != NO_EDITION or not editions:
        return None
    first = default_edition(editions)
    sheet = GroupSheet(
        frame=frame_of(edition_by_code(first.code)),
        head=Head(
            title=first.group.name,
            description=first.group.name,
            canonical=origin(first) + "/",
        ),
        group_name=MediaGroup.objects.values_list("name", flat=True).get(pk=first.group_id),
        titles=tuple(_group_title(edition) for edition in editions),
    )
    return Page("index.html", render("group.html", sheet).encode())


def default_edition(editions: list[Edition]) -> Edition:
    return next((edition for edition in editions if edition.is_default), editions[0])


def _group_title(edition: Edition) -> GroupTitle:
    edition = edition_by_code(edition.code)
    newest = list(live_placements(edition)[:3])
    return GroupTitle(
        key=edition.code,
        title=Title(
            name=edition.name,
            url=absolute(edition) if edition.host else address(edition),
            language=edition.language,
            direction=direction(edition.language),
        ),
        tagline=edition.tagline,
        latest=cards(edition, newest, with_photo=False),
        updated=_newest(edition, newest),
    )


def expected_sections() -> Iterable[str]:
    for edition in all_editions():
        for slug in edition.sections.values_list("slug", flat=True):
            yield make_key(edition.code, SECTION, slug)


def keys_of_sections(tag: str) -> Iterable[str]:
    name, _, code = tag.partition(":")
    if name != "frame":
        return []
    return [key for key in expected_sections() if edition_of(key) == code]
