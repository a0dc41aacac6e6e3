"""The caches that the settings name, each with the way in which it is told to forget addresses.

PURGE is what the VCL of `broadsheet web-config varnish` and nginx's cache-purge modules take.
Cloudflare: API v4, purge cached content by URL. Fastly: batch purge by surrogate keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from broadsheet.press.errors import PurgeRefusedError
from broadsheet.press.purging.asking import Peer

CLOUDFLARE, FASTLY = "https://api.cloudflare.com", "https://api.fastly.com"
CLOUDFLARE_FILES, FASTLY_KEYS = 30, 256  # What one call may name.
GONE_ALREADY = 404  # nginx's modules say so of an address that is not in the cache.


class Target(Protocol):
    """A cache. `looks`: after how many seconds a purge is sent again, and again.

    A copy that was fetched a moment before the purge, from a server that still held the old
    bytes in memory, would otherwise stay.
    """

    @property
    def name(self) -> str: ...

    @property
    def looks(self) -> tuple[float, ...]: ...

    def purge(self, addresses: Sequence[str]) -> None:
        """Have absolute, percent-encoded addresses forgotten. Raises PurgeRefusedError."""


@dataclass(frozen=True)
class HttpTarget:
    """Varnish or nginx at `base`, which is asked by the method PURGE for each address."""

    base: str
    looks: tuple[float, ...] = (0.12, 3.0)

    @property
    def name(self) -> str:
        return self.base

    def purge(self, addresses: Sequence[str]) -> None:
        with Peer(self.name, self.base) as peer:
            for address in addresses:
                parts = urlsplit(address)
                answer = peer.ask("PURGE", parts.path or "/", {"Host": parts.netloc})
                if not (200 <= answer.status < 300 or answer.status == GONE_ALREADY):
                    raise PurgeRefusedError(self.name, f"PURGE {address}: {answer.status}")


@dataclass(frozen=True)
class CloudflareTarget:
    zone: str
    token: str = field(repr=False)
    base: str = CLOUDFLARE
    looks: tuple[float, ...] = (3.0,)
    name = "cloudflare"

    def purge(self, addresses: Sequence[str]) -> None:
        path = f"/client/v4/zones/{self.zone}/purge_cache"
        headers = {"Authorization": f"Bearer {self.token}"}
        with Peer(self.name, self.base) as peer:
            for files in _by(CLOUDFLARE_FILES, addresses):
                answer = peer.post_json(path, headers, {"files": files})
                if not (answer.status == 200 and answer.json().get("success") is True):
                    raise PurgeRefusedError(self.name, f"{answer.status}: {_errors(answer.json())}")


@dataclass(frozen=True)
class FastlyTarget:
    """A key is an address without its scheme, as the VCL snippet in docs/quickstart.md makes it."""

    service: str
    token: str = field(repr=False)
    base: str = FASTLY
    looks: tuple[float, ...] = (3.0,)
    name = "fastly"

    def purge(self, addresses: Sequence[str]) -> None:
        path = f"/service/{self.service}/purge"
        keys = sorted({surrogate_key(address) for address in addresses})
        with Peer(self.name, self.base) as peer:
            for some in _by(FASTLY_KEYS, keys):
                headers = {"Fastly-Key": self.token, "Accept": "application/json"}
                answer = peer.post_json(path, headers, {"surrogate_keys": some})
                if answer.status != 200:
                    said = str(answer.json().get("msg", "no reason given"))
                    raise PurgeRefusedError(self.name, f"{answer.status}: {said}")


def surrogate_key(address: str) -> str:
    """`news.example/en/world/`: host and path, which the edge can make of a request by itself."""
    parts = urlsplit(address)
    return f"{parts.hostname}{parts.path}"


def targets() -> list[Target]:
    """The targets that the settings name; none where readers are served without a cache."""
    found: list[Target] = [HttpTarget(base) for base in settings.PURGE_HTTP]
    if settings.PURGE_CLOUDFLARE_ZONE:
        zone, token = settings.PURGE_CLOUDFLARE_ZONE, settings.PURGE_CLOUDFLARE_TOKEN
        found.append(CloudflareTarget(zone, token))
    if settings.PURGE_FASTLY_SERVICE:
        service, token = settings.PURGE_FASTLY_SERVICE, settings.PURGE_FASTLY_TOKEN
        found.append(FastlyTarget(service, token))
    return found


def _by(most: int, things: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(things), most):
        yield list(things[start : start + most])


def _errors(said: Mapping[str, object]) -> str:
    errors = said.get("errors")
    rows = errors if isinstance(errors, list) else []
    messages = [str(row.get("message", "")) for row in rows if isinstance(row, dict)]
    return "; ".join(filter(None, messages)) or "no reason given"
