"""What a NewsML-G2 item is about: headline, byline, subjects, people (`contentMeta`)."""

import re
from typing import Any

from broadsheet.wire.formats.codes import (
    MEDIA_TOPICS,
    SUBJECT_CODES,
    Code,
    local_name,
    subject_of,
)
from broadsheet.wire.formats.g2_places import is_place, places_of
from broadsheet.wire.formats.g2_scope import PLACEHOLDERS, Scope, kind_of, role_of
from broadsheet.wire.formats.item import Subject
from broadsheet.wire.formats.numbers import level, unique, whole
from broadsheet.wire.formats.times import begins_with_date
from broadsheet.wire.formats.trees import attribute, child, children, text_of

_MAIN_HEADLINES = {"", "main", "headline", "title"}
_CATEGORY_ALIASES = re.compile(r"cat$|category|a1312cat", re.IGNORECASE)
_SUMMARY_ROLES = ("summary", "abstract", "teaser", "lead", "standfirst", "")
_NOT_AUTHORS = {"source", "origprov", "provider", "lasted", "capwriter"}


def description_fields(scope: Scope) -> dict[str, Any]:
    """Headline, names, places and subjects, from `contentMeta`."""
    meta = child(scope.item, "contentMeta")
    headline, subheadline = _headlines(scope, meta)
    subjects = list(children(meta, "subject"))
    return {
        "headline": headline,
        "subheadline": subheadline,
        "summary": _summary(scope, meta),
        "slugline": _slugline(scope, meta),
        "byline": scope.best_text(children(meta, "by")),
        "dateline": _dateline(scope, meta),
        "language": scope.language,
        "urgency": level(scope.notes, text_of(child(meta, "urgency")), "urgency"),
        "category": _category(scope, subjects),
        "sequence": _sequence(meta),
        "subjects": _subjects(scope, subjects),
        "keywords": unique(text_of(one) for one in children(meta, "keyword")),
        "places": places_of(scope, meta, subjects),
        "people": unique(scope.label(one) for one in subjects if kind_of(one) == "person"),
        "organisations": unique(scope.label(one) for one in subjects if _is_organisation(one)),
        "authors": _authors(scope, meta),
        "credit": scope.best_text(children(meta, "creditline")),
    }


def descriptions(scope: Scope) -> list[tuple[str, str]]:
    """The roles and words of all descriptions, those in other languages left out."""
    found: dict[str, list[Any]] = {}
    for one in children(child(scope.item, "contentMeta"), "description"):
        words = text_of(one)
        if words:
            found.setdefault(local_name(role_of(one)), []).append(one)
    return [(role, words) for role, ones in found.items() if (words := scope.best_text(ones))]


def _headlines(scope: Scope, meta: Any) -> tuple[str | None, str | None]:
    """The main headline and the next one: by role, then by rank, then by order."""
    ranked = sorted(
        children(meta, "headline"),
        key=lambda one: (
            local_name(role_of(one)) not in _MAIN_HEADLINES,
            whole(attribute(one, "rank")) or 1,
        ),
    )
    main = scope.best(one for one in ranked if local_name(role_of(one)) in _MAIN_HEADLINES)
    if main is None:
        main = scope.best(ranked)
    rank = attribute(main, "rank")
    others = [
        one
        for one in ranked
        if one is not main and (role_of(one) or attribute(one, "rank") != rank)
    ]
    headline = text_of(main)
    sub = scope.best_text(others)
    return headline, sub if sub != headline else None


def _summary(scope: Scope, meta: Any) -> str | None:
    for role in _SUMMARY_ROLES:
        found = scope.best_text(
            one for one in children(meta, "description") if local_name(role_of(one)) == role
        )
        if found:
            return found
    return None


def _slugline(scope: Scope, meta: Any) -> str | None:
    """Several sluglines are the parts of one."""
    sluglines = [one for one in children(meta, "slugline") if text_of(one)]
    if len({attribute(one, "rank") for one in sluglines}) < len(sluglines):
        return scope.best_text(sluglines)
    return " ".join(filter(None, map(text_of, sluglines))) or None


def _dateline(scope: Scope, meta: Any) -> str | None:
    """The place line without the dash that leads into the text."""
    words = scope.best_text(children(meta, "dateline"))
    if not words:
        return None
    if begins_with_date(words):
        scope.notes.add("The dateline held a time and no place; left out.")
        return None
    return words.rstrip(" -–—") or None


def _category(scope: Scope, subjects: list[Any]) -> str | None:
    for subject in subjects:
        code = scope.code(subject)
        if code and (kind_of(subject) == "category" or _CATEGORY_ALIASES.search(code.scheme or "")):
            return code.code
    return None


def _sequence(meta: Any) -> str | None:
    """The agency's running number; dpa puts it second in its IPTC 7901 identifier."""
    for alt in children(meta, "altId"):
        kind, words = kind_of(alt), text_of(alt) or ""
        if kind == "iptc7901id":
            return words.split(":")[1] if ":" in words else None
        if kind in {"runningnumber", "sequence", "sequencenumber", "storynumber"}:
            digits = re.search(r"\d+", words)
            return digits[0] if digits else words or None
    return None


def _subjects(scope: Scope, subjects: list[Any]) -> tuple[Subject, ...]:
    """Subjects that are no person, place or organisation, and their IPTC equivalents."""
    found: dict[tuple[str | None, str | None, str | None], Subject] = {}
    for subject in subjects:
        if kind_of(subject) == "person" or _is_organisation(subject) or is_place(subject):
            continue
        name = scope.name(subject)
        twins = [one for one in children(subject, "sameAs") if _is_iptc(scope.code(one))]
        for one in (subject, *twins):
            code = scope.code(one)
            label = scope.name(one) or name
            if code and code.code.casefold() in PLACEHOLDERS:
                continue
            if code or label:
                entry = subject_of(code, label)
                found.setdefault((entry.scheme, entry.code, entry.code or entry.name), entry)
    return tuple(found.values())


def _is_iptc(code: Code | None) -> bool:
    return bool(code and code.scheme in {SUBJECT_CODES, MEDIA_TOPICS})


def _is_organisation(subject: Any) -> bool:
    return kind_of(subject) in {"organisation", "organization", "company"}


def _authors(scope: Scope, meta: Any) -> tuple[str, ...]:
    creators = (
        one for one in children(meta, "creator") if local_name(role_of(one)) not in _NOT_AUTHORS
    )
    return unique(scope.name(one) or attribute(one, "literal") for one in creators)
