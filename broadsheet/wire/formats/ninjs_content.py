"""Text, pictures, files and events of a ninjs item, whichever of the three versions it is in."""

import re
from dataclasses import dataclass
from datetime import timedelta

from broadsheet.outside.errors import XmlRefused
from broadsheet.outside.xml import parse
from broadsheet.wire.formats.content import Notes
from broadsheet.wire.formats.g2_events import span
from broadsheet.wire.formats.item import Attachment, Event, Image, Rendition
from broadsheet.wire.formats.markup import (
    Body,
    body_from_html,
    body_from_text,
    body_of,
    looks_like_html,
    one_line,
)
from broadsheet.wire.formats.records import Record, whole_number
from broadsheet.wire.formats.times import parse_duration
from broadsheet.wire.formats.xhtml import nitf_body

_MAIN_ROLES = {"", "main", "headline", "title", "text"}
_SUMMARY_ROLES = ("summary", "abstract", "lead", "standfirst", "teaser", "main", "text", "")
_CAPTION_ROLES = ("caption", "main", "text", "description", "summary", "")


@dataclass(frozen=True, slots=True)
class _Notable:
    """What `span` needs of a scope."""

    notes: Notes


def headlines_of(record: Record) -> tuple[str | None, str | None]:
    """The main headline and another one, by role (2 and 3) or by name (1)."""
    said = [(_role(one), one.text("value", "name")) for one in record.records("headlines")]
    said = [(role, words) for role, words in said if words]
    main = next((words for role, words in said if role in _MAIN_ROLES), None)
    if main is None:
        main = record.text("headline") or (said[0][1] if said else None)
    others = [words for _, words in said if words != main]
    others += [
        one_line(value) for _, value in record.beginning("headline_") if isinstance(value, str)
    ]
    others.append(record.text("subheadline", "sub_headline", "subtitle"))
    return main, next((words for words in others if words and words != main), None)


def summary_of(record: Record) -> str | None:
    return caption_of(record, _SUMMARY_ROLES)


def caption_of(record: Record, roles: tuple[str, ...]) -> str | None:
    """The first description in one of the roles, in the order of the roles if they have one."""
    said = [(_role(one), one.text("value", "name")) for one in record.records("descriptions")]
    for wanted in roles:
        for role, words in said:
            if role == wanted and words:
                return words
    if "creditline" in roles:
        return None
    by_name = record.text("description_text", "description_caption", "description_html")
    if by_name:
        return by_name
    values = (one_line(v) for _, v in record.beginning("description_") if isinstance(v, str))
    return next(filter(None, values), None) or record.text("description", "abstract")


def _role(one: Record) -> str:
    return re.split(r"[:/#]", one.text("role") or "")[-1].casefold()


def body_found(record: Record, kind: str = "text") -> Body:
    """The fullest body of the best-marked kind: HTML, NITF, then plain text."""
    bodies = [(_markup(name, value), value) for name, value in _bodies(record)]
    for wanted in ("html", "nitf", "text"):
        found = [_read_body(wanted, value) for markup, value in bodies if markup == wanted]
        best = max(found, key=lambda body: len(body.text), default=Body())
        if best.blocks or best.images:
            return best
    if kind in {"event", "planning"}:
        return _described(record)
    return Body()


def _bodies(record: Record) -> list[tuple[str, str]]:
    """Each body's name or media type, and its text."""
    found = [
        (one.text("contenttype", "role") or "", one.raw("value") or "")
        for one in record.records("bodies")
    ]
    found += [(name, value) for name, value in record.beginning("body_") if isinstance(value, str)]
    found += [("", value) for value in [record.raw("body")] if value]
    return found


def _markup(name: str, value: str) -> str:
    if "nitf" in name.casefold() or re.match(r"\s*(?:<\?xml[^>]*>\s*)?<nitf\b", value):
        return "nitf"
    if "html" in name.casefold() or looks_like_html(value):
        return "html"
    return "text"


def _read_body(markup: str, value: str) -> Body:
    if markup == "nitf":
        try:
            return body_from_html(nitf_body(parse(value.strip()).root).html)
        except XmlRefused:
            return body_from_html(value)
    if markup == "html" and looks_like_html(value):
        return body_from_html(value)
    return body_from_text(one_by_one(value)) if markup == "html" else body_from_text(value)


def one_by_one(value: str) -> str:
    """Text that was announced as HTML but has no tags still has entities."""
    return "\n".join(one_line(line) or "" for line in value.splitlines())


