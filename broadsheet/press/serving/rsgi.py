"""Granian's side of the RSGI 1 contract, as far as the readers' server leans on it.

`path` arrives percent-decoded once, and bytes that are no UTF-8 arrive as U+FFFD; an encoded
slash therefore reads like a plain one. `authority` is set by HTTP/2 and by absolute request
targets only, else the Host header counts.
"""

from collections.abc import AsyncIterator
from typing import Protocol

HeaderList = list[tuple[str, str]]


class RequestHeaders(Protocol):
    def get(self, key: str, default: str | None = None) -> str | None: ...


class Scope(Protocol):
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def query_string(self) -> str: ...
    @property
    def authority(self) -> str | None: ...
    @property
    def client(self) -> str: ...
    @property
    def headers(self) -> RequestHeaders: ...


class HTTPProtocol(Protocol):
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: HeaderList) -> None: ...
    def response_bytes(self, status: int, headers: HeaderList, body: bytes) -> None: ...
    def response_file(self, status: int, headers: HeaderList, file: str) -> None: ...
