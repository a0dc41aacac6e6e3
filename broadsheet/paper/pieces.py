"""Pieces are what sheets are made of: a moment, a photo, a card, the frame around every page.

Dates, counts and other figures arrive as text in the edition's own language and digits; addresses
arrive as they go into the page (``/en/world/`` or absolute), except those documented as absolute.
An empty string means "leave it out". HTML is ``markupsafe.Markup`` and must be sanitised before
it gets here; a plain ``str`` is escaped, so forgetting to mark it is ugly but never dangerous.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from markupsafe import Markup

from broadsheet.stylebook.languages import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One instant, written for machines and for readers.

    ``iso`` is UTC with an offset (``2026-11-24T07:07:00+00:00``). ``edition_text`` is date and
    time in the edition's zone ("Tuesday, 24 November 2026, 09:07"); ``gmt_text`` is the same
    instant in GMT ("07:07 GMT", with its date where that differs from the edition's).
    ``day_text`` is the edition's date alone ("24 November 2026"), ``time_text`` its time ("09:07").
    """

    iso: str
    edition_text: str
    gmt_text: str
    day_text: str
    time_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section as pages name it; ``key`` ([a-z0-9-]+) picks its colour in the styles."""

    key: str
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title of the group, in its own language (``language`` is BCP 47)."""

    name: str
    url: str
    language: str
    direction: Direction
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowLink:
    """Where the edition can be followed; ``text`` is the service's own name ("Facebook", "RSS")."""

    kind: Literal["facebook", "x", "youtube", "rss", "instagram", "telegram", "whatsapp", "other"]
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Lines in a language of their own: a postal address, a copyright line."""

    lines: tuple[str, ...]
    language: str
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource:
    """One rendition in WebP, ``width`` pixels wide."""

    width: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture; ``width`` and ``height`` are those of the JPEG, whose ratio all sources share.

    ``alt`` may be empty only when the picture says nothing that the words beside it do not.
    ``sources`` run from narrow to wide. Lists of cards crop to 3:2 around the middle.
    """

    alt: str
    caption: str
    credit: str
    width: int
    height: int
    sources: tuple[PictureSource, ...]
    jpeg_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story in a list."""

    headline: str
    url: str
    published: Moment
    standfirst: str = ""
    kicker: str = ""
    section: Section | None = None
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all pages of one edition share; nothing in it may change with each story.

    ``origin`` is scheme and host without a final slash ("https://news.example") and makes relative
    addresses absolute where a standard asks for that. ``notices`` are the copyright lines, one for
    each language of the group; ``addresses`` the postal addresses. ``live_url`` is the edition's
    live.json. ``theme_light`` and ``theme_dark`` are #rrggbb for the browser's own furniture.
    """

    name: str
    tagline: str
    publisher: str
    language: str
    direction: Direction
    origin: str
    home_url: str
    feed_url: str
    archive_url: str
    live_url: str
    css_url: str
    js_url: str
    favicon_url: str
    theme_light: str
    theme_dark: str
    sections: tuple[Section, ...] = ()
    titles: tuple[Title, ...] = ()
    follow: tuple[FollowLink, ...] = ()
    footer_links: tuple[Link, ...] = ()
    addresses: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """A telling of the same page; ``language`` is BCP 47 or "x-default", ``url`` absolute."""

    language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What one page says about itself.

    ``title`` goes without the edition's name; empty on the home front. ``canonical`` is absolute.
    ``alternates`` list every telling, this page included, or nothing. ``updated`` is when this page
    itself last changed: the masthead's stamp until a script brings the live one. ``section_key``
    marks the current section. ``feed_url`` is a feed narrower than the edition's.
    """

    title: str
    description: str
    canonical: str
    updated: Moment | None = None
    section_key: str = ""
    alternates: tuple[Alternate, ...] = ()
    photo: Photo | None = None
    feed_url: str = ""
    is_indexed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Sanitised paragraphs, lists and inline marks: whole ``<p>``, ``<ul>``, ``<ol>`` elements."""

    kind: ClassVar[str] = "text"
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class SubheadBlock:
    kind: ClassVar[str] = "subhead"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteBlock:
    """A quotation set apart; ``text`` comes without quotation marks, the styles add them."""

    kind: ClassVar[str] = "quote"
    text: str
    attribution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBlock:
    kind: ClassVar[str] = "picture"
    photo: Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLinkBlock:
    """A pointer to another story, amid the body."""

    kind: ClassVar[str] = "story-link"
    headline: str
    url: str


Block = TextBlock | SubheadBlock | QuoteBlock | PictureBlock | StoryLinkBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Whose comment led to a correction: the words before and after the name, and its address."""

    before: str
    name: str
    after: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    text: str
    made: Moment
    credit: Credit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The same story in another edition."""

    title: Title
    headline: str
    url: str
