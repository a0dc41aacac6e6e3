"""Says that something changed: one row for each tag, inside the transaction of the change."""

from django.db import connection

from broadsheet.press.errors import MarkOutsideTransactionError
from broadsheet.press.models import Change, Lane

CHANNEL = "broadsheet_press"


def mark(*tags: str, lane: Lane = Lane.UPDATE) -> None:
    """Record that `tags` changed; workers press what read them after the commit.

    Only inserts, so no publish waits for another. Raises MarkOutsideTransactionError.
    """
    if not tags:
        return
    if not connection.in_atomic_block:
        raise MarkOutsideTransactionError(tags)
    Change.objects.bulk_create(Change(tag=tag, lane=lane) for tag in sorted(set(tags)))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
