"""A page that must not be answered with 200 says so in its first bytes.

`<!--broadsheet 301 /en/world/2026/11/abc123defg-new-slug/-->` has moved,
`<!--broadsheet 410-->` was killed.
"""

import re
from dataclasses import dataclass

from broadsheet.press.serving.errors import MarkerUnreadableError

_OPENING = b"<!--broadsheet "
_LONGEST_MARKER = 4096
_MARKER = re.compile(rb"<!--broadsheet (?:(301|302|307|308) (\S+)|(404|410))-->")
_LOCATION = re.compile(r"(?:/(?!/)|https?://)[^\x00-\x20\x7f\\\"<>]*")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a page says of itself; `location` is set for moved pages only."""

    status: int
    location: str | None
    has_body: bool


PLAIN_PAGE = Marker(status=200, location=None, has_body=True)


def marker_of(file: str, content: bytes) -> Marker:
    """Read the marker that `content`, the whole page, begins with.

    Raises MarkerUnreadableError for an opening that is followed by something unknown.
    """
    if not content.startswith(_OPENING):
        return PLAIN_PAGE
    found = _MARKER.match(content[:_LONGEST_MARKER])
    if found is None:
        raise _unreadable(file, content)
    moved, location, other = found.groups()
    has_body = bool(content[found.end() :].strip())
    if moved is None:
        return Marker(status=int(other), location=None, has_body=has_body)
    address = location.decode("utf-8", errors="replace")
    if not _LOCATION.fullmatch(address) or "\ufffd" in address:
        raise _unreadable(file, content)
    return Marker(status=int(moved), location=address, has_body=has_body)


def _unreadable(file: str, content: bytes) -> MarkerUnreadableError:
    return MarkerUnreadableError(file, content[:80].decode("utf-8", errors="replace"))
