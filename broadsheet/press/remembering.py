"""Within one snapshot the same read has the same answer, so it is made once for all its pages.

An answer is kept with the tags that its making noted, and each later use notes them again, so a
page depends on what it read whether or not another page read it first. Nobody may change an
answer. Outside a snapshot nothing is remembered.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper, wraps
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from broadsheet.press.recording import note, recording

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_memory: ContextVar[dict[Hashable, tuple[Any, set[str]]] | None] = ContextVar(
    "memory", default=None
)


@contextmanager
def memory() -> Iterator[None]:
    """Remember inside the block, which must see one unchanging database."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Ask `read` once for the same arguments, which must be hashable."""

    @wraps(read)
    def reading(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        known = _memory.get()
        if known is None:
            return read(*args, **kwargs)
        asked = (read, *args, *sorted(kwargs.items()))
        if asked not in known:
            with recording() as tags:
                answer = read(*args, **kwargs)
            known[asked] = answer, tags
        answer, tags = known[asked]
        note(*tags)
        return answer

    return reading


class Known(NamedTuple, Generic[Answer]):
    """The answer about one key, and the tags whose change would change it."""

    key: str
    answer: Answer
    tags: set[str]


class Foreseeable(Generic[Answer]):
    """A read about one key that can be made for many keys in as many queries.

    Made by `@foreseeable` from a function of keys that gives each key its `Known`. Called with one
    key it answers and notes; `foresee` asks for many keys ahead, into the snapshot's memory.
    What stands before the keys (an edition, say) is part of the question.
    """

    def __init__(self, read: Callable[..., Iterable[Known[Answer]]]) -> None:
        self._read = read
        update_wrapper(self, read)

    def __call__(self, *question: Any) -> Answer:
        *about, key = question
        known = _memory.get()
        if known is None or (self, *question) not in known:
            known = {} if known is None else known
            self._keep(known, about, [key])
        answer, tags = known[self, *question]
        note(*tags)
        return answer

    def foresee(self, *question: Any) -> list[Answer]:
        """Answer for all keys, the last argument, noting nothing; for callers in a snapshot."""
        *about, keys = question
        known = _memory.get()
        if known is None:
            known = {}
        fresh = sorted({key for key in keys if (self, *about, key) not in known})
        if fresh:
            self._keep(known, about, fresh)
        return [known[self, *about, key][0] for key in keys]

    def _keep(self, known: dict[Any, Any], about: list[Any], keys: list[str]) -> None:
        for key, answer, tags in self._read(*about, keys):
            known[self, *about, key] = answer, tags


def foreseeable(read: Callable[..., Iterable[Known[Answer]]]) -> Foreseeable[Answer]:
    return Foreseeable(read)
