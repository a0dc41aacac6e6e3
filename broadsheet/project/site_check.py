"""Proves the readers' site once a day, in a process of its own that gives way to everything."""

import subprocess
import sys
from datetime import datetime, timedelta

from broadsheet.press.checking import last_check
from broadsheet.press.models import Change, Output

EVERY = timedelta(days=1)
COMMAND = (
    "nice", "-n", "15", sys.executable, "-m", "broadsheet.project.command_line", "press", "check",
)  # fmt: skip


def is_due(at: datetime) -> bool:
    """Whether the latest check is a day old, and the press is at rest.

    A site that is being pressed would only tell what is known: that pages are stale.
    """
    last = last_check()
    if last is not None and at - last.at < EVERY:
        return False
    at_work = Output.objects.filter(stale_since__isnull=False, last_error="")
    return not at_work.exists() and not Change.objects.exists() and Output.objects.exists()


class SiteCheck:
    """At most one check at a time; what it finds is printed, and remembered for the press room."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._command = command
        self._running: subprocess.Popen[bytes] | None = None

    def start_if_due(self, at: datetime) -> bool:
        if self._running is not None and self._running.poll() is None:
            return False
        self._running = None
        if not is_due(at):
            return False
        self._running = subprocess.Popen(self._command)  # noqa: S603 - our own command line.
        return True

    def stop(self) -> None:
        """End a check that is under way; the next start does it again."""
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()
            self._running.wait(timeout=10)
