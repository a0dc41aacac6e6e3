"""An agency that sends items to a newsroom of the test's own."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from broadsheet.press.models import Tombstone
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.wire.actions import Lifted, Taken, lift_version, obey_kills, take_delivery
from broadsheet.wire.formats.item import iso_utc
from tests.newsroom import an_edition
from tests.unit.wire.wire_files import a_ninjs_item

GUID = "urn:halden:1"


def in_hours(hours: float) -> str:
    """A time from now on, as agencies write it."""
    return iso_utc(timezone.now() + timedelta(hours=hours))


def an_english_newsroom(**overrides: Any):
    return an_edition(**{"sections": ["world", "sport"], "language": "en"} | overrides)


def take(**fields: Any) -> Taken:
    """Takes one ninjs item in and obeys its kills, as the command line does."""
    item = a_ninjs_item(**{"language": "en", "version": "1"} | fields)
    taken = take_delivery(data=item.encode(), name="item.json")
    obey_kills(guids=taken.kills)
    return taken


def lift(*, publish: bool = True, edition=None, **fields: Any) -> Lifted:
    """Takes one item in and lifts it."""
    (version,) = take(**fields).versions
    return lift_version(version=version, publish=publish, edition=edition)


def pressed(folder: Path) -> dict[str, str]:
    """The readers' site after the press is done, by path."""
    writer = FolderWriter(folder)
    want_everything()
    drain(writer)
    pages = (path for path in writer.paths() if path.endswith((".html", ".xml")))
    return {path: (writer.read(path) or b"").decode() for path in pages}


def is_buried(story) -> bool:
    return Tombstone.objects.filter(subject=f"story:{story.pk}").exists()
