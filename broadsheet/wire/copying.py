"""Turns a wire item into the copy of a story, and finds the edition and section it belongs in."""

from typing import Any

from broadsheet.editions.errors import UnknownEditionError
from broadsheet.editions.models import Edition, Section
from broadsheet.editions.queries import edition_for_language
from broadsheet.stories.bodies import body_from_html, body_from_text
from broadsheet.stories.paragraphs import paragraphs_in, provenance_of
from broadsheet.stylebook.text import excerpt, words
from broadsheet.wire.errors import NoEdition
from broadsheet.wire.models import Version

# The first two digits of IPTC subject codes, by the sections that newspapers keep.
SECTIONS_BY_SUBJECT = {
    "01": ("culture", "arts"),
    "04": ("business", "economy"),
    "08": ("human-interest", "life"),
    "07": ("health", "science"),
    "10": ("life", "culture"),
    "13": ("science", "technology"),
    "15": ("sport", "sports"),
}
SECTIONS_BY_TOPIC = {
    "medtop:01000000": ("culture", "arts"),
    "medtop:04000000": ("business", "economy"),
    "medtop:13000000": ("science", "technology"),
    "medtop:15000000": ("sport", "sports"),
}
HEADLINE_LENGTH = 110


def copy_of(version: Version) -> dict[str, Any]:
    """The fields of a story, each paragraph with its provenance."""
    line = version.line
    body = body_from_html(line["body_html"]) or body_from_text(line["body_text"].splitlines())
    origin = {"origin": "wire", "guid": line["guid"], "version": version.label}
    texts = [block["value"] for block in body if block["type"] == "text"]
    paragraphs = [paragraph for text in texts for paragraph in paragraphs_in(text)]
    return {
        "language": line["language"],
        "headline": headline_of(line),
        "slugline": (line["slugline"] or "")[:200],
        "standfirst": line["subheadline"] or line.get("summary") or "",
        "byline": (line["byline"] or "")[:250],
        "dateline": (line["dateline"] or "")[:120],
        "agency_credit": (line["credit"] or line["provider"] or "")[:200],
        "keywords": line["keywords"][:12],
        "subjects": line["subjects"],
        "body": body,
        "provenance": provenance_of(paragraphs, origin),
    }


def headline_of(line: dict[str, Any]) -> str:
    """The agency's headline, else its first words: an item without either is no story."""
    first = line["headline"] or line["body_text"].strip().partition("\n")[0] or line["slugline"]
    text = " ".join((first or "").split())
    return text if line["headline"] and len(text) <= 250 else excerpt(text, HEADLINE_LENGTH)


def is_copy(line: dict[str, Any]) -> bool:
    """Whether there is text in it for readers; events, bare pictures and alerts have none."""
    return line["type"] in {"text", "composite"} and words(line["body_text"]) > 0


def edition_of(line: dict[str, Any]) -> Edition:
    """The edition of the item's language. Raises NoEdition."""
    language = line["language"]
    try:
        return edition_for_language(language or "")
    except UnknownEditionError as error:
        codes = list(Edition.objects.values_list("code", flat=True))
        raise NoEdition(language=language, editions=codes) from error


def section_for(edition: Edition, line: dict[str, Any]) -> Section | None:
    """The section that the agency's own categories name, else the edition's first."""
    sections = list(edition.sections.all())
    named = {str(word).casefold() for word in _categories(line) if word}
    for section in sections:
        if {section.slug.casefold(), section.name.casefold()} & named:
            return section
    return sections[0] if sections else None


def _categories(line: dict[str, Any]) -> list[str]:
    found = [line["category"], line["service"], *line["keywords"]]
    for subject in line["subjects"]:
        code = str(subject["code"] or "")
        found.append(subject["name"])
        if subject["scheme"] == "subj":
            found += SECTIONS_BY_SUBJECT.get(code[:2], ())
        found += SECTIONS_BY_TOPIC.get(f"{subject['scheme']}:{code}", ())
    return found
