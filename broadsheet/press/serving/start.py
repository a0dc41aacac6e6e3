"""Granian's command lines for the readers' site and for the newsroom.

Every option that is not Granian's own default was measured; `docs/decisions/0004-serving.md` has
the reasons and the figures.
"""

import sys

_READERS = "broadsheet.press.serving.handler:app"
_NEWSROOM = "broadsheet.project.wsgi:application"
# One request to the newsroom holds one thread; SQLite has one writer, so more threads only queue.
_NEWSROOM_THREADS = 4


def readers_argv(
    *, host: str, port: int, workers: int = 1, log_level: str = "warning"
) -> list[str]:
    """Build the command that serves the folder named by BROADSHEET_SITE_DIR to readers."""
    return [
        *_granian(host=host, port=port, workers=workers, log_level=log_level),
        "--interface",
        "rsgi",
        "--factory",
        _READERS,
    ]


def newsroom_argv(
    *,
    host: str,
    port: int,
    workers: int = 1,
    threads: int = _NEWSROOM_THREADS,
    log_level: str = "warning",
) -> list[str]:
    """Build the command that serves the newsroom's screens and the live readers' pages."""
    return [
        *_granian(host=host, port=port, workers=workers, log_level=log_level),
        "--interface",
        "wsgi",
        "--blocking-threads",
        str(threads),
        _NEWSROOM,
    ]


def _granian(*, host: str, port: int, workers: int, log_level: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "granian",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--http",
        "1",
        "--no-ws",
        # A request that never arrives whole holds its connection, and the end of the server, up.
        "--http1-header-read-timeout",
        "10000",
        "--workers-kill-timeout",
        "5",
        "--log-level",
        log_level,
    ]
