"""Writes pages into S3-compatible storage, one object a page, without twins.

Under the prefix of the newsroom stand `public/` (what readers get), `tombstones/` and `history/`.
`docs/decisions/0007-object-storage.md` says what a bucket is trusted with and what not.
"""

import contextlib
import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Self
from urllib.parse import quote, unquote

from broadsheet.press.errors import StorageMissingError, StorageRefusedError
from broadsheet.press.serving.errors import MarkerUnreadableError
from broadsheet.press.serving.headers import cache_control, media_type
from broadsheet.press.serving.markers import marker_of
from broadsheet.press.serving.paths import as_address, is_twin
from broadsheet.press.writers.paths import parts_of

try:
    import obstore
    from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
    from obstore.store import S3Store
except ImportError:  # The extra `storage` is not installed; `opened` says how to get it.
    obstore = None  # type: ignore[assignment]

PUBLIC, TOMBSTONES, HISTORY = "public/", "tombstones/", "history/"
ANSWER_SECONDS = 10  # A whole request; a lease of 60 s must outlive what one page needs.
RETRIES = 2
# Another worker's tombstone is in the database too, which each render asks.
GRAVES_SECONDS = 60.0
STATUS, LOCATION = "broadsheet-status", "broadsheet-location"


@dataclass(frozen=True)
class Storage:
    """Which bucket, where, and with which keys; empty keys leave it to the machine's own role.

    `conditional`: the server obeys If-Match and If-None-Match on PUT, or at least ignores them.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    key: str = ""
    secret: str = field(default="", repr=False)
    conditional: bool = True

    @property
    def place(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")


class StorageWriter:
    """A bucket, or a prefix of one, that this newsroom has for itself.

    Every failure to write, remove or read is a StorageRefusedError.
    """

    at_once = 8

    def __init__(
        self, storage: Storage, *, clock: Callable[[], float] = time.monotonic, **options: Any
    ) -> None:
        """`options` go to the client. Raises StorageMissingError."""
        self.storage = storage
        self._store = _opened(storage, options)
        self._clock = clock
        self._graves: set[str] | None = None
        self._graves_at = 0.0

    @contextmanager
    def leased(self, lease: str, overtaken: Collection[str] = ()) -> Iterator[Self]:  # noqa: ARG002
        """This writer itself: a bucket has no room that could be taken away.

        What keeps a late holder's bytes out are the conditions of `write`, and the settling that
        has the pages of a lost lease pressed again.
        """
        yield self

    def write(self, path: str, body: bytes) -> None:
        """Put `body` at `path`, if nobody else wrote there since this began.

        The condition is what keeps a request that was given up, and arrives after all, from
        laying old bytes over new ones.
        """
        name = _name(path)
        with self._refusing():
            self._put(name, body, attributes_of(path, body))

    def remove(self, path: str) -> None:
        name = _name(path)
        with self._refusing(), contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, name)

    def read(self, path: str) -> bytes | None:
        return None if is_twin(path) else self._get(_name(path))

    def is_packed(self, path: str) -> bool:  # noqa: ARG002 (the protocol's)
        return False

    def pack(self, path: str, body: bytes) -> bool:  # noqa: ARG002 (the protocol's)
        """Nothing: a bucket has one object a page."""
        return False

    def paths(self) -> Iterator[str]:
        with self._refusing():
            for name in self._names(PUBLIC):
                yield name.removeprefix(PUBLIC)

    def bury(self, subject: str) -> None:
        """Remember a dead subject under `tombstones/`, where a restored database finds it."""
        if self._graves is not None and subject in self._graves:
            return
        with self._refusing():
            self._put(TOMBSTONES + quote(subject, safe=""), subject.encode(), {})
        if self._graves is not None:
            self._graves.add(subject)

    def buried(self) -> set[str]:
        """The dead subjects, listed anew when the last listing is a minute old.

        Storage that does not answer leaves the earlier list in force, once there was one.
        """
        now = self._clock()
        if self._graves is None or now - self._graves_at >= GRAVES_SECONDS:
            try:
                with self._refusing():
                    stones = [name.removeprefix(TOMBSTONES) for name in self._names(TOMBSTONES)]
            except StorageRefusedError:
                if self._graves is None:
                    raise
            else:
                # A stone stands for good, so one set meanwhile must not be forgotten.
                self._graves = {unquote(stone) for stone in stones} | (self._graves or set())
            self._graves_at = now
        return set(self._graves)

    def keep(self, path: str, digest: str) -> None:
        """Copy what stands at `path` to the history under its digest, inside the storage."""
        kept = HISTORY + digest
        with self._refusing():
            if self._etag(kept) is None:
                with contextlib.suppress(FileNotFoundError):
                    obstore.copy(self._store, _name(path), kept)

    def kept(self, digest: str) -> bytes | None:
        return self._get(HISTORY + digest)

    def forget(self, digests: Iterable[str]) -> None:
        """Let go of bytes that no history names any more."""
        names = [HISTORY + digest for digest in digests]
        with self._refusing():
            if names:
                obstore.delete(self._store, names)

    def kept_before(self, time: datetime) -> Iterator[str]:
        with self._refusing():
            for found in chain.from_iterable(obstore.list(self._store, HISTORY)):
                if found["last_modified"] < time:
                    yield found["path"].removeprefix(HISTORY)

    def _put(self, name: str, body: bytes, attributes: dict[str, str]) -> None:
        mode: Any = "overwrite"
        if self.storage.conditional:
            etag = self._etag(name)
            mode = "create" if etag is None else {"e_tag": f'"{etag}"'}
        try:
            done = obstore.put(
                self._store, name, body, attributes=attributes, mode=mode, use_multipart=False
            )
        except (AlreadyExistsError, PreconditionError) as error:
            # A first try whose answer got lost may have done the work.
            if self._get(name) != body:
                reason = f"somebody else wrote {name} at the same time"
                raise StorageRefusedError(self.storage.place, reason) from error
            return
        self._prove(name, body, done["e_tag"])

    def _prove(self, name: str, body: bytes, etag: str | None) -> None:
        """Compare what arrived with what was sent: by its MD5, or byte for byte.

        Under a key of the storage's own (SSE-KMS) an ETag is no MD5.
        """
        md5 = hashlib.md5(body, usedforsecurity=False).hexdigest()
        if (etag or "").strip('"') != md5 and self._get(name) != body:
            raise StorageRefusedError(self.storage.place, f"{name} did not arrive whole")

    def _get(self, name: str) -> bytes | None:
        with self._refusing():
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except FileNotFoundError:
                return None

    def _etag(self, name: str) -> str | None:
        try:
            return (obstore.head(self._store, name)["e_tag"] or "").strip('"')
        except FileNotFoundError:
            return None

    def _names(self, prefix: str) -> Iterator[str]:
        listed = chain.from_iterable(obstore.list(self._store, prefix))
        return (found["path"] for found in listed)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            raise StorageRefusedError(self.storage.place, reason_of(error)) from error


def attributes_of(path: str, body: bytes) -> dict[str, str]:
    """The headers that a bucket sends with a page by itself, and what else a proxy must know.

    A bucket answers everything with 200: the status of a killed or moved page goes along as
    metadata, which arrives as `x-amz-meta-broadsheet-status`.
    """
    attributes = {
        "Content-Type": media_type(path, body[:512]),
        "Cache-Control": cache_control(path),
    }
    if path.endswith(".html"):
        with contextlib.suppress(MarkerUnreadableError):
            marker = marker_of(path, body)
            if marker.status != 200:
                attributes[STATUS] = str(marker.status)
            if marker.location is not None:
                attributes[LOCATION] = as_address(marker.location)
    return attributes


def reason_of(error: Exception) -> str:
    """What the client says, in one line, without its inner state."""
    said = str(error).partition("Debug source")[0]
    return " ".join(said.split()).rstrip(".") or type(error).__name__


def _name(path: str) -> str:
    return PUBLIC + "/".join(parts_of(path))


def _opened(storage: Storage, options: dict[str, Any]) -> "S3Store":
    if obstore is None:
        raise StorageMissingError
    given: dict[str, Any] = {
        "region": storage.region,
        "virtual_hosted_style_request": not storage.endpoint,
        "client_options": {
            "timeout": timedelta(seconds=ANSWER_SECONDS),
            "connect_timeout": timedelta(seconds=3),
            "allow_http": storage.endpoint.startswith("http://"),
        },
        "retry_config": {
            "max_retries": RETRIES,
            "retry_timeout": timedelta(seconds=ANSWER_SECONDS),
        },
    }
    named = {
        "endpoint": storage.endpoint,
        "access_key_id": storage.key,
        "secret_access_key": storage.secret,
    }
    given |= {name: value for name, value in named.items() if value}
    return S3Store(storage.bucket, prefix=storage.prefix or None, **(given | options))
