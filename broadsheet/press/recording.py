"""Remembers which tags a render read.

Query helpers call `note` for every tag whose change would change their answer, empty answers
included. Outside a render it does nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


def note(*tags: str) -> None:
    """Record that the page being rendered depends on `tags`."""
    noted = _noted.get()
    if noted is not None:
        noted.update(tags)


@contextmanager
def recording() -> Iterator[set[str]]:
    """Collect the tags noted inside the block into the set that is handed out."""
    tags: set[str] = set()
    token = _noted.set(tags)
    try:
        yield tags
    finally:
        _noted.reset(token)
