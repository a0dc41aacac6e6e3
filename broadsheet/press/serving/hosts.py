"""The Host header chooses the edition, by the table that the press writes beside the pages.

`_press/hosts.json` holds `{"hosts": {"news.example": "en"}, "default": "en"}`; without it every
host uses paths as they are.
"""

import json
import logging
import re
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from broadsheet.press.serving.errors import HostsUnreadableError
from broadsheet.press.serving.pages import Stamp, stamp_of
from broadsheet.press.serving.paths import is_closed

log = logging.getLogger(__name__)

TABLE = "_press/hosts.json"
_LONGEST_HOST = 260
_PORT = re.compile(r":\d*$")


class Hosts:
    """The table of hosts, read again when its file changes.

    A table that cannot be read is reported once, and the one before it stays in force.
    """

    def __init__(
        self,
        folder: Path,
        *,
        check_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root = str(folder.resolve())
        self._check_seconds = check_seconds
        self._clock = clock
        self._stamp: Stamp | None = None
        self._checked = float("-inf")
        self._editions: dict[str, str] = {}
        self._default: str | None = None

    def edition_of(self, host: str) -> str | None:
        """Name the edition folder that a Host header stands for, None on any other host."""
        now = self._clock()
        if now - self._checked >= self._check_seconds:
            self._look_again(now)
        return self._editions.get(_name_of(host)) if len(host) <= _LONGEST_HOST else None

    @property
    def default(self) -> str | None:
        """The edition shown at `/` of a host of no edition where no page lists the titles."""
        return self._default

    def _look_again(self, now: float) -> None:
        self._checked = now
        stamp = stamp_of(self._root, TABLE)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._editions, self._default = _read_table(Path(self._root, TABLE))
        except FileNotFoundError:
            self._editions, self._default = {}, None
        except HostsUnreadableError as error:
            log.error("%s", error)  # noqa: TRY400 - the message says all; a traceback adds nothing.


def _read_table(path: Path) -> tuple[dict[str, str], str | None]:
    try:
        table = json.loads(path.read_bytes())
    except ValueError as error:
        raise HostsUnreadableError(str(error)) from error
    if not isinstance(table, dict) or not isinstance(table.get("hosts"), dict):
        raise HostsUnreadableError('it has no object "hosts"')
    editions = {_name_of(str(host)): _folder(name) for host, name in table["hosts"].items()}
    default = table.get("default")
    return editions, _folder(default) if default else None


def _folder(name: object) -> str:
    if not isinstance(name, str) or "/" in name or "\\" in name or is_closed(name):
        raise HostsUnreadableError(f"{name!r} is no edition folder")
    return name


@lru_cache(maxsize=1024)
def _name_of(host: str) -> str:
    """Reduce a Host header to a name: no port, no closing dot, small letters, IDNA's ASCII."""
    name = _PORT.sub("", host).rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
