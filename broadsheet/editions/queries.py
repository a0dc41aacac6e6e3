"""Reads of editions, each noting the tags that its answer depends on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from broadsheet.editions.errors import UnknownEditionError, UnknownSectionError
from broadsheet.editions.models import Edition, Section, StandingPage
from broadsheet.press.common import register_common
from broadsheet.press.recording import note
from broadsheet.press.remembering import remembered

EDITIONS = "editions"
register_common(EDITIONS, "frame", "year")


def frame_tag(code: str) -> str:
    """Changes when anything does that every page of the edition shows."""
    return f"frame:{code}"


def day_tag(code: str) -> str:
    """Changes when the edition's day turns."""
    return f"day:{code}"


def year_tag(code: str) -> str:
    """Changes when the edition's year does."""
    return f"year:{code}"


def page_tag(page_id: int) -> str:
    return f"page:{page_id}"


@remembered
def all_editions() -> list[Edition]:
    note(EDITIONS)
    return list(Edition.objects.select_related("group"))


@remembered
def edition_by_code(code: str) -> Edition:
    """Raises UnknownEditionError."""
    note(frame_tag(code))
    try:
        return Edition.objects.select_related("group").get(code=code)
    except Edition.DoesNotExist:
        raise UnknownEditionError(code, _codes()) from None


def edition_for_language(language: str) -> Edition:
    """The first edition whose language is `language`, or shares its first subtag.

    Raises UnknownEditionError.
    """
    wanted = language.lower()
    editions = list(Edition.objects.select_related("group"))
    same = [edition for edition in editions if edition.language.lower() == wanted]
    kin = [edition for edition in editions if _primary(edition.language) == _primary(wanted)]
    for edition in [*same, *kin]:
        return edition
    raise UnknownEditionError(f"for language {language}", _codes())


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]


@remembered
def sections_of(edition: Edition) -> tuple[Section, ...]:
    """The edition's sections in the editors' order."""
    note(frame_tag(edition.code))
    return tuple(edition.sections.all())


def section_named(edition: Edition, slug: str) -> Section | None:
    return next((section for section in sections_of(edition) if section.slug == slug), None)


def section_of(edition: Edition, slug: str) -> Section:
    """Raises UnknownSectionError."""
    sections = {section.slug: section for section in sections_of(edition)}
    if slug not in sections:
        raise UnknownSectionError(slug, edition.code, list(sections))
    return sections[slug]


def _codes() -> list[str]:
    return list(Edition.objects.values_list("code", flat=True))


def live_standing_pages(edition: Edition) -> QuerySet[StandingPage]:
    """The edition's published standing pages in the editors' order."""
    note(frame_tag(edition.code))
    pages = StandingPage.objects.live().filter(path__startswith=_root_path(edition))
    return pages.order_by("path")


def _root_path(edition: Edition) -> str:
    root = getattr(edition, "pages_root", None)
    return str(root.path) if root is not None else "no pages"


@dataclass(frozen=True)
class Titles:
    """The titles of the group as one edition's masthead names them."""

    inside: tuple[Edition, ...]
    outside: tuple[tuple[str, str, str], ...]


def titles_beside(edition: Edition) -> Titles:
    """All editions of the group, this one included, and its sister titles elsewhere.

    Each sister title is (name, language, address).
    """
    note(EDITIONS)
    inside: Iterable[Edition] = Edition.objects.filter(group_id=edition.group_id)
    outside = edition.sister_titles.values_list("name", "language", "url")
    return Titles(tuple(inside), tuple(outside))
