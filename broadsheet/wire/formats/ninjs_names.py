"""Subjects, places and other named things of a ninjs item, as every version names them."""

import re

from broadsheet.wire.formats.codes import (
    MEDIA_TOPICS,
    SUBJECT_CODES,
    Code,
    code_of_uri,
    known_scheme,
    subject_code,
    subject_of,
)
from broadsheet.wire.formats.item import Place, Subject
from broadsheet.wire.formats.records import Record

_QCODE = re.compile(r"[^\s:/]+:[^/].*")
_COUNTRY = re.compile(r"iso3166|country", re.IGNORECASE)


def subjects_of(record: Record) -> tuple[Subject, ...]:
    found: dict[tuple[str | None, str | None], Subject] = {}
    for one in record.records("subject", "subjects"):
        code, name = _code(one), one.text("name", "label")
        if code or name:
            subject = subject_of(code, name)
            found.setdefault((subject.scheme, subject.code or subject.name), subject)
    return tuple(found.values())


def _code(one: Record) -> Code | None:
    """The IPTC's own codes first, then the source's code, then whatever identifies the thing."""
    uri, literal = one.text("uri"), one.text("literal")
    plain, scheme = one.text("code", "qcode"), one.text("scheme")
    by_uri = code_of_uri(uri) if uri and uri.startswith("http") else None
    if by_uri and by_uri.scheme in {SUBJECT_CODES, MEDIA_TOPICS}:
        return by_uri
    if plain:
        return subject_code(scheme, plain)
    if literal and _QCODE.fullmatch(literal):
        return subject_code(None, literal)
    if by_uri:
        return by_uri
    identifier = literal or uri
    return subject_code(scheme, identifier) if identifier else None


def places_of(record: Record) -> tuple[Place, ...]:
    """Where the item comes from first, then the places that it is about."""
    found: dict[str, Place] = {}
    located = record.records("located")
    for one in (*located, *record.records("place", "places")):
        name = one.text("name", "city", "value", "code", "qcode")
        if name:
            place = Place(name, _country(one, name))
            if name not in found or (place.country and not found[name].country):
                found[name] = place
    return tuple(found.values())


def _country(one: Record, name: str) -> str | None:
    addresses = [contact.record("address") for contact in one.records("contactinfo")]
    contacts = one.records("contactinfo")
    for address in (one, one.record("address"), *addresses, *contacts):
        country = address.text("country", "country_code")
        if country:
            return country
    identifier = f"{one.text('scheme') or ''} {one.text('uri') or ''}"
    is_country = _COUNTRY.search(identifier) or known_scheme(identifier) == "country"
    return name if is_country else None


def names_of(record: Record, *names: str) -> tuple[str, ...]:
    found = (one.text("name", "literal", "value") for one in record.records(*names))
    return tuple(dict.fromkeys(filter(None, found)))


def category_of(record: Record) -> str | None:
    """The agency's category: a field of its own, or the subject that says it is one."""
    for one in record.records("anpa_category", "category", "categories"):
        code = one.text("qcode", "code", "name")
        if code:
            return code
    for one in record.records("subject", "subjects"):
        if (one.text("rel") or "").casefold() == "category":
            found = _code(one)
            return found.code if found else one.text("name")
    return None


def service_of(record: Record) -> str | None:
    codes = (one.text("code", "qcode", "name") for one in record.records("service", "services"))
    return ", ".join(dict.fromkeys(filter(None, codes))) or None
