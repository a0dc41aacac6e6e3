"""Passes readers' live requests on to the newsroom, within limits of size, time and number.

Only what lies below `/comments/` is passed on; the newsroom's own screens cannot be reached here.
BROADSHEET_LIVE_URL names the newsroom's web process; without it, and while it does not answer,
readers get 503 and every pressed page goes on as before.
"""

import asyncio
import http.client
import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from broadsheet.press.serving.pages import Answer
from broadsheet.press.serving.paths import LONGEST_PATH
from broadsheet.press.serving.rsgi import HeaderList, HTTPProtocol, Scope

PREFIX = "/comments/"
LARGEST = 64 * 1024
SECONDS = 20.0
AT_ONCE = 32
# What the newsroom has to know of the request, and what of its answer readers get.
PASSED_ON = ("accept", "content-type", "origin", "sec-fetch-site", "accept-language")
PASSED_BACK = frozenset({
    "content-type", "location", "cache-control", "content-security-policy", "referrer-policy",
    "permissions-policy", "x-frame-options", "x-robots-tag", "x-content-type-options",
    "content-disposition", "allow",
})  # fmt: skip
AWAY = (
    b'<!doctype html><html lang="en"><meta charset="utf-8"><title>503</title>'
    b"<p>Comments cannot be taken at this moment. Go back: your text is still in the form."
    + '<p lang="ar" dir="rtl">لا يمكن استقبال التعليقات الآن. '.encode()
    + "عُد إلى الوراء: نصّك ما زال في النموذج.".encode()
)
TOO_LARGE = (
    b'<!doctype html><html lang="en"><meta charset="utf-8"><title>413</title>'
    b"<p>This is far more text than a comment can hold, so nothing was read."
    + '<p lang="ar" dir="rtl">هذا النص أكبر بكثير مما يسعه تعليق، فلم يُقرأ منه شيء.'.encode()
)
PLAIN: HeaderList = [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store")]


@dataclass(frozen=True)
class Asked:
    """A request as the newsroom gets it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Newsroom:
    """The newsroom's web process at `url`, asked by at most AT_ONCE readers at a time."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._room = asyncio.Semaphore(AT_ONCE)

    async def answer(self, scope: Scope, protocol: HTTPProtocol) -> Answer:
        """The newsroom's answer, or why there is none."""
        if not self._host or self._room.locked():
            return Answer(503, [*PLAIN, ("retry-after", "30")], AWAY)
        if scope.method not in {"GET", "HEAD", "POST"} or len(scope.path) > LONGEST_PATH:
            return Answer(405, [*PLAIN, ("allow", "GET, HEAD, POST")], b"")
        async with self._room:
            try:
                body = await asyncio.wait_for(_body(protocol), SECONDS)
            except TimeoutError:
                return Answer(408, PLAIN, b"")
            if body is None:
                return Answer(413, PLAIN, TOO_LARGE)
            return await asyncio.to_thread(self._ask, _asked(scope, body))

    def _ask(self, asked: Asked) -> Answer:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=SECONDS)
        try:
            connection.request(asked.method, asked.target, asked.body or None, asked.headers)
            response = connection.getresponse()
            headers = [
                (name.lower(), value)
                for name, value in response.getheaders()
                if name.lower() in PASSED_BACK
            ]
            return Answer(response.status, headers, response.read())
        except (OSError, http.client.HTTPException):
            return Answer(503, [*PLAIN, ("retry-after", "30")], AWAY)
        finally:
            connection.close()


def _asked(scope: Scope, body: bytes) -> Asked:
    target = quote(scope.path, safe="/-_.~")
    if scope.query_string:
        target += "?" + quote(scope.query_string, safe="=&%+-_.~")
    found = {name: scope.headers.get(name) for name in PASSED_ON}
    headers = {name: value for name, value in found.items() if value}
    # The newsroom knows itself by this name; which edition is meant stands in the path.
    headers["host"] = "localhost"
    headers["x-forwarded-for"] = _reader_of(scope)
    return Asked(scope.method, target, headers, body)


def _reader_of(scope: Scope) -> str:
    """The reader's address: the sender's, or the last that a proxy of our own network noted."""
    sender = scope.client.rpartition(":")[0].strip("[]")
    noted = (scope.headers.get("x-forwarded-for") or "").rpartition(",")[2].strip()
    try:
        is_near = ipaddress.ip_address(sender).is_private
    except ValueError:
        is_near = sender == ""  # A socket of this machine.
    return noted if noted and is_near else sender


async def _body(protocol: HTTPProtocol) -> bytes | None:
    """The request's body; None as soon as it is larger than any form of ours."""
    body = bytearray()
    async for chunk in protocol:
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
