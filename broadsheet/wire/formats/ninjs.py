"""ninjs 1, 2 and 3 are read alike; the version is told by the names that a file uses.

Version 1 is flat (`headline`, `body_html`), 2 has lists (`headlines`, `bodies`), 3 has them in
camel case. Names that newsroom systems add (`guid`, `evolvedfrom`, `anpa_category`, `authors`)
are read as well. Associated pictures stay pictures of their item; associated texts become items.
Source: ninjs 1.0 to 3.1 JSON schemas, IPTC.
"""

import re
from collections.abc import Iterator
from typing import Any

from broadsheet.wire.errors import NoItems
from broadsheet.wire.formats.content import FIRST_CREATED, VERSION_CREATED, Content, Notes
from broadsheet.wire.formats.finishing import finished
from broadsheet.wire.formats.item import TYPES, Group, Package, Ref, WireItem
from broadsheet.wire.formats.ninjs_content import (
    body_found,
    caption_of,
    event_found,
    files_of,
    headlines_of,
    images_of,
    is_picture,
    summary_of,
)
from broadsheet.wire.formats.ninjs_names import (
    category_of,
    names_of,
    places_of,
    service_of,
    subjects_of,
)
from broadsheet.wire.formats.records import Record
from broadsheet.wire.formats.statuses import is_correction, is_kill, pubstatus_of

_LISTS = ("item", "items", "_items", "newsitems", "hits", "results", "data")
_IDENTIFIERS = {"uri", "guid", "urn"}
_SIGNS = {
    "type", "versioncreated", "headline", "headlines", "bodies", "descriptions", "pubstatus",
    "renditions", "associations", "representationtype", "eventdetails", "body_html", "body_text",
    "body_xhtml", "description_text", "slugline", "subjects", "title", "plannedcoverage",
}  # fmt: skip
# Names of version 3 that versions 1 and 2 write in lower case.
_CAMEL = re.compile(
    r"(?:version|first|content)Created|pub(?:Status)|representationType|copyright(?:Holder|Notice)|"
    r"usageTerms|edNote|contentType|infoSources|altIds|trustIndicators|rightsInfo|sizeInBytes|"
    r"eventDetails|plannedCoverage|expected(?:Start|End)Date|(?:start|end)Date|contactInfo|"
    r"digitalSourceType|charCount|wordCount|geoJSON"
)
_PLURALS = {"headlines", "bodies", "descriptions", "subjects", "people", "places",
            "organisations", "infosources", "genres", "by", "eventdetails", "objects"}  # fmt: skip
_KINDS = {
    "photo": "picture", "image": "picture", "component": "text", "article": "text",
    "story": "text", "news": "text", "package": "composite", "preformatted": "text",
}  # fmt: skip
_KILLING = {"kill", "killed", "takedown", "recalled", "recall", "unpublish", "delete"}


class Ninjs:
    """Reads one ninjs object, a list of them, or an answer that holds such a list."""

    def recognises(self, content: Content) -> bool:
        return bool(_objects(content.json))

    def read(self, content: Content) -> list[WireItem]:
        items = [
            item for one in _objects(content.json) for item in _read(content, Record(one), one)
        ]
        if not items:
            raise NoItems(format_name="ninjs")
        return items


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [one for one in value if _is_ninjs(one)]
    if not isinstance(value, dict):
        return []
    if _is_ninjs(value):
        return [value]
    record = Record(value)
    for name in _LISTS:
        found = record.data.get(name)
        if isinstance(found, list) and any(map(_is_ninjs, found)):
            return [one for one in found if _is_ninjs(one)]
    return []


def _is_ninjs(value: Any) -> bool:
    if not isinstance(value, dict) or "api_version" in value or "source-feed" in value:
        return False
    names = {str(name).casefold() for name in value}
    return bool(names & _IDENTIFIERS) and bool(names & _SIGNS)


def ninjs_version(data: dict[str, Any]) -> int:
    """1, 2 or 3: as the object says itself, else by its names."""
    record = Record(data)
    declared = record.record("standard", "$standard")
    number = re.match(r"[123]", declared.text("version") or "")
    if number and "ninjs" in (declared.text("name") or "ninjs").casefold():
        return int(number[0])
    if any(map(_CAMEL.fullmatch, _all_names(data))):
        return 3
    is_plural = bool(set(record.data) & _PLURALS)
    has_lists = any(isinstance(record.data.get(n), list) for n in ("renditions", "associations"))
    return 2 if is_plural or has_lists else 1


def _all_names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _all_names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _all_names(inner)


def _read(content: Content, record: Record, data: dict[str, Any]) -> Iterator[WireItem]:
    name = f"ninjs-{ninjs_version(data)}"
    yield _item(content, record, name)
    for association in _associations(record):
        kind = (association.text("type") or "").casefold()
        has_identity = association.get(*_IDENTIFIERS)
        if has_identity and kind in {"text", "composite"} and body_found(association).blocks:
            yield _item(content, association, name)


def _associations(record: Record) -> list[Record]:
    return record.records("associations")


def _item(content: Content, record: Record, name: str) -> WireItem:
    notes = Notes(content)
    kind = _kind(notes, record)
    associations = _associations(record)
    headline, subheadline = headlines_of(record)
    if not headline and record.text("title"):
        headline = record.text("title")
        if kind not in {"event", "planning"}:
            notes.add("No headline; the item's title stands in.")
    summary = summary_of(record) if kind not in {"picture", "graphic"} else None
    fields: dict[str, Any] = {
        "format": name,
        "type": kind,
        "headline": headline,
        "subheadline": subheadline,
        "summary": summary if summary != headline else None,
        "images": images_of(record, associations, kind),
        "attachments": files_of(record, associations),
        "package": _package(kind, associations),
        "event": event_found(notes, record, kind, headline),
    }
    for part in (_identity, _status, _names, _rights, _times):
        fields |= part(notes, record)
    if fields.pop("is_withheld", False):
        fields["pubstatus"] = "withheld"
    return finished(notes, body=body_found(record, kind), **fields)


