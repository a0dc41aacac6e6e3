"""The fields of a statement of reasons, what they may hold, and what is wrong with a given one.

From the API documentation of the DSA Transparency Database, version 2 (July 2025 on): Regulation
(EU) 2022/2065, Articles 17 and 24(5). Only fields that a conversation can need are known.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

Statement = Mapping[str, Any]

_EU: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_COUNTRIES: Final = tuple(_EU.split())
COUNTRIES: Final = frozenset({*EU_COUNTRIES, "IS", "LI", "NO"})
_VISIBILITIES: Final = "REMOVED DISABLED DEMOTED AGE_RESTRICTED INTERACTION_RESTRICTED LABELLED"
_CATEGORIES: Final = (
    "ANIMAL_WELFARE CONSUMER_INFORMATION CYBER_VIOLENCE CYBER_VIOLENCE_AGAINST_WOMEN "
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS ILLEGAL_OR_HARMFUL_SPEECH "
    "INTELLECTUAL_PROPERTY_INFRINGEMENTS NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS "
    "NOT_SPECIFIED_NOTICE OTHER_VIOLATION_TC PROTECTION_OF_MINORS RISK_FOR_PUBLIC_SECURITY "
    "SCAMS_AND_FRAUD SELF_HARM UNSAFE_AND_PROHIBITED_PRODUCTS VIOLENCE"
)
_KEYWORDS: Final = (
    "BIOMETRIC_DATA_BREACH MISSING_PROCESSING_GROUND RIGHT_TO_BE_FORGOTTEN DATA_FALSIFICATION "
    "DEFAMATION DISCRIMINATION HATE_SPEECH CYBER_BULLYING_INTIMIDATION CYBER_HARASSMENT "
    "CYBER_INCITEMENT CYBER_STALKING HIDDEN_ADVERTISEMENT MISINFORMATION_DISINFORMATION "
    "COPYRIGHT_INFRINGEMENT INCITEMENT_VIOLENCE_HATRED COORDINATED_HARM TERRORIST_CONTENT "
    "INAUTHENTIC_ACCOUNTS PHISHING PYRAMID_SCHEMES GOODS_SERVICES_NOT_PERMITTED "
    "LANGUAGE_REQUIREMENTS VIOLATION_EU_LAW VIOLATION_NATIONAL_LAW OTHER"
)


def _named(prefix: str, names: str) -> frozenset[str]:
    return frozenset(f"{prefix}{name}" for name in names.split())


CHOICES: Final[Mapping[str, frozenset[str]]] = {
    "decision_visibility": _named("DECISION_VISIBILITY_CONTENT_", _VISIBILITIES)
    | {"DECISION_VISIBILITY_OTHER"},
    "decision_provision": _named(
        "DECISION_PROVISION_",
        "PARTIAL_SUSPENSION TOTAL_SUSPENSION PARTIAL_TERMINATION TOTAL_TERMINATION",
    ),
    "decision_account": _named("DECISION_ACCOUNT_", "SUSPENDED TERMINATED"),
    "decision_ground": _named("DECISION_GROUND_", "ILLEGAL_CONTENT INCOMPATIBLE_CONTENT"),
    "incompatible_content_illegal": frozenset({"Yes", "No"}),
    "content_type": _named("CONTENT_TYPE_", "APP AUDIO IMAGE PRODUCT SYNTHETIC_MEDIA TEXT VIDEO"),
    "category": _named("STATEMENT_CATEGORY_", _CATEGORIES),
    "category_addition": _named("STATEMENT_CATEGORY_", _CATEGORIES),
    "category_specification": _named("KEYWORD_", _KEYWORDS),
    "territorial_scope": COUNTRIES,
    "source_type": frozenset(
        {"SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION",
         "SOURCE_VOLUNTARY"}
    ),
    "automated_detection": frozenset({"Yes", "No"}),
    "automated_decision": _named("AUTOMATED_DECISION_", "FULLY PARTIALLY NOT_AUTOMATED"),
}  # fmt: skip
LISTS: Final = frozenset({"decision_visibility", "content_type", "category_addition",
                          "category_specification", "territorial_scope"})  # fmt: skip
LONGEST: Final[Mapping[str, int]] = {
    "decision_visibility_other": 500,
    "decision_ground_reference_url": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2_000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2_000,
    "decision_facts": 5_000,
    "puid": 500,
}
DATES: Final = frozenset(
    {"content_date", "application_date", "end_date_visibility_restriction",
     "end_date_service_restriction", "end_date_account_restriction"}
)  # fmt: skip
REQUIRED: Final = ("decision_ground", "content_type", "category", "content_date",
                   "application_date", "decision_facts", "source_type", "automated_detection",
                   "automated_decision", "puid")  # fmt: skip
ONE_OF: Final = ("decision_visibility", "decision_provision", "decision_account")
BY_GROUND: Final[Mapping[str, tuple[str, str]]] = {
    "DECISION_GROUND_ILLEGAL_CONTENT": (
        "illegal_content_legal_ground", "illegal_content_explanation"
    ),
    "DECISION_GROUND_INCOMPATIBLE_CONTENT": (
        "incompatible_content_ground", "incompatible_content_explanation"
    ),
}  # fmt: skip
FREE_WORDS: Final = tuple(name for name in LONGEST if not name.endswith(("_url", "puid")))
FIRST_DAY: Final = date(2020, 1, 1)
_PUID: Final = re.compile(r"[a-zA-Z0-9\-_]+")
_LANGUAGE: Final = re.compile(r"[A-Z]{2}")
_PERSONAL: Final = re.compile(
    r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+|\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:\+|\b00)\d[\d\s().-]{6,}\d"
)


def faults_in(statement: Statement) -> list[str]:
    """What the database would refuse, or must not get: one sentence for each, naming the field."""
    return [
        *_unknown(statement),
        *_missing(statement),
        *_not_among(statement),
        *_too_long(statement),
        *_odd_dates(statement),
        *_odd_forms(statement),
        *_personal(statement),
    ]


def _unknown(statement: Statement) -> Iterator[str]:
    known = {*CHOICES, *LONGEST, *DATES, "content_language"}
    for name in statement.keys() - known:
        yield f"{name}: there is no such field."


def _missing(statement: Statement) -> Iterator[str]:
    needed = [*REQUIRED, *BY_GROUND.get(str(statement.get("decision_ground")), ())]
    if "DECISION_VISIBILITY_OTHER" in (statement.get("decision_visibility") or ()):
        needed.append("decision_visibility_other")
    for name in needed:
        if statement.get(name) in (None, "", []):
            yield f"{name}: it must not be empty."
    if not any(statement.get(name) for name in ONE_OF):
        yield f"{', '.join(ONE_OF)}: one of them has to say what was decided."


def _not_among(statement: Statement) -> Iterator[str]:
    for name, choices in CHOICES.items():
        given = statement.get(name)
        if given is None:
            continue
        if (name in LISTS) != isinstance(given, list | tuple):
            yield f"{name}: it must be {'a list' if name in LISTS else 'one value'}."
            continue
        for value in given if name in LISTS else [given]:
            if value not in choices:
                yield f"{name}: {value!r} is none of the values that it may have."


def _too_long(statement: Statement) -> Iterator[str]:
    for name, longest in LONGEST.items():
        given = statement.get(name)
        if given is not None and not isinstance(given, str):
            yield f"{name}: it must be text."
        elif given and len(given) > longest:
            yield f"{name}: it has {len(given):,} characters; at most {longest:,} are taken."


def _odd_dates(statement: Statement) -> Iterator[str]:
    days: dict[str, date] = {}
    for name in sorted(DATES & statement.keys()):
        try:
            days[name] = date.fromisoformat(str(statement[name]))
        except ValueError:
            yield f"{name}: {statement[name]!r} is no day; write it like 2026-03-01."
    applied = days.get("application_date")
    for name, day in days.items():
        if day < FIRST_DAY:
            yield f"{name}: {day} is before {FIRST_DAY}."
        if applied and name.startswith("end_") and day < applied:
            yield f"{name}: {day} is before the decision itself ({applied})."


def _odd_forms(statement: Statement) -> Iterator[str]:
    if not _PUID.fullmatch(str(statement.get("puid", "x"))):
        yield "puid: it may hold letters, digits, - and _ alone."
    language = statement.get("content_language")
    if language is not None and not _LANGUAGE.fullmatch(str(language)):
        yield f"content_language: {language!r} is no pair of capital letters, such as AR."
    address = str(statement.get("decision_ground_reference_url", "https://"))
    if not address.startswith(("https://", "http://")):
        yield "decision_ground_reference_url: it is no web address."


def _personal(statement: Statement) -> Iterator[str]:
    """Personal data must not be in a statement (Article 24(5))."""
    for name in FREE_WORDS:
        if _PERSONAL.search(str(statement.get(name) or "")):
            yield f"{name}: it holds what looks like somebody's address or number."
