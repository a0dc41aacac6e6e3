"""The frame that all pages of an edition share, and the styles and scripts that it names."""

import hashlib
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from broadsheet.editions.addresses import address, origin
from broadsheet.editions.models import Edition
from broadsheet.editions.models import Section as EditionSection
from broadsheet.editions.queries import (
    live_standing_pages,
    sections_of,
    titles_beside,
    year_tag,
)
from broadsheet.paper.pieces import FollowLink, Frame, Link, Notice, Section, Title
from broadsheet.paper.rendering import asset, favicon, stylesheet
from broadsheet.paper.sheets import Colour, ColourSheet
from broadsheet.press.recording import note
from broadsheet.press.remembering import remembered
from broadsheet.stylebook.languages import direction

LICENCE = {
    "en": "© {year} {name}. All rights reserved.",
    "ar": "© {year} {name}. جميع الحقوق محفوظة.",
}
LIGHT_PAPER, DARK_PAPER = "#fffefb", "#161513"  # --paper of site.css


def hashed(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=5).hexdigest()


def section_piece(edition: Edition, section: EditionSection) -> Section:
    return Section(key=section.slug, name=section.name, url=address(edition, f"{section.slug}/"))


@remembered
def colours_of(edition: Edition) -> ColourSheet:
    sections = tuple(Colour(key=s.slug, value=s.colour) for s in sections_of(edition))
    return ColourSheet(edition=edition.colour, sections=sections)


@lru_cache(maxsize=64)
def style_of(colours: ColourSheet) -> tuple[str, str]:
    """The stylesheet for these colours, and the hash that its address carries."""
    text = stylesheet(colours)
    return text, hashed(text)


@lru_cache(maxsize=64)
def icon_of(colours: ColourSheet) -> tuple[str, str]:
    text = favicon(colours)
    return text, hashed(text)


@cache
def script(name: str = "site") -> tuple[str, str]:
    """The text of a script, and the hash that its address carries."""
    text = asset(f"{name}.js")
    return text, hashed(text)


def style_path(edition: Edition) -> str:
    return f"assets/{edition.code}.{style_of(colours_of(edition))[1]}.css"


def icon_path(edition: Edition) -> str:
    return f"assets/{edition.code}.{icon_of(colours_of(edition))[1]}.svg"


def script_path(name: str = "site") -> str:
    return f"assets/{name}.{script(name)[1]}.js"


@cache
def design_digest() -> str:
    """Changes with every template, style, script, word or builder that pages are made with."""
    digest = hashlib.blake2b(digest_size=12)
    for package in ("broadsheet.paper", "broadsheet.stylebook", "broadsheet.comments"):
        root = Path(str(resources.files(package)))
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


@remembered
def frame_of(edition: Edition) -> Frame:
    """The edition's frame; pages that show it read the edition, its day's year, the design."""
    note("design", year_tag(edition.code))
    return Frame(
        name=edition.name,
        tagline=edition.tagline,
        publisher=edition.group.name,
        language=edition.language,
        direction=direction(edition.language),
        origin=origin(edition),
        home_url=address(edition),
        feed_url=address(edition, "feed.xml"),
        archive_url=address(edition, "archive/"),
        live_url=address(edition, "live.json"),
        css_url="/" + style_path(edition),
        js_url="/" + script_path(),
        favicon_url="/" + icon_path(edition),
        theme_light=LIGHT_PAPER,
        theme_dark=DARK_PAPER,
        sections=tuple(section_piece(edition, section) for section in sections_of(edition)),
        titles=_titles(edition),
        follow=tuple(
            FollowLink(kind=link.network, text=link.get_network_display(), url=link.url)
            for link in edition.follow_links.all()
        ),
        footer_links=tuple(
            Link(text=page.title, url=address(edition, f"pages/{page.slug}/"))
            for page in live_standing_pages(edition).filter(in_footer=True)
        ),
        addresses=tuple(_notice(a.language, a.text) for a in edition.postal_addresses.all()),
        notices=_notices(edition),
    )


def _titles(edition: Edition) -> tuple[Title, ...]:
    titles = titles_beside(edition)
    inside = (
        Title(
            name=other.name,
            url=origin(other) + address(other) if other.host or edition.host else address(other),
            language=other.language,
            direction=direction(other.language),
            is_current=other.pk == edition.pk,
        )
        for other in titles.inside
    )
    outside = (
        Title(name=name, url=url, language=language, direction=direction(language))
        for name, language, url in titles.outside
    )
    return (*inside, *outside)


def _notice(language: str, text: str) -> Notice:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    return Notice(lines=lines, language=language, direction=direction(language))


def _notices(edition: Edition) -> tuple[Notice, ...]:
    """The copyright line in each language that a title of the group is written in."""
    year = edition.day.year if edition.day else None
    languages = dict.fromkeys(
        other.language.split("-")[0] for other in titles_beside(edition).inside
    )
    lines = {language: LICENCE.get(language, LICENCE["en"]) for language in languages}
    name = edition.group.legal_name or edition.group.name
    return tuple(
        _notice(language, line.format(year=year or "", name=name).replace("©  ", "© "))
        for language, line in lines.items()
    )
