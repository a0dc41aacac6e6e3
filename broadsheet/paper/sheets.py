"""A template takes exactly one sheet, and a sheet holds everything that its page says.

The template that each sheet belongs to is named in its docstring. The rules for texts, figures and
addresses are those of ``pieces``.
"""

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from broadsheet.paper.comment_sheets import CommentSheet, ConversationPiece
from broadsheet.paper.pieces import (
    Alternate,
    Block,
    Card,
    Correction,
    Frame,
    Head,
    Link,
    Moment,
    Photo,
    Section,
    Telling,
    Title,
)
from broadsheet.stylebook.languages import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySheet:
    """story.html: one story.

    ``dateline`` is the place alone ("Port Salis"), ``agency`` the credit beside it ("Meridian
    Wire"). ``updated`` is ``None`` where the copy was never changed after its first publication.
    ``author_kind`` is schema.org's word for what the byline names.
    """

    frame: Frame
    head: Head
    section: Section
    headline: str
    published: Moment
    body: tuple[Block, ...]
    kicker: str = ""
    standfirst: str = ""
    byline: str = ""
    author_kind: Literal["Person", "Organization"] = "Organization"
    dateline: str = ""
    agency: str = ""
    updated: Moment | None = None
    photo: Photo | None = None
    keywords: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    tellings: tuple[Telling, ...] = ()
    related: tuple[Card, ...] = ()
    from_archive: tuple[Card, ...] = ()
    conversation: ConversationPiece | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBlock:
    """One section's place on the home front; the first card leads it."""

    section: Section
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSheet:
    """home.html: the front of an edition.

    Best with two to four ``secondary`` cards (two with pictures) and five to eight in ``latest``,
    which is a list of headlines with times. ``lead`` is ``None`` before the first publication.
    """

    frame: Frame
    head: Head
    lead: Card | None = None
    secondary: tuple[Card, ...] = ()
    latest: tuple[Card, ...] = ()
    blocks: tuple[SectionBlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionSheet:
    """section.html: the front of a section; ``older`` leads to its archive."""

    frame: Frame
    head: Head
    section: Section
    introduction: str = ""
    lead: Card | None = None
    secondary: tuple[Card, ...] = ()
    latest: tuple[Card, ...] = ()
    older: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingSheet:
    """standing.html: about, contact, terms, policies; ``html`` has headings from h2 down."""

    frame: Frame
    head: Head
    heading: str
    html: Markup
    introduction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMonthLink:
    """A month of the archive index; no address and no count where nothing was published.

    ``count`` is the figure alone, ``count_text`` the phrase ("1,204 stories").
    """

    name: str
    url: str = ""
    count: str = ""
    count_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveYear:
    """A year with its twelve months, January first."""

    name: str
    months: tuple[ArchiveMonthLink, ...]
    count_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveIndexSheet:
    """archive-index.html: the years, newest first, and their months."""

    frame: Frame
    head: Head
    years: tuple[ArchiveYear, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    name: str
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of the calendar; no address where nothing was published.

    ``iso`` is the edition's date, YYYY-MM-DD; ``number`` its day in the edition's digits;
    ``date_text`` the full date and ``count_text`` the phrase, for readers who hear the page.
    """

    iso: str
    number: str
    date_text: str
    url: str = ""
    count: str = ""
    count_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMonthSheet:
    """archive-month.html: a calendar; each week has seven places, ``None`` outside the month.

    ``heading`` is "November 2026". ``weekdays`` start with the first day of the edition's week.
    ``previous`` and ``next`` are the nearest months that have stories.
    """

    frame: Frame
    head: Head
    heading: str
    weekdays: tuple[Weekday, ...]
    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    count_text: str = ""
    previous: Link | None = None
    next: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveDaySheet:
    """archive-day.html: the headlines of one day, earliest last."""

    frame: Frame
    head: Head
    heading: str
    iso: str
    month: Link
    cards: tuple[Card, ...]
    count_text: str = ""
    previous: Link | None = None
    next: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundSheet:
    """404.html: no such address; ``latest`` is what a lost reader may want instead."""

    frame: Frame
    head: Head
    latest: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneSheet:
    """410.html and tombstone.html: a story that was taken back.

    ``notice`` is the edition's own sentence to readers, or empty for the standing one. It must
    never repeat what was killed.
    """

    frame: Frame
    head: Head
    notice: str = ""
    killed: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedSheet:
    """moved.html: a former address, for hosts that answer no redirect of their own.

    It takes no frame, so that a thousand of them stay fresh when the edition's sections change.
    ``target`` is the address to go to, percent-encoded; ``canonical`` the same, absolute.
    """

    edition_name: str
    language: str
    direction: Direction
    target: str
    canonical: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTitle:
    """A title as the group's own page shows it; ``key`` picks its colour in the styles."""

    key: str
    title: Title
    tagline: str = ""
    latest: tuple[Card, ...] = ()
    updated: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSheet:
    """group.html: the root page; ``frame`` belongs to the default edition."""

    frame: Frame
    head: Head
    group_name: str
    titles: tuple[GroupTitle, ...]


PageSheet = (
    StorySheet
    | HomeSheet
    | SectionSheet
    | StandingSheet
    | ArchiveIndexSheet
    | ArchiveMonthSheet
    | ArchiveDaySheet
    | NotFoundSheet
    | GoneSheet
    | MovedSheet
    | GroupSheet
    | CommentSheet
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A story in a feed; ``url`` is absolute, ``guid`` lasts longer than any address."""

    headline: str
    url: str
    guid: str
    published: Moment
    summary: str = ""
    creator: str = ""
    categories: tuple[str, ...] = ()
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSheet:
    """feed.xml: RSS 2.0; ``url`` and ``self_url`` are absolute, ``updated`` the newest change."""

    title: str
    description: str
    language: str
    origin: str
    url: str
    self_url: str
    copyright: str = ""
    updated: Moment | None = None
    items: tuple[FeedItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """``url`` is absolute, ``modified`` ISO 8601 with an offset or empty."""

    url: str
    modified: str = ""
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapIndexSheet:
    """sitemap-index.xml: the sitemaps of the days."""

    entries: tuple[SitemapEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapSheet:
    """sitemap.xml: the addresses of one month, 50,000 at most (sitemaps.org)."""

    entries: tuple[SitemapEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsSheet:
    """robots.txt: absolute addresses of sitemaps, and paths that robots should leave alone."""

    sitemap_urls: tuple[str, ...] = ()
    disallowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSheet:
    """live.json: what every page picks up, when the edition last changed and its breaking bar.

    ``breaking`` and ``breaking_url`` are empty while nothing breaks.
    """

    updated: Moment
    breaking: str = ""
    breaking_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """``value`` is #rrggbb as an editor chose it; the styles make it readable."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourSheet:
    """colours.css and favicon.svg: the edition's own colour, and those of its sections.

    On the group's page the keys are those of its titles.
    """

    edition: str
    sections: tuple[Colour, ...] = ()


Sheet = (
    PageSheet | FeedSheet | SitemapIndexSheet | SitemapSheet | RobotsSheet | LiveSheet | ColourSheet
)
