"""One view of the database for a whole render: what was committed before, and nothing after.

Since nothing changes inside it, reads are remembered until it ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from broadsheet.press.remembering import memory


@contextmanager
def snapshot() -> Iterator[None]:
    """Run the block inside one read-only view of the database.

    SQLite: a deferred transaction reads from the write-ahead log as of its first read.
    PostgreSQL: REPEATABLE READ. Must not be opened inside another transaction.
    """
    if connection.in_atomic_block:
        message = "A snapshot was asked for inside a transaction; render outside of transactions."
        raise RuntimeError(message)
    wrapper: Any = connection
    before = getattr(wrapper, "transaction_mode", None)
    if connection.vendor == "sqlite":
        wrapper.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            with memory():
                yield
    finally:
        if connection.vendor == "sqlite":
            wrapper.transaction_mode = before
