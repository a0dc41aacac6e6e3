"""Says that something changed: one row for each tag, inside the transaction of the change."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from broadsheet.press.errors import MarkOutsideTransactionError
from broadsheet.press.models import Change, Lane

CHANNEL = "broadsheet_press"
_gathered: ContextVar[dict[str, Lane] | None] = ContextVar("gathered", default=None)


def mark(*tags: str, lane: Lane = Lane.UPDATE) -> None:
    """Record that `tags` changed; workers press what read them after the commit.

    Only inserts, so no publish waits for another. Raises MarkOutsideTransactionError.
    """
    if not tags:
        return
    if not connection.in_atomic_block:
        raise MarkOutsideTransactionError(tags)
    gathered = _gathered.get()
    if gathered is None:
        _record(dict.fromkeys(tags, lane))
        return
    for tag in tags:
        gathered[tag] = min(lane, gathered.get(tag, lane))


@contextmanager
def marking_once() -> Iterator[None]:
    """Record what is marked inside at the end, each tag once: for a block of one transaction."""
    gathered: dict[str, Lane] = {}
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    if gathered:
        _record(gathered)


def _record(lanes: dict[str, Lane]) -> None:
    Change.objects.bulk_create(Change(tag=tag, lane=lanes[tag]) for tag in sorted(lanes))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
