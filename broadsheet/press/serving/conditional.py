"""A reader who holds the current bytes is told so (RFC 9110, section 13)."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


def is_unchanged(
    *,
    etag: str,
    last_modified: int | None,
    if_none_match: str | None,
    if_modified_since: str | None,
) -> bool:
    """True when 304 is the right answer.

    If-None-Match decides alone where it is sent. `last_modified` is in whole seconds since 1970,
    UTC; None means that the time is no proof, as for a file changed a moment ago.
    """
    if if_none_match is not None:
        return if_none_match.strip() == "*" or etag in _ENTITY_TAG.findall(if_none_match)
    if if_modified_since is None or last_modified is None:
        return False
    since = _seconds(if_modified_since)
    return since is not None and last_modified <= since


def http_date(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, tz=UTC), usegmt=True)


def _seconds(date: str) -> float | None:
    try:
        when = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
