"""Standing pages, and the pages that stand where nothing does: 404, 410, tombstones."""

from collections.abc import Iterable

import nh3
from markupsafe import Markup
from wagtail.rich_text import expand_db_html

from broadsheet.editions.addresses import absolute, file_of
from broadsheet.editions.models import Edition, StandingPage
from broadsheet.editions.queries import (
    all_editions,
    edition_by_code,
    live_standing_pages,
    page_tag,
)
from broadsheet.paper.builders.fronts import default_edition
from broadsheet.paper.builders.story import path_of_buried
from broadsheet.paper.framing import frame_of
from broadsheet.paper.moments import moment
from broadsheet.paper.pieces import Head
from broadsheet.paper.rendering import render
from broadsheet.paper.sheets import GoneSheet, NotFoundSheet, StandingSheet
from broadsheet.paper.words import words_in
from broadsheet.press.recording import note
from broadsheet.press.registry import NO_EDITION, Page, edition_of, make_key, rest_of

KIND = "page"
TAGS = {"p", "ul", "ol", "li", "b", "i", "a", "br", "h2", "h3", "hr"}


def build_standing(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    number = int(rest_of(key))
    note(page_tag(number))
    page = live_standing_pages(edition).filter(pk=number).first()
    if page is None:
        return None
    sheet = StandingSheet(
        frame=frame_of(edition),
        head=Head(
            title=page.seo_title or page.title,
            description=page.search_description or page.introduction,
            canonical=absolute(edition, _path(page)),
            updated=moment(edition, page.last_published_at) if page.last_published_at else None,
        ),
        heading=page.title,
        html=_clean(page.body),
        introduction=page.introduction,
    )
    return Page(file_of(edition, _path(page)), render("standing.html", sheet).encode())


def _path(page: StandingPage) -> str:
    return f"pages/{page.slug}/"


def _clean(source: str) -> Markup:
    cleaned = nh3.clean(
        expand_db_html(source),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return Markup(cleaned)  # noqa: S704 (nh3 has just cleaned it)


def expected_standing() -> Iterable[str]:
    for edition in all_editions():
        for number in live_standing_pages(edition).values_list("pk", flat=True):
            yield make_key(edition.code, KIND, str(number))


def keys_of_standing(tag: str) -> Iterable[str]:
    name, _, number = tag.partition(":")
    if name != "page" or not number.isdigit():
        return []
    page = StandingPage.objects.filter(pk=int(number)).first()
    return [make_key(page.edition.code, KIND, number)] if page else []


def build_not_found(key: str) -> Page | None:
    edition, folder = _edition_and_folder(key)
    if edition is None:
        return None
    words = words_in(edition.language)
    sheet = NotFoundSheet(frame=frame_of(edition), head=_lost(words.not_found))
    return Page(f"{folder}404.html", render("404.html", sheet).encode())


def build_gone(key: str) -> Page | None:
    edition, folder = _edition_and_folder(key)
    if edition is None:
        return None
    sheet = GoneSheet(frame=frame_of(edition), head=_lost(words_in(edition.language).gone))
    return Page(f"{folder}410.html", render("410.html", sheet).encode())


def _edition_and_folder(key: str) -> tuple[Edition | None, str]:
    code = edition_of(key)
    if code != NO_EDITION:
        return edition_by_code(code), f"{code}/"
    editions = all_editions()
    return (edition_by_code(default_edition(editions).code) if editions else None), ""


def _lost(title: str) -> Head:
    return Head(title=title, description="", canonical="", is_indexed=False)


def build_tombstone(key: str) -> Page | None:
    """What stands at the address of a killed story: that it is gone, and no word of it."""
    buried = path_of_buried(key) if edition_of(key) != NO_EDITION else None
    if buried is None:
        return None
    edition, path, story = buried
    sheet = GoneSheet(
        frame=frame_of(edition),
        head=_lost(words_in(edition.language).gone),
        killed=moment(edition, story.killed_at) if story.killed_at else None,
    )
    return Page(file_of(edition, path), render("tombstone.html", sheet).encode())
