"""Long work that the clock has done once a day, in processes that give way to everything."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

COMMAND_LINE = ("nice", "-n", "15", sys.executable, "-m", "broadsheet.project.command_line")


class Daily:
    """Runs a command whenever `is_due` says so of the time (UTC), and never twice at once."""

    def __init__(self, command: tuple[str, ...], is_due: Callable[[datetime], bool]) -> None:
        self._command = command
        self._is_due = is_due
        self._running: subprocess.Popen[bytes] | None = None

    def start_if_due(self, at: datetime) -> bool:
        if self._running is not None and self._running.poll() is None:
            return False
        self._running = None
        if not self._is_due(at):
            return False
        self._running = subprocess.Popen(self._command)  # noqa: S603 - our own command line.
        return True

    def stop(self) -> None:
        """End a run that is under way; the next start does it again."""
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()
            self._running.wait(timeout=10)
