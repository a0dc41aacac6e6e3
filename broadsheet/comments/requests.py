"""What a reader's request says of itself: where it came from, its size, which machine sent it.

Readers get no cookie, so there is no token to compare. A form from another site carries nothing of
the reader's either; what is refused here is planting words from the reader's own address.
"""

import ipaddress
from enum import Enum

from django.conf import settings
from django.http import HttpRequest

from broadsheet.comments.errors import RefusedError
from broadsheet.editions.addresses import origin
from broadsheet.editions.models import Edition

LARGEST = 64 * 1024


class Origin(Enum):
    """Where a form was: on our site, or nobody says; another site's is refused at once."""

    OURS = "ours"
    UNKNOWN = "unknown"


def check_size(request: HttpRequest) -> None:
    """Raise RefusedError before a byte of a body larger than any comment is read."""
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = LARGEST + 1
    if size > LARGEST:
        raise RefusedError("too_large")


def origin_of(request: HttpRequest, edition: Edition) -> Origin:
    """Raises RefusedError for a form of another site."""
    site = request.headers.get("Sec-Fetch-Site", "")
    named = request.headers.get("Origin", "")
    if site == "same-origin":
        return Origin.OURS
    if site and site != "none":
        raise RefusedError("not_closed_form")
    if named and named != "null":
        if named not in {origin(edition), str(settings.SITE_URL)}:
            raise RefusedError("not_closed_form")
        return Origin.OURS
    return Origin.UNKNOWN


def machine_of(request: HttpRequest) -> str:
    """The reader's address: the last one that a proxy of ours wrote down, else the sender's own."""
    sender = request.META.get("REMOTE_ADDR", "")
    noted = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return noted if noted and _is_near(sender) else sender


def _is_near(address: str) -> bool:
    """Whether the sender is this machine or one of its own network, as our proxies are."""
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return address == ""  # A socket of this machine.
