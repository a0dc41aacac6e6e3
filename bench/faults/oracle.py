"""Says whether a newsroom came through: the law of the press, `press check`, and what was promised.

The law is held against a full press of a copy of the database, by a process of its own, into an
empty folder, with a ledger that knows nothing: every file, twins included, must be the same.
"""

from collections.abc import Collection
from pathlib import Path

from django.db import connection

from bench.faults.newsroom import Newsroom
from bench.faults.registry import must
from broadsheet.press.checking import Finding, check_site
from broadsheet.press.models import Change, Output, Tag
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.press.writers.rooms import ROOMS

SHOWN = 4


def findings_of(newsroom: Newsroom) -> list[Finding]:
    return list(check_site(FolderWriter(newsroom.site)))


def is_at_rest(*, failing: bool = False) -> bool:
    """Whether nothing waits; with `failing`, pages that failed may go on waiting for a retry."""
    stale = Output.objects.filter(stale_since__isnull=False)
    if failing:
        stale = stale.filter(last_error="")
    return not Change.objects.exists() and not stale.exists()


def press_anew(newsroom: Newsroom) -> None:
    """In a process of its own: forget the ledger of this copy, and press all of it."""
    Change.objects.all().delete()
    Output.objects.all().delete()
    Tag.objects.all().delete()
    writer = FolderWriter(newsroom.site)
    prepare(writer)
    want_everything()
    drain(writer)
    connection.close()
    assert is_at_rest(failing=True)


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file, hidden and unfinished ones too, but not the bars that keep late workers out."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not _is_bar(path))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _is_bar(path: Path) -> bool:
    return path.parent.name == ROOMS and not path.stat().st_size


def must_be_equal(found: Path, wanted: Path, but: Collection[str] = ()) -> int:
    """Raise NotHeldError unless both folders hold the same files; `but` names paths left out.

    Returns how many files were compared. Twins of a path that is left out are left out with it.
    """
    ours, theirs = _without(files_under(found), but), _without(files_under(wanted), but)
    missing, extra = sorted(theirs.keys() - ours.keys()), sorted(ours.keys() - theirs.keys())
    differing = sorted(name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name])
    for fault, names in (("missing", missing), ("extra", extra), ("differing", differing)):
        must(not names, f"{len(names)} files {fault} against a full press: {names[:SHOWN]}")
    return len(ours)


def _without(files: dict[str, bytes], but: Collection[str]) -> dict[str, bytes]:
    left_out = {path + ending for path in but for ending in ("", ".br", ".gz")}
    return {name: body for name, body in files.items() if name not in left_out}
