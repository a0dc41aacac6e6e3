"""Kinds of page: packages register theirs in `pages.py`, the machine asks only this module.

A key reads `{edition}:{kind}:{rest}`; the edition of things that belong to no edition is `-`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from broadsheet.press.errors import NoLivePageError, NoPreviewError, UnknownKindError

NO_EDITION = "-"


class WhenPinned(Enum):
    """What a kind's outputs give while their edition is set back to an earlier time.

    Outputs of no edition are as they are now, whatever their kind says but BOTH.
    """

    THEN = "as they were"
    NOW = "as they are"
    BOTH = "as they are, with former files beside them: addresses carry a hash of the bytes"


@dataclass(frozen=True)
class Page:
    """What a builder made: bytes for a path relative to the public folder."""

    path: str
    body: bytes


@dataclass(frozen=True)
class Kind:
    """How one kind of page is enumerated, found from a change, built, and buried.

    `rank`: order of pressing, 10 (needed by others) to 80 (needs others).
    `expected()`: every key that the database wants now, read piece by piece where they are many.
    `among(keys)`: those of the keys that the database wants now; None has `expected()` asked.
    `keys_of(tag)`: the keys that a change of `tag` may have brought into being or ended.
    `build(key)`: the page, or None when the database no longer wants it.
    `subject(key)`: the tag under which a tombstone would bury it, or None.
    `newness(key)`: larger is newer; only orders the work.
    `lingers`: a former file stays until no page is left that may name it, as styles have to.
    `when_pinned`: what its outputs give while their edition is set back.
    `foresee(keys)`: reads what the pages of many keys need at once, into the snapshot's memory.
    """

    name: str
    rank: int
    expected: Callable[[], Iterable[str]]
    build: Callable[[str], Page | None]
    keys_of: Callable[[str], Iterable[str]] = field(default=lambda _tag: ())
    subject: Callable[[str], str | None] = field(default=lambda _key: None)
    newness: Callable[[str], int] = field(default=lambda _key: 0)
    foresee: Callable[[Sequence[str]], None] = field(default=lambda _keys: None)
    lingers: bool = False
    when_pinned: WhenPinned = WhenPinned.THEN
    among: Callable[[Sequence[str]], Iterable[str]] | None = None

    def wanted_among(self, keys: Sequence[str]) -> set[str]:
        """Those of the keys that the database wants now."""
        if self.among is None:
            return set(self.expected()).intersection(keys)
        return set(self.among(keys))


_kinds: dict[str, Kind] = {}
_designs: list[Callable[[], str]] = []
_tombstone_builders: list[Callable[[str], Page | None]] = []
_addressers: list[Callable[[str], list[str]]] = []
_previewers: list[Callable[[Any], bytes]] = []
_live: dict[str, Callable[[Any], bytes]] = {}


def register(kind: Kind) -> Kind:
    if kind.name in _kinds:
        message = f"The kind of page {kind.name!r} is registered twice; give one another name."
        raise ValueError(message)
    _kinds[kind.name] = kind
    return kind


def register_tombstone_builder(build: Callable[[str], Page | None]) -> None:
    """Name the function that builds what stands where a buried output stood."""
    _tombstone_builders[:] = [build]


def register_design(digest: Callable[[], str]) -> None:
    """Name the function whose answer changes when every page has to look different."""
    _designs[:] = [digest]


def register_preview(build: Callable[[Any], bytes]) -> None:
    """Name the function that builds the readers' page of a story nobody has published yet.

    It gets the story as an editor has it on the screen, saved or not, and writes nothing.
    """
    _previewers[:] = [build]


def register_addresses(build: Callable[[str], list[str]]) -> None:
    """Name the function that knows at which absolute addresses readers ask for a path."""
    _addressers[:] = [build]


def addresses_of(path: str) -> list[str]:
    """Absolute, percent-encoded addresses of `path`; none for what is not public."""
    return _addressers[0](path) if _addressers else []


def preview_of(story: Any) -> bytes:
    """The page that readers would get of `story`. Raises NoPreviewError."""
    if not _previewers:
        raise NoPreviewError
    return _previewers[0](story)


def register_live(name: str, build: Callable[[Any], bytes]) -> None:
    """Name the function that draws a page for one request, such as a receipt; it is no output."""
    _live[name] = build


def live_page(name: str, about: Any) -> bytes:
    """Draw the live page `name` of what its builder wants. Raises NoLivePageError."""
    if name not in _live:
        raise NoLivePageError(name)
    return _live[name](about)


def design_digest() -> str:
    return _designs[0]() if _designs else ""


def tombstone_for(key: str) -> Page | None:
    return _tombstone_builders[0](key) if _tombstone_builders else None


def kinds() -> Iterator[Kind]:
    """All kinds, in order of pressing."""
    yield from sorted(_kinds.values(), key=lambda kind: (kind.rank, kind.name))


def kind_of(key: str) -> Kind:
    """The kind that `key` names. Raises UnknownKindError."""
    parts = key.split(":", 2)
    if len(parts) < 2 or parts[1] not in _kinds:
        raise UnknownKindError(key)
    return _kinds[parts[1]]


def edition_of(key: str) -> str:
    return key.split(":", 1)[0]


def rest_of(key: str) -> str:
    """What follows edition and kind; empty for kinds with one page an edition."""
    return key.split(":", 2)[2] if key.count(":") >= 2 else ""


def make_key(edition: str, kind: str, rest: str = "") -> str:
    return f"{edition}:{kind}:{rest}" if rest else f"{edition}:{kind}"
