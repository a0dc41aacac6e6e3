"""Where pressed pages go: one protocol, one module for each kind of place."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from typing import Protocol, Self


class Writer(Protocol):
    """A place for pages, addressed by paths relative to the public root.

    `write` and `remove` are done, durably, when they return, and a reader never sees half of one.
    A place that cannot do so raises a PlaceRefusedError.
    `leased` gives the writer of whoever holds a lease, while the holders of leases that it overtook
    can neither write nor remove any more, however late they come back.
    `bury` remembers a dead subject beside the pages, where a restored database cannot forget it.
    """

    at_once: int  # How many pages may be written in parallel.

    def leased(
        self, lease: str, overtaken: Collection[str] = ()
    ) -> AbstractContextManager[Self]: ...

    def write(self, path: str, body: bytes) -> None: ...

    def remove(self, path: str) -> None: ...

    def read(self, path: str) -> bytes | None: ...

    def paths(self) -> Iterator[str]: ...

    def bury(self, subject: str) -> None: ...

    def buried(self) -> set[str]: ...
