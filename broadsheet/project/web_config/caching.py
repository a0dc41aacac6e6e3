"""Fills the template of Varnish, which stands before the readers' server or before a bucket."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from broadsheet.press.serving import headers
from broadsheet.press.writers.choosing import in_storage, site_storage
from broadsheet.press.writers.storage import Storage
from broadsheet.project.errors import AnswerError, PlainBackendNeededError
from broadsheet.project.web_config.sites import PORTS, quotable, sites
from broadsheet.project.web_config.writing import LIVE, template

READERS = "127.0.0.1:8000"
WEB_PORT = 8001


@dataclass(frozen=True)
class Backend:
    """What Varnish asks: `name` goes into the Host header of a bucket's requests.

    `probe` is asked every few seconds, and any answer with `probe_status` shows that it lives.
    """

    host: str
    port: int
    name: str
    probe: str
    probe_status: int


def vcl(backend: str = "", *, web_port: int = WEB_PORT) -> str:
    """The VCL for this newsroom; `backend` is host:port, `web_port` that of `broadsheet web`.

    Raises PlainBackendNeededError.
    """
    bucket = ""
    if in_storage():
        storage = site_storage()
        bucket = quotable(f"/{storage.bucket}/{storage.prefix}".rstrip("/"))
        asked = _bucket(backend, storage, f"{bucket}/public/robots.txt")
    else:
        asked = _backend(backend or READERS, "", "/robots.txt")
    return template("varnish.vcl").render(
        backend=asked, bucket=bucket, sites=sites(), headers=headers, live=LIVE, web_port=web_port
    )


def _bucket(backend: str, storage: Storage, probe: str) -> Backend:
    endpoint, amazon = storage.endpoint, f"s3.{storage.region}.amazonaws.com"
    parts = urlsplit(endpoint)
    if not backend and parts.scheme != "http":
        raise PlainBackendNeededError(endpoint)
    plain = f"{parts.hostname}:{parts.port or PORTS['http']}"
    return _backend(backend or plain, parts.netloc or amazon, probe)


def _backend(place: str, name: str, probe: str) -> Backend:
    host, _, port = quotable(place).rpartition(":")
    if not host or not port.isdigit():
        raise AnswerError("--backend", place, "write it like 127.0.0.1:8000.")
    return Backend(host, int(port), quotable(name), probe, 200)