def _described(record: Record) -> Body:
    """Events and plans say in descriptions and planned coverage what others say in bodies."""
    texts = [one.raw("value") or "" for one in record.records("descriptions")]
    texts += [v for _, v in record.beginning("description_") if isinstance(v, str)][:1]
    texts += [record.raw("definition_long", "definition_short", "description") or ""]
    blocks = [block for text in texts for block in body_of(text).blocks]
    for coverage in record.records("plannedcoverage"):
        parts = coverage.text("type"), coverage.text("headline", "title"), coverage.text("ednote")
        line = " · ".join(filter(None, (*parts, coverage.text("scheduled"))))
        blocks.extend(body_from_text(line).blocks)
    return Body(tuple(blocks))


def is_picture(record: Record) -> bool:
    kind = (record.text("type") or "").casefold()
    if kind in {"picture", "graphic", "photo", "image"}:
        return True
    mimetype = record.text("mimetype", "contenttype") or ""
    files = [one for one in _renditions(record) if one.text("href")]
    of_images = [one for one in files if (_mimetype(one) or "").startswith("image/")]
    return not kind and (
        mimetype.startswith("image/") or bool(files and len(of_images) == len(files))
    )


def images_of(record: Record, associations: list[Record], kind: str) -> tuple[Image, ...]:
    """The item's own picture, the stills of a video, and associated pictures."""
    holders = [record] if kind != "text" or record.get("renditions") else []
    holders += [one for one in associations if is_picture(one) or one.get("renditions")]
    return tuple(filter(None, map(_image, holders)))


def _image(record: Record) -> Image | None:
    renditions = tuple(
        Rendition(
            one.key or one.text("name", "role"),
            href,
            whole_number(one.get("width")),
            whole_number(one.get("height")),
            _mimetype(one),
        )
        for one in _renditions(record)
        if (href := one.text("href", "url")) and _is_image_file(record, one)
    )
    if not renditions:
        return None
    caption = caption_of(record, _CAPTION_ROLES) or (record.text("title") if record.key else None)
    credit = caption_of(record, ("creditline",)) or record.text(
        "creditline", "credit", "by", "byline", "copyrightholder"
    )
    return Image(caption, credit, renditions)


def _renditions(record: Record) -> list[Record]:
    return record.records("renditions")


def _mimetype(one: Record) -> str | None:
    return one.text("mimetype", "contenttype")


def _is_image_file(record: Record, one: Record) -> bool:
    """By its media type; one without a type is an image if it belongs to a picture."""
    mimetype = _mimetype(one)
    return mimetype.casefold().startswith("image/") if mimetype else is_picture(record)


def files_of(record: Record, associations: list[Record]) -> tuple[Attachment, ...]:
    """Sound, video and documents, of the item and of what is associated with it."""
    holders = [record, *(one for one in associations if one.get("renditions"))]
    files = [
        Attachment(
            href,
            one.text("title") or one.key or one.text("name"),
            _mimetype(one),
            one.integer("sizeinbytes", "size"),
            "rendition" if holder is record else "association",
        )
        for holder in holders
        for one in _renditions(holder)
        if (href := one.text("href", "url")) and not _is_image_file(holder, one)
    ]
    for one in record.records("attachments"):
        href = one.text("href", "url")
        if href:
            size = one.integer("sizeinbytes", "size", "length")
            files.append(Attachment(href, one.text("title", "name"), _mimetype(one), size))
    return tuple(files)


def event_found(notes: Notes, record: Record, kind: str, name: str | None) -> Event | None:
    """An event's dates and status; exact dates win over expected ones."""
    if kind not in {"event", "planning"}:
        return None
    details = record.record("eventdetails")
    dates = details.record("dates") if details.get("dates") else record.record("dates")
    coverage = record.records("plannedcoverage")
    scheduled = sorted(filter(None, (one.text("scheduled") for one in coverage)))
    start = dates.text("startdate", "expectedstartdate", "start") or next(iter(scheduled), None)
    end = dates.text("enddate", "expectedenddate", "end")
    duration: timedelta | None = parse_duration(dates.text("duration") or "")
    first, last = span(_Notable(notes), start, end, duration)
    status = details.text("eventstatus") or record.text("eventstatus")
    if not status:
        status = record.record("occur_status").text("qcode", "name")
    code = re.split(r"[:/#]", status.rstrip("/"))[-1] if status else None
    return Event(first, last, record.text("title", "name") or name, code)
