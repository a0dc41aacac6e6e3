"""Packs pages that have not been pressed for a while: of each only a compressed copy stays."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.press.digests import digest_of
from broadsheet.press.expansion import want_outputs
from broadsheet.press.models import Fact, Lane, Output
from broadsheet.press.writers import Writer

FACT = "packed_until"
AT_ONCE = 500


def pack_old_pages(
    writer: Writer, older_than: timedelta, *, on_page: Callable[[], None] = lambda: None
) -> int:
    """Pack what was last pressed before that age; returns how many pages were packed.

    What an earlier call has been through is left out, unless it was pressed since. `on_page` is
    called for each page looked at.
    """
    until = timezone.now() - older_than
    packed = 0
    for output in _each(_pages(until)):
        body = writer.read(output.path)
        if body is not None and digest_of(body) == output.digest:
            packed += writer.pack(output.path, body)
        on_page()
    Fact.objects.update_or_create(name=FACT, defaults={"value": until.isoformat()})
    return packed


def unpack_pages(writer: Writer) -> int:
    """Have every packed page written whole again, by the press; returns how many there are."""
    unpacked = 0
    for output in _each(Output.objects.exclude(path="").exclude(digest="")):
        if writer.is_packed(output.path):
            with transaction.atomic():
                want_outputs([output.key], lane=Lane.ROUTINE)
                Output.objects.filter(pk=output.pk).update(doubted=True)
            unpacked += 1
    Fact.objects.filter(name=FACT).delete()
    return unpacked


def pages_to_pack(older_than: timedelta) -> int:
    return _pages(timezone.now() - older_than).count()


def packed_until() -> datetime | None:
    """Up to which time of pressing all pages were packed (UTC)."""
    fact = Fact.objects.filter(name=FACT).first()
    return datetime.fromisoformat(fact.value) if fact else None


def packing_age() -> timedelta | None:
    """After what time pages are packed here; None for never."""
    days = settings.PACK_AFTER_DAYS
    return timedelta(days=days) if days else None


def _pages(until: datetime) -> QuerySet[Output]:
    """Pages at rest that were pressed since the last packing's time and before this one's."""
    rows = Output.objects.filter(stale_since=None, doubted=False, pressed_at__lt=until).exclude(
        digest=""
    )
    since = packed_until()
    return rows.filter(pressed_at__gte=since) if since else rows


def _each(rows: QuerySet[Output]) -> Iterator[Output]:
    """A few hundred at a time, so that no read lasts while files are looked at."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield from chunk
        last = chunk[-1].pk
