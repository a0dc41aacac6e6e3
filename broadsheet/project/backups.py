"""A backup is one file that holds all that cannot be made again; pressed pages can be.

Inside: `backup.json` (what it is), the database, `originals/`, `secret-key`, `environment`, and
`manifest.jsonl` (key, path and digest of every output, a line each).
The database is copied first, so every original that it names is there afterwards.
"""

import json
import os
import shutil
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

from broadsheet.editions.models import Edition
from broadsheet.press.checking import check_site
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import prepare
from broadsheet.press.writers.choosing import site_writer
from broadsheet.project import tables
from broadsheet.project.environment import FILE
from broadsheet.project.errors import BackupError, NewsroomStandsError
from broadsheet.project.folder import make_folder
from broadsheet.project.newsroom import OnStep, bring_up_to_date

FORMAT = 1
ABOUT, MANIFEST, ORIGINALS, KEY = "backup.json", "manifest.jsonl", "originals", "secret-key"


def back_up(file: Path, *, on_step: OnStep) -> int:
    """Save the newsroom into `file`, while it runs; returns the size in bytes.

    The file appears whole or not at all, readable by its owner alone. Raises BackupError when one
    of that name is there.
    """
    if file.exists():
        raise BackupError(file, "a file of that name is there", "choose another name")
    if not file.parent.is_dir():
        raise BackupError(file, f"there is no folder {file.parent}", "make it, or name another")
    home = Path(settings.HOME)
    unfinished = file.with_name(f".{file.name}.unfinished")
    with _workshop(home) as workshop, _vanishing(unfinished):
        on_step("Copying the database")
        about = {
            "format": FORMAT,
            "broadsheet": version("broadsheet"),
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **tables.dump(workshop),
        }
        (workshop / ABOUT).write_text(json.dumps(about, indent=1))
        _write_manifest(workshop / MANIFEST)
        on_step("Packing the originals")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            _pack(out, workshop, home)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(file)
    return file.stat().st_size


def restore(file: Path, *, force: bool, on_step: OnStep) -> dict[str, int]:
    """Bring the newsroom in `file` back, and have every page pressed anew.

    Returns how many findings of each fault the readers' site shows, as it stands, against the
    restored database. Files of pages that it does not know stay: they may be the only copy of work
    that is newer than the backup, so a person takes them away.
    Tombstones beside the site stay in force: what was killed since the backup stays dead.
    Raises BackupError, and NewsroomStandsError for a newsroom in the way without `force`.
    """
    home = Path(settings.HOME)
    if not force and ((home / KEY).exists() or (home / "demo.json").exists()):
        raise NewsroomStandsError(home)
    make_folder(home)
    with _workshop(home) as workshop:
        on_step("Unpacking the backup")
        about = _unpack(file, workshop)
        if about["engine"] != "sqlite":
            bring_up_to_date(on_step=on_step)
            if not force and Edition.objects.exists():
                raise NewsroomStandsError(home)
        on_step("Loading the database")
        tables.load(workshop, about, file=file)
        _place(workshop, home)
    bring_up_to_date(on_step=on_step)
    on_step("Looking at the readers' site")
    writer = site_writer()
    findings = dict(Counter(finding.fault for finding in check_site(writer)))
    prepare(writer)
    want_everything()
    return findings


@contextmanager
def _workshop(home: Path) -> Iterator[Path]:
    """A folder for unfinished work on the newsroom's own disk."""
    with tempfile.TemporaryDirectory(dir=home, prefix=".workshop-") as name:
        yield Path(name)


@contextmanager
def _vanishing(file: Path) -> Iterator[None]:
    """Take away what was left unfinished."""
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _write_manifest(file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        for output in tables.outputs():
            out.write(json.dumps(output, ensure_ascii=False) + "\n")


def _pack(out: Any, workshop: Path, home: Path) -> None:
    """Write the archive; what it is comes first, so that it can be told without unpacking all."""
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive:
        archive.add(workshop / ABOUT, ABOUT)
        for entry in sorted(workshop.iterdir()):
            if entry.name != ABOUT:
                archive.add(entry, entry.name)
        for name in (KEY, FILE):
            if (home / name).is_file():
                archive.add(home / name, name)
        originals = Path(settings.MEDIA_ROOT)
        if originals.is_dir():
            archive.add(originals, ORIGINALS)


def _unpack(file: Path, workshop: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(workshop, filter="data")
        about: dict[str, Any] = json.loads((workshop / ABOUT).read_text())
    except FileNotFoundError as error:
        reason = "there is no such file" if not file.exists() else "it is no backup of a newsroom"
        raise BackupError(file, reason, "name a file that 'broadsheet backup' wrote") from error
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BackupError(file, f"it is damaged: {error}", "use another backup") from error
    if about.get("format") != FORMAT:
        reason = f"its format is {about.get('format')!r}, this version reads {FORMAT}"
        raise BackupError(file, reason, f"install Broadsheet {about.get('broadsheet')}")
    return about


def _place(workshop: Path, home: Path) -> None:
    """Put originals and key where they belong; settings only where there are none yet."""
    originals = Path(settings.MEDIA_ROOT)
    if (workshop / ORIGINALS).is_dir():
        shutil.rmtree(originals, ignore_errors=True)
        shutil.move(workshop / ORIGINALS, originals)
    if (workshop / KEY).is_file():
        (workshop / KEY).chmod(0o600)
        (workshop / KEY).replace(home / KEY)
    if (workshop / FILE).is_file() and not (home / FILE).exists():
        (workshop / FILE).chmod(0o600)
        (workshop / FILE).replace(home / FILE)
