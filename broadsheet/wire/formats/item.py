"""One thing that an agency sent, in the words of ninjs 3 and NewsML-G2, whatever format it came in.

Absent values are `None` or empty. Times are aware and in UTC. `as_line` is the published shape of
`broadsheet wire read --json`, described in `docs/wire-formats.md`.
"""

from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

TYPES = frozenset(
    {"text", "picture", "video", "audio", "graphic", "composite", "event", "planning"}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """`scheme` is `subj` (IPTC subject codes), `medtop` (Media Topics) or the source's own."""

    scheme: str | None
    code: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """`country` is a name as the source gives it, else an ISO 3166 code."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture; sizes in pixels."""

    name: str | None
    href: str
    width: int | None = None
    height: int | None = None
    mimetype: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """One picture with all its renditions, the agency's order kept."""

    caption: str | None
    credit: str | None
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """Anything else linked: sound, video, a page to see; `rel` says in which relation."""

    href: str
    title: str | None = None
    mimetype: str | None = None
    size: int | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """Another item by its guid; `version` is `None` for whichever is newest."""

    guid: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together in a package; `groups` are the ids of the groups inside it."""

    id: str | None
    refs: tuple[Ref, ...]
    role: str | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """`start` and `end` are ISO 8601 in UTC, or bare dates for whole days, the last included."""

    start: str | None
    end: str | None
    name: str | None
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireItem:
    """One version of one item, in the format that `format` names (`newsml-g2`, `ninjs-3`, …)."""

    format: str
    file: str | None = None
    guid: str | None = None
    version: str | None = None
    version_label: str | None = None
    previous_version: str | None = None
    type: str = "text"
    pubstatus: str = "usable"
    headline: str | None = None
    subheadline: str | None = None
    summary: str | None = None
    slugline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None
    urgency: int | None = None
    priority: int | None = None
    category: str | None = None
    service: str | None = None
    sequence: str | None = None
    subjects: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    provider: str | None = None
    credit: str | None = None
    copyright: str | None = None
    usage_terms: str | None = None
    ednote: str | None = None
    private_notes: tuple[str, ...] = ()
    embargo: datetime | None = None
    expires: datetime | None = None
    first_created: datetime | None = None
    version_created: datetime | None = None
    replaces: tuple[str, ...] = ()
    kills: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    is_correction: bool = False
    images: tuple[Image, ...] = ()
    link: str | None = None
    attachments: tuple[Attachment, ...] = ()
    package: Package | None = None
    event: Event | None = None
    sender: str | None = None
    body_html: str = ""
    body_text: str = ""
    body_words: int = 0
    repairs: tuple[str, ...] = ()

    def as_line(self) -> dict[str, Any]:
        """Plain values for JSON: lists, dictionaries, and times like `2026-03-01T09:30:00Z`."""
        line: dict[str, Any] = {"file": self.file}
        line |= {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return line


def iso_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso_utc(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
