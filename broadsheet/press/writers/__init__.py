"""Where pressed pages go: one protocol, one module for each kind of place."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, Self


class Writer(Protocol):
    """A place for pages, addressed by paths relative to the public root.

    `write` and `remove` are done, durably, when they return, and a reader never sees half of one.
    A place that cannot do so raises a PlaceRefusedError.
    `leased` gives the writer of whoever holds a lease, while the holders of leases that it overtook
    can neither write nor remove any more, however late they come back.
    `pack` keeps of a page, whose bytes are `body`, only a compressed copy, from which `read` gives
    the same bytes; False where there is nothing to spare.
    `bury` remembers a dead subject beside the pages, where a restored database cannot forget it.
    `keep` puts what stands at `path` by under its digest, where no reader comes, before other bytes
    take its place; nothing happens where nothing stands. `kept` gives such bytes, unproved, and
    `forget` lets go of them. `kept_before` names what was put by earlier than a time.
    """

    at_once: int  # How many pages may be written in parallel.

    def leased(
        self, lease: str, overtaken: Collection[str] = ()
    ) -> AbstractContextManager[Self]: ...

    def write(self, path: str, body: bytes) -> None: ...

    def remove(self, path: str) -> None: ...

    def read(self, path: str) -> bytes | None: ...

    def pack(self, path: str, body: bytes) -> bool: ...

    def is_packed(self, path: str) -> bool: ...

    def paths(self) -> Iterator[str]: ...

    def bury(self, subject: str) -> None: ...

    def buried(self) -> set[str]: ...

    def keep(self, path: str, digest: str) -> None: ...

    def kept(self, digest: str) -> bytes | None: ...

    def forget(self, digests: Iterable[str]) -> None: ...

    def kept_before(self, time: datetime) -> Iterator[str]: ...
