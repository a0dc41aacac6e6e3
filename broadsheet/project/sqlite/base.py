"""SQLite with writers that look for the one write lock every few milliseconds, at odd times.

SQLite's own wait looks only every tenth of a second once it has lasted a while, and in step. So
somebody who writes ten times a second could keep a worker out for many seconds, though the lock
was free most of the time.
"""

import random
import sqlite3
import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

LOOK_SECONDS = (0.001, 0.004)
USUAL_TIMEOUT = 5.0  # Python's own, in seconds, where the settings name none.


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for how a transaction waits to begin."""

    def _start_transaction_under_autocommit(self) -> None:
        """Begin; raises OperationalError when the lock was not free within the timeout."""
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", USUAL_TIMEOUT))
        until = time.monotonic() + timeout
        self._wait_inside_sqlite(0)
        try:
            while not self._has_begun(is_last=time.monotonic() >= until):
                time.sleep(random.uniform(*LOOK_SECONDS))  # noqa: S311 (nothing is secret here)
        finally:
            self._wait_inside_sqlite(timeout)

    def _wait_inside_sqlite(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000):d}")

    def _has_begun(self, *, is_last: bool) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
            if code != sqlite3.SQLITE_BUSY or is_last:
                raise
            return False
        return True
