"""What readers got from an output at a time, and whether it may be given to anybody again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from broadsheet.press.common import stored_with
from broadsheet.press.digests import digest_of
from broadsheet.press.models import Erasure, Output, Reading, Tombstone, Version
from broadsheet.press.remembering import remembered
from broadsheet.press.writers import Writer

ALWAYS, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Past:
    """Bytes that stood at `path` at some time, since `came_at`; `shown` are ids of tags.

    `went_at` is None while readers still get them.
    """

    key: str
    path: str
    digest: str
    came_at: datetime
    went_at: datetime | None
    shown: frozenset[int]


def as_text(ids: Iterable[int]) -> str:
    """Tag ids between commas, so that one is found by its own."""
    return "".join(f",{pk}" for pk in sorted(ids)) + ","


def ids_in(text: str) -> frozenset[int]:
    return frozenset(int(pk) for pk in text.split(",") if pk)


def of_version(version: Version) -> Past:
    return Past(
        version.key,
        version.path,
        version.digest,
        version.came_at,
        version.went_at,
        ids_in(version.shown),
    )


def of_output(output: Output) -> Past | None:
    """The live bytes; None while readers get none."""
    if not output.digest or output.changed_at is None:
        return None
    shown = Reading.objects.filter(output=output).values_list("tag_id", flat=True)
    return Past(output.key, output.path, output.digest, output.changed_at, None, frozenset(shown))


def standing_at(time: datetime) -> Q:
    """Versions that readers got at `time`."""
    return Q(came_at__lte=time) & (Q(went_at=None) | Q(went_at__gt=time))


def past_of(key: str, time: datetime) -> Past | None:
    """What readers got from the output at `time`; None if it had no file then."""
    versions = Version.objects.filter(standing_at(time), key=key)
    version = versions.order_by("-came_at", "-pk").first()
    if version is not None:
        return of_version(version)
    output = Output.objects.filter(key=key, changed_at__lte=time).first()
    return of_output(output) if output else None


@remembered
def dead_tags(graves: frozenset[str]) -> dict[int, list[Span]]:
    """The tags under which killed subjects, and what was taken back, were shown, and when.

    Only bytes that came in that time can show them. Others may read the same tag, as the day's
    sitemap does. `graves` are subjects that the place of the pages has buried.
    """
    spans: dict[str, list[Span]] = {}
    stones = Tombstone.objects.values_list("subject", "shown_by", "expanded_at")
    for subject, shown_by, until in stones:
        for name in {subject, *shown_by}:
            spans.setdefault(name, []).append((ALWAYS, until or NEVER))
    for subject in graves - spans.keys():
        spans[subject] = [(ALWAYS, NEVER)]
    for names, since, until in Erasure.objects.values_list("tags", "since", "expanded_at"):
        for name in names:
            spans.setdefault(name, []).append((since, until or NEVER))
    dead: dict[int, list[Span]] = {}
    for name, ids in stored_with(spans).items():
        for pk in ids:
            dead[pk] = [*dead.get(pk, ()), *spans[name]]
    return dead


def is_dead(past: Past, graves: Iterable[str] = ()) -> bool:
    """Whether it shows, or may show, what has been killed or taken back since."""
    dead = dead_tags(frozenset(graves))
    return any(
        since <= past.came_at <= until
        for pk in past.shown & dead.keys()
        for since, until in dead[pk]
    )


def bytes_of(past: Past, writer: Writer) -> bytes | None:
    """The very bytes, from the history or from the live page; None if they are no longer kept."""
    body = writer.kept(past.digest) if past.went_at else writer.read(past.path)
    if _is(body, past.digest):
        return body
    body = writer.read(past.path) if past.went_at else writer.kept(past.digest)
    return body if _is(body, past.digest) else None


def _is(body: bytes | None, digest: str) -> bool:
    return body is not None and digest_of(body) == digest
