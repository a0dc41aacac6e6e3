"""What machines read: feeds, sitemaps, robots, the live stamp, hosts; and styles and scripts."""

import json
from collections.abc import Callable, Iterable
from datetime import date

from broadsheet.editions.addresses import absolute, address, file_of, origin
from broadsheet.editions.models import Edition
from broadsheet.editions.queries import all_editions, edition_by_code, section_named
from broadsheet.paper.builders.fronts import default_edition
from broadsheet.paper.cards import absolute_url, headline_of, lead_photo
from broadsheet.paper.framing import (
    colours_of,
    icon_of,
    icon_path,
    script,
    script_path,
    style_of,
    style_path,
)
from broadsheet.paper.moments import moment
from broadsheet.paper.rendering import render
from broadsheet.paper.sheets import (
    FeedItem,
    FeedSheet,
    LiveSheet,
    RobotsSheet,
    SitemapEntry,
    SitemapIndexSheet,
    SitemapSheet,
)
from broadsheet.press.recording import note
from broadsheet.press.registry import NO_EDITION, Page, edition_of, make_key, rest_of
from broadsheet.stories.models import Placement
from broadsheet.stories.queries import (
    breaking_in,
    card_tag,
    days_with_stories,
    last_update_in,
    live_placements,
    mapped_placements_on,
    path_of,
)

FEED, SITEMAP, DAY_MAP, LIVE = "feed", "sitemap", "map", "live"
IN_FEED = 20
HOSTS_FILE = "_press/hosts.json"


def build_feed(key: str) -> Page | None:
    """RSS of an edition, or of the section named after the kind."""
    edition = edition_by_code(edition_of(key))
    slug = rest_of(key)
    section = section_named(edition, slug) if slug else None
    if slug and section is None:
        return None
    note("design")
    placements = list(live_placements(edition, section)[:IN_FEED])
    folder = f"{slug}/" if slug else ""
    newest = max((p.appeared_at for p in placements), default=None)
    sheet = FeedSheet(
        title=f"{edition.name}: {section.name}" if section else edition.name,
        description=(section.introduction if section else edition.description) or edition.name,
        language=edition.language,
        origin=origin(edition),
        url=absolute(edition, folder),
        self_url=absolute(edition, f"{folder}feed.xml"),
        copyright=edition.group.legal_name or edition.group.name,
        updated=moment(edition, newest) if newest else None,
        items=tuple(_item(edition, placement) for placement in placements),
    )
    return Page(file_of(edition, f"{folder}feed.xml"), render("feed.xml", sheet).encode())


def _item(edition: Edition, placement: Placement) -> FeedItem:
    story = placement.story
    note(card_tag(story.pk))
    return FeedItem(
        headline=headline_of(placement),
        url=absolute_url(edition, placement),
        guid=f"broadsheet:{edition.code}:{story.pk}",
        published=moment(edition, placement.appeared_at),
        summary=story.standfirst,
        creator=story.byline or story.agency_credit,
        categories=(placement.section.name, *story.keywords),
        photo=lead_photo(story),
    )


def expected_feeds() -> Iterable[str]:
    for edition in all_editions():
        yield make_key(edition.code, FEED)
        for slug in edition.sections.values_list("slug", flat=True):
            yield make_key(edition.code, FEED, slug)


def build_sitemap_index(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    note("design")
    entries = (
        SitemapEntry(url=absolute(edition, f"sitemap-{day}.xml"))
        for day in days_with_stories(edition)
    )
    text = render("sitemap-index.xml", SitemapIndexSheet(entries=tuple(entries)))
    return Page(file_of(edition, "sitemap.xml"), text.encode())


def build_sitemap(key: str) -> Page | None:
    """The addresses of one day; other editions' stories name their own canonical address.

    A day, not a month: an edit then costs the same however much the month holds.
    """
    edition = edition_by_code(edition_of(key))
    note("design")
    day = _day_named(rest_of(key))
    placements = list(mapped_placements_on(edition, day)) if day else []
    if not placements:
        return None
    entries = tuple(
        SitemapEntry(
            url=absolute_url(edition, placement),
            modified=(placement.story.updated_at or placement.appeared_at).isoformat(
                timespec="seconds"
            ),
        )
        for placement in placements
        if placement.is_home
    )
    text = render("sitemap.xml", SitemapSheet(entries=entries))
    return Page(file_of(edition, f"sitemap-{rest_of(key)}.xml"), text.encode())


def _day_named(text: str) -> date | None:
    """None for a name that is no day, such as the months of an earlier version's sitemaps."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def expected_sitemaps() -> Iterable[str]:
    for edition in all_editions():
        for day in days_with_stories(edition):
            yield make_key(edition.code, DAY_MAP, day.isoformat())


def keys_of_sitemaps(tag: str) -> Iterable[str]:
    name, _, rest = tag.partition(":")
    if name not in {"map", "date"}:
        return []
    code, _, day = rest.partition(":")
    return [make_key(code, DAY_MAP, day)]


def build_live(key: str) -> Page | None:
    """What every page picks up without being pressed anew: the stamp and the breaking bar."""
    edition = edition_by_code(edition_of(key))
    note("design")
    at = last_update_in(edition)
    if at is None:
        return None
    bar = breaking_in(edition)
    sheet = LiveSheet(
        updated=moment(edition, at),
        breaking=bar.text if bar else "",
        breaking_url=address(edition, path_of(bar.placement)) if bar else "",
    )
    return Page(file_of(edition, "live.json"), render("live.json", sheet).encode())


def build_robots(key: str) -> Page | None:
    note("design")
    editions = all_editions()
    if edition_of(key) != NO_EDITION or not editions:
        return None
    urls = tuple(absolute(edition, "sitemap.xml") for edition in editions)
    sheet = RobotsSheet(sitemap_urls=urls, disallowed=("/comments/",))
    return Page("robots.txt", render("robots.txt", sheet).encode())


def build_hosts(key: str) -> Page | None:
    """Which host serves which edition's folder, for the readers' server; never served itself."""
    editions = all_editions()
    if edition_of(key) != NO_EDITION or not editions:
        return None
    for edition in editions:
        edition_by_code(edition.code)
    known = {
        "hosts": {edition.host: edition.code for edition in editions if edition.host},
        "default": default_edition(editions).code,
    }
    return Page(HOSTS_FILE, json.dumps(known, ensure_ascii=False, sort_keys=True).encode())


def build_style(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    note("design")
    return Page(style_path(edition), style_of(colours_of(edition))[0].encode())


def build_icon(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    note("design")
    return Page(icon_path(edition), icon_of(colours_of(edition))[0].encode())


def build_script(name: str) -> Callable[[str], Page | None]:
    """The builder of one script for all editions."""

    def build(key: str) -> Page | None:
        note("design")
        if edition_of(key) != NO_EDITION:
            return None
        return Page(script_path(name), script(name)[0].encode())

    return build