def _kind(notes: Notes, record: Record) -> str:
    value = (record.text("type") or "").casefold()
    kind = _KINDS.get(value, value)
    if kind in TYPES:
        return kind
    judged = "text"
    if record.get("eventdetails"):
        judged = "event"
    elif record.get("plannedcoverage"):
        judged = "planning"
    elif record.get("renditions") and not body_found(record).blocks:
        judged = "picture" if is_picture(record) else "video"
    said = f"The type “{value[:30]}” is unknown" if value else "No type was given"
    notes.add(f"{said}; read as {judged} by its content.")
    return judged


def _identity(_: Notes, record: Record) -> dict[str, Any]:
    replaced = record.lines("evolvedfrom", "replaces", "rewrite_of", "supersedes")
    guid = record.text("uri", "guid", "urn")
    return {
        "guid": guid,
        "version": record.text("version"),
        "version_label": record.text("versionlabel", "version_label", "anpa_take_key", "takekey"),
        "previous_version": record.text("previousversion", "previous_version"),
        "replaces": tuple(one for one in replaced if one != guid),
        "link": _address(record.text("link", "url", "weburl", "permalink", "canonicalurl")),
        "slugline": record.text("slugline", "slug"),
        "sequence": record.text("sequence", "ingest_provider_sequence", "sequencenumber"),
    }


def _address(text: str | None) -> str | None:
    return text if text and text.startswith(("http://", "https://")) else None


def _status(notes: Notes, record: Record) -> dict[str, Any]:
    status, note = pubstatus_of(record.text("pubstatus", "state"))
    if note:
        notes.add(note)
    said = (_signal(one) for one in record.records("signals", "signal"))
    signals = tuple(signal for signal in said if signal)
    operation = (record.text("operation", "state") or "").casefold()
    killed = record.lines("kills")
    guid = record.text("uri", "guid", "urn")
    if not killed and guid and (operation in _KILLING or any(map(is_kill, signals))):
        killed = (guid,)
    corrected = operation in {"correct", "corrected"} or bool(record.integer("correction_sequence"))
    return {
        "pubstatus": status,
        "signals": signals,
        "kills": killed,
        "is_correction": corrected or any(map(is_correction, signals)),
        "urgency": _level(notes, record, "urgency"),
        "priority": _level(notes, record, "priority"),
    }


def _signal(record: Record) -> str | None:
    return record.text("qcode", "code", "uri", "literal", "value", "name")


def _level(notes: Notes, record: Record, what: str) -> int | None:
    value = record.integer(what)
    if value is not None and not 0 <= value <= 9:
        notes.add(f"The {what} {value} is not between 0 and 9; left out.")
        return None
    return value


def _names(_: Notes, record: Record) -> dict[str, Any]:
    return {
        "byline": record.text("by", "byline"),
        "dateline": (record.text("dateline") or "").rstrip(" -–—") or None,
        "language": record.text("language", "lang"),
        "category": category_of(record),
        "service": service_of(record),
        "subjects": subjects_of(record),
        "keywords": record.texts("keywords", "keyword"),
        "places": places_of(record),
        "people": names_of(record, "person", "people", "persons"),
        "organisations": names_of(record, "organisation", "organisations", "organization"),
        "authors": names_of(record, "authors", "author", "creators", "creator"),
    }


def _rights(_: Notes, record: Record) -> dict[str, Any]:
    holder = record.text("copyrightholder")
    sources = names_of(record, "infosource", "infosources")
    return {
        "provider": record.text("provider", "source") or next(iter(sources), None),
        "credit": record.text("creditline", "credit") or caption_of(record, ("creditline",)),
        "copyright": record.text("copyrightnotice") or (f"© {holder}" if holder else None),
        "usage_terms": record.text("usageterms"),
        "ednote": "\n".join(record.lines("ednote", "ed_note", "ednotes")) or None,
        "private_notes": record.lines("private_note", "private_notes", "internal_note"),
        "sender": record.text("sender"),
    }


def _times(notes: Notes, record: Record) -> dict[str, Any]:
    created = notes.moment(record.get("versioncreated"), VERSION_CREATED)
    if created is None:
        others = (
            "updated",
            "datemodified",
            "contentcreated",
            "_updated",
            "published",
            "firstcreated",
        )
        created = notes.moment(record.get(*others), VERSION_CREATED)
        if created:
            notes.add("No time of this version; the nearest other time was taken.")
    embargo_value = record.get("embargoed", "embargo", "embargoeduntil")
    embargo = notes.moment(embargo_value, "embargo")
    is_unreadable = embargo is None and (bool(embargo_value) or bool(record.text("embargoed_text")))
    if is_unreadable:
        notes.add("The embargo cannot be read, so the item is withheld.")
    return {
        "version_created": created,
        "first_created": notes.moment(record.get("firstcreated"), FIRST_CREATED),
        "embargo": embargo,
        "expires": notes.moment(record.get("expires", "expiry"), "expiry"),
        "is_withheld": is_unreadable,
    }


def _package(kind: str, associations: list[Record]) -> Package | None:
    """A composite names all its members; other items those that are no pictures."""
    members = [
        Ref(guid, one.text("version"))
        for one in associations
        if (kind == "composite" or not is_picture(one)) and (guid := one.text("uri", "guid", "urn"))
    ]
    if not members and kind != "composite":
        return None
    return Package((Group("associations", tuple(members)),))
