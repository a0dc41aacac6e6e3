"""Answers what readers got at a path, and when; for the commands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from broadsheet.press.errors import (
    KilledSinceError,
    NeverThereError,
    NoLongerKeptError,
    TimeAheadError,
    TooFarBackError,
    UnreadableTimeError,
)
from broadsheet.press.history.past import (
    Past,
    bytes_of,
    is_dead,
    of_output,
    of_version,
    standing_at,
)
from broadsheet.press.history.since import history_since
from broadsheet.press.models import Output, Version
from broadsheet.press.writers import Writer


@dataclass(frozen=True)
class Told:
    """One version of a path. `bytes` is live, kept, killed or gone; times are UTC."""

    came_at: datetime
    went_at: datetime | None
    size: int
    digest: str
    bytes: str
    key: str


def time_named(text: str) -> datetime:
    """A time in ISO 8601; UTC where no offset is named. Raises UnreadableTimeError."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UnreadableTimeError(text) from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def path_named(text: str) -> str:
    """The file of an address or a path: `/en/world/` is `en/world/index.html`."""
    path = text.strip().lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def history_of(path: str, writer: Writer) -> list[Told]:
    """What readers got at the path, the latest first."""
    told = list(_live(path, writer))
    ended = Version.objects.filter(path=path).exclude(went_at=None)
    for version in ended.order_by("-went_at", "-pk"):
        past = of_version(version)
        state = _state(past, writer) if version.is_kept or is_dead(past) else "gone"
        told.append(_told(past, version.size, state))
    return told


def _live(path: str, writer: Writer) -> Iterator[Told]:
    for output in Output.objects.at([path]).order_by("pk"):
        past = of_output(output)
        if past is not None:
            live = bytes_of(past, writer) is not None
            yield _told(past, output.size, "live" if live else "gone")


def _state(past: Past, writer: Writer) -> str:
    if is_dead(past, writer.buried()):
        return "killed"
    return "gone" if bytes_of(past, writer) is None else "kept"


def _told(past: Past, size: int, state: str) -> Told:
    return Told(past.came_at, past.went_at, size, past.digest, state, past.key)


def bytes_at(path: str, time: datetime, writer: Writer) -> bytes:
    """What readers got at the path at `time`.

    Raises TimeAheadError, TooFarBackError, NeverThereError, KilledSinceError, NoLongerKeptError.
    """
    _require_known(time)
    past = _past_at(path, time)
    if past is None:
        raise NeverThereError(path, time)
    if is_dead(past, writer.buried()):
        raise KilledSinceError(path, time)
    body = bytes_of(past, writer)
    if body is None:
        raise NoLongerKeptError(path, time)
    return body


def _require_known(time: datetime) -> None:
    if time > timezone.now():
        raise TimeAheadError(time)
    since = history_since()
    if since is None or time < since:
        raise TooFarBackError(time, since)


def _past_at(path: str, time: datetime) -> Past | None:
    versions = Version.objects.filter(standing_at(time), path=path)
    version = versions.order_by("-came_at", "-pk").first()
    if version is not None:
        return of_version(version)
    output = Output.objects.at([path]).filter(changed_at__lte=time).order_by("pk").first()
    return of_output(output) if output else None
