"""Events and plans of EventsML-G2: concepts with event details, and coverage that is planned."""

from datetime import datetime, timedelta
from typing import Any

from broadsheet.wire.formats.codes import subject_of
from broadsheet.wire.formats.g2_places import country_of
from broadsheet.wire.formats.g2_scope import Scope, kind_of
from broadsheet.wire.formats.item import Event, Place, iso_utc
from broadsheet.wire.formats.markup import Body, body_from_html, body_from_text
from broadsheet.wire.formats.times import parse_duration, parse_moment
from broadsheet.wire.formats.trees import attribute, child, children, local, text_of
from broadsheet.wire.formats.xhtml import as_html

_ORGANISATION_ROLES = ("organiser", "organizer")


def event_concepts(item: Any) -> list[Any]:
    """The events inside an item: its concept, those of its set, or those carried inline."""
    holders = [
        item,
        child(item, "conceptSet"),
        child(item, "events"),
        *children(child(item, "contentSet"), "inlineXML"),
        *(
            one
            for inline in children(child(item, "contentSet"), "inlineXML")
            for one in children(inline, "events", "conceptSet")
        ),
    ]
    found = [one for holder in holders for one in children(holder, "concept", "event")]
    return [one for one in found if _is_event(one)]


def _is_event(concept: Any) -> bool:
    kinds = {kind_of(one) for one in children(concept, "type")}
    kinds |= {
        (attribute(one, "qcode", "uri") or "").rsplit(":", 1)[-1].rsplit("/", 1)[-1].casefold()
        for one in children(concept, "type")
    }
    return child(concept, "eventDetails") is not None or "event" in kinds


def event_fields(scope: Scope, concept: Any) -> dict[str, Any]:
    """Everything that an event adds to an item: dates, place, names, and its text."""
    details = child(concept, "eventDetails")
    name = scope.name(concept)
    start, end = event_dates(scope, child(details, "dates"))
    status = scope.code(child(details, "occurStatus"))
    located = list(children(details, "location"))
    subjects = [
        subject_of(code, scope.name(one))
        for one in (*children(details, "subject"), *children(concept, "subject"))
        if (code := scope.code(one)) or scope.name(one)
    ]
    return {
        "type": "event",
        "headline": name,
        "summary": scope.best_text(one for one in children(concept, "definition") if text_of(one)),
        "event": Event(start, end, name, status.code if status else None),
        "places": tuple(
            Place(place, country_of(scope, one)) for one in located if (place := scope.name(one))
        ),
        "people": _named(scope, details, ("participant",)),
        "organisations": _named(scope, details, _ORGANISATION_ROLES),
        "subjects": tuple(dict.fromkeys(subjects)),
    }


def event_body(concept: Any) -> Body:
    """Definitions and notes, then how to register and whom to ask."""
    details = child(concept, "eventDetails")
    elements = [
        *children(concept, "definition", "note"),
        *children(details, "registration", "note"),
    ]
    return Body(tuple(block for one in elements for block in _body(one).blocks))


def event_id(scope: Scope, concept: Any) -> str | None:
    identifier = child(concept, "conceptId")
    return attribute(identifier, "uri") or scope.qcode(identifier)


def event_dates(scope: Scope, dates: Any) -> tuple[str | None, str | None]:
    """Start and end; a duration gives the end that is missing, whole days stay whole days."""
    start_text = text_of(child(dates, "start")) or text_of(child(dates, "confirmation"))
    end_text = text_of(child(dates, "end"))
    duration = parse_duration(text_of(child(dates, "duration")) or "")
    return span(scope, start_text, end_text, duration)


def span(
    scope: Any, start_text: str | None, end_text: str | None, duration: timedelta | None = None
) -> tuple[str | None, str | None]:
    """Two times as published in `Event`; what cannot be read is noted. `scope` holds the notes."""
    zone = scope.notes.zone
    start = parse_moment(start_text, zone) if start_text else None
    end = parse_moment(end_text, zone) if end_text else None
    for text, found, what in ((start_text, start, "start"), (end_text, end, "end")):
        if text and not found:
            scope.notes.add(f"The event's {what} “{text[:40]}” is no time that can be read.")
        if found and found.is_naive and not found.is_date:
            scope.notes.moment(text, f"event's {what}")
    first = _written(start_text, start)
    if end is None and start and duration:
        whole_days = timedelta(days=1) if start.is_date else timedelta()
        later = _shifted(start_text, start.value, duration - whole_days, is_date=start.is_date)
        return first, later
    if start and end and end.value < start.value:
        scope.notes.add("The event ends before it begins.")
    return first, _written(end_text, end)


def _written(text: str | None, moment: Any) -> str | None:
    if moment is None or text is None:
        return None
    return text.strip()[:10] if moment.is_date else iso_utc(moment.value)


def _shifted(
    text: str | None, value: datetime, duration: timedelta, *, is_date: bool
) -> str | None:
    try:
        if is_date and text:
            day = datetime.fromisoformat(text.strip()[:10])
            return (day + max(duration, timedelta())).date().isoformat()
        return iso_utc(value + duration)
    except (ValueError, OverflowError):
        return None


def planning_fields(scope: Scope) -> dict[str, Any]:
    """What is planned, from when to when, by the times its parts are scheduled for."""
    plans = _plans(scope)
    times = [text_of(child(plan, "scheduled")) for plan in plans]
    moments = sorted(
        (found.value, text)
        for text in times
        if text and (found := parse_moment(text, scope.notes.zone))
    )
    assigned = [attribute(one, "value") for one in scope.item.iter() if _is_day(one)]
    first = moments[0][1] if moments else next(filter(None, assigned), None)
    last = moments[-1][1] if moments else None
    start, end = span(scope, first, last)
    statuses = [one for one in scope.item.iter() if local(one) == "newscoveragestatus"]
    status = scope.code(statuses[0]) if statuses else None
    headline = scope.best_text(children(child(scope.item, "contentMeta"), "headline"))
    return {
        "type": "planning",
        "event": Event(start, end, headline, status.code if status else None),
    }


def planning_body(scope: Scope) -> Body:
    """The description, then a line for each planned part, its kind first and its time last."""
    meta = child(scope.item, "contentMeta")
    blocks = [block for one in children(meta, "description") for block in _body(one).blocks]
    for plan in _plans(scope):
        kind = scope.code(child(plan, "itemClass"))
        parts = [
            kind.code if kind else None,
            *map(text_of, children(plan, "headline", "description", "edNote", "dateline")),
            text_of(child(plan, "scheduled")),
        ]
        blocks.extend(body_from_text(" · ".join(filter(None, parts))).blocks)
    return Body(tuple(blocks))


def _plans(scope: Scope) -> list[Any]:
    return [one for one in scope.item.iter() if local(one) == "planning"]


def _is_day(element: Any) -> bool:
    return local(element) == "related" and attribute(element, "valuedatatype") == "Date"


def _named(scope: Scope, details: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    found = (scope.name(one) for one in children(details, *names))
    return tuple(dict.fromkeys(filter(None, found)))


def _body(element: Any) -> Body:
    """Marked-up text by its markup, plain text by its own line breaks."""
    if len(element):
        return body_from_html(as_html(element))
    return body_from_text(element.text or "")
