"""Places of a NewsML-G2 item and the countries that they lie in."""

import re
from typing import Any

from broadsheet.wire.formats.g2_scope import PLACEHOLDERS, Scope, kind_of
from broadsheet.wire.formats.item import Place
from broadsheet.wire.formats.trees import attribute, child, children

_COUNTRY_SCHEMES = re.compile(r"iso3166|country", re.IGNORECASE)
_PLACE_KINDS = {"geoarea", "poi", "place", "location", "city", "country", "statprov", "region"}


def places_of(scope: Scope, meta: Any, subjects: list[Any]) -> tuple[Place, ...]:
    """Where the item comes from first, then the places that it is about."""
    found: dict[str, Place] = {}
    about = (one for one in subjects if is_place(one))
    for concept in (*children(meta, "located"), *about):
        name = scope.name(concept) or attribute(concept, "literal")
        if name and name.casefold() not in PLACEHOLDERS:
            place = Place(name, country_of(scope, concept))
            if name not in found or (place.country and not found[name].country):
                found[name] = place
    return tuple(found.values())


def country_of(scope: Scope, concept: Any) -> str | None:
    """The country of a place: itself, a broader place, or that of its address."""
    asserted = scope.assertion(concept)
    for holder in (concept, asserted):
        for one in children(holder, "broader"):
            if _is_country(scope, one):
                return scope.label(one)
        address = child(holder, "POIDetails", "address", "country")
        if address is not None and scope.name(address):
            return scope.name(address)
    if _is_country(scope, concept) or any(
        map(_is_country_code(scope), children(concept, "sameAs"))
    ):
        return scope.name(concept)
    if _is_reuters_country(concept):
        return scope.name(concept)
    broader = [one for one in children(concept, "broader") if _is_reuters_country(one)]
    return scope.label(broader[0]) if broader else None


def is_place(subject: Any) -> bool:
    facets = (attribute(one, "qcode", "uri") or "" for one in children(subject, "facet"))
    return kind_of(subject) in _PLACE_KINDS or any("geoprop" in one.casefold() for one in facets)


def _is_reuters_country(concept: Any) -> bool:
    """Reuters' geographical property 5 is a country."""
    return any(
        (attribute(one, "qcode") or "").casefold() == "geoprop:5"
        for one in children(concept, "facet")
    )


def _is_country(scope: Scope, concept: Any) -> bool:
    code = scope.code(concept)
    is_whole = not code or "-" not in code.code
    return kind_of(concept) == "country" or bool(
        code and is_whole and _COUNTRY_SCHEMES.search(code.scheme or "")
    )


def _is_country_code(scope: Scope) -> Any:
    def test(one: Any) -> bool:
        code = scope.code(one)
        return bool(code and "iso3166" in (code.scheme or "") and "-" not in code.code)

    return test
