"""Where pressed pages go: one protocol, one module for each kind of place."""

from collections.abc import Iterator
from typing import Protocol


class Writer(Protocol):
    """A place for pages, addressed by paths relative to the public root.

    `write` and `remove` are done, durably, when they return, and a reader never sees half of one.
    A place that cannot do so raises a PlaceRefusedError.
    `bury` remembers a dead subject beside the pages, where a restored database cannot forget it.
    """

    at_once: int  # How many pages may be written in parallel.

    def write(self, path: str, body: bytes) -> None: ...

    def remove(self, path: str) -> None: ...

    def read(self, path: str) -> bytes | None: ...

    def paths(self) -> Iterator[str]: ...

    def bury(self, subject: str) -> None: ...

    def buried(self) -> set[str]: ...
