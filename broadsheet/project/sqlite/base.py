"""SQLite with writers that look for the one write lock every few milliseconds, at odd times.

SQLite's own wait looks only every tenth of a second once it has lasted a while, and in step. So
somebody who writes ten times a second could keep a worker out for many seconds, though the lock
was free most of the time.
"""

import random
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from django.db.backends.sqlite3 import base

LOOK_SECONDS = (0.001, 0.004)
USUAL_TIMEOUT = 5.0  # Python's own, in seconds, where the settings name none.
IN_TURN = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY}


class Cursor(base.SQLiteCursorWrapper):
    """Waits for its turn for up to `timeout` seconds; then sqlite3 says that it is locked."""

    def __init__(self, connection: sqlite3.Connection, timeout: float) -> None:
        super().__init__(connection)
        self._timeout = timeout

    def execute(self, query: str, params: Any = None) -> Any:
        return self._in_turn(lambda: super(Cursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        listed = list(param_list)  # A second attempt needs them once more.
        return self._in_turn(lambda: super(Cursor, self).executemany(query, listed))

    def _in_turn(self, act: Callable[[], Any]) -> Any:
        until = 0.0
        while True:
            try:
                return act()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in IN_TURN:
                    raise
                until = until or time.monotonic() + self._timeout
                if time.monotonic() >= until:
                    raise
            time.sleep(random.uniform(*LOOK_SECONDS))  # noqa: S311 (nothing is secret here)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for how a statement waits for its turn."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.connection.execute("PRAGMA busy_timeout = 0")

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002 (Django's signature)
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", USUAL_TIMEOUT))
        cursor: Cursor = self.connection.cursor(factory=lambda line: Cursor(line, timeout))
        return cursor
