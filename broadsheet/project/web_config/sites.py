"""What a web server has to know of this newsroom: hosts, folders, former addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from broadsheet.editions.addresses import address
from broadsheet.editions.models import Edition
from broadsheet.editions.queries import all_editions
from broadsheet.paper.builders.comments_moved import pages_under
from broadsheet.project.errors import UnquotableError
from broadsheet.stories.models import FormerAddress, Placement, PlacementState
from broadsheet.stories.queries import path_of

PORTS = {"http": 80, "https": 443}
MEANT = '"\\{}$`\n\r'  # Signs that mean something in the files of nginx or Caddy, even in quotes.


@dataclass(frozen=True)
class Site:
    """One host's part of the readers' site.

    `edition`: the folder that the host serves, or empty for the host that has all of them.
    `editions`: the folders that can be reached on it, with a slash before each.
    `moved`: former address (decoded) and address now (percent-encoded).
    """

    scheme: str
    host: str
    port: int
    edition: str
    editions: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


@dataclass(frozen=True)
class Newsroom:
    """Where editors reach the newsroom, and the port on this machine that answers them."""

    scheme: str
    host: str
    port: int
    web_port: int

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def sites() -> list[Site]:
    """The host of SITE_URL first, then each edition's own."""
    editions = all_editions()
    scheme, host, port = _parts(str(settings.SITE_URL))
    shared = Site(
        scheme, host, port, "",
        tuple(f"/{edition.code}" for edition in editions),
        tuple(pair for edition in editions if not edition.host for pair in _moved(edition)),
    )  # fmt: skip
    own = [
        Site(scheme, *_host_and_port(edition.host, port), edition.code, (), tuple(_moved(edition)))
        for edition in editions
        if edition.host
    ]
    return [shared, *own]


def newsroom(web_port: int) -> Newsroom | None:
    """None where readers and editors share a host and port, which one server cannot tell apart."""
    scheme, host, port = _parts(str(settings.NEWSROOM_URL))
    if (host, port) == _parts(str(settings.SITE_URL))[1:] or port == web_port:
        return None
    return Newsroom(scheme, host, port, web_port)


def folders() -> tuple[str, str]:
    """The public folder and the one of tombstones, absolute."""
    public = Path(settings.SITE_DIR).resolve()
    return quotable(str(public)), quotable(str(public.parent / "tombstones"))


def quotable(text: str) -> str:
    """`text`, if it stands for itself in double quotes. Raises UnquotableError."""
    for sign in MEANT:
        if sign in text:
            raise UnquotableError(text, sign)
    return text


def _parts(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, quotable(parts.hostname or ""), parts.port or PORTS[parts.scheme]


def _host_and_port(host: str, port: int) -> tuple[str, int]:
    name, _, given = host.partition(":")
    return quotable(name), int(given or port)


def _moved(edition: Edition) -> Iterable[tuple[str, str]]:
    """Former addresses of what readers can see in the edition, and where it stands now."""
    root = "/" if edition.host else f"/{edition.code}/"
    live = Placement.objects.filter(edition=edition, state=PlacementState.LIVE)
    live = live.filter(story__former_addresses__edition=edition).select_related("story", "section")
    now = {placement.story_id: address(edition, path_of(placement)) for placement in live}
    formers = FormerAddress.objects.filter(edition=edition, story_id__in=now).order_by("pk")
    for path, story in formers.values_list("path", "story_id"):
        yield quotable(root + path), now[story]
        for page in pages_under(edition.code, story):
            yield quotable(f"{root}{path}comments/{page}/"), f"{now[story]}comments/{page}/"
