"""A newsroom for benches: the demo's two titles, plain pictures, and any number of stories.

It stays in its folder (and database), so that a long filling is done once: filled again it goes
on where it was stopped, or finds everything done.
"""

import hashlib
import io
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def settle_in(home: Path, database: str = "") -> None:
    """Point the settings at `home` (and `database`, a URL) and set Django up."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "BROADSHEET_HOME": str(home),
        "SECRET_KEY": "only-for-the-bench",
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    import django  # noqa: PLC0415 (settings are read as soon as Django is imported)

    django.setup()


def plain_picture(name: str) -> bytes:
    """A small JPEG; `name` decides its colour."""
    red, green, blue = hashlib.blake2b(name.encode(), digest_size=3).digest()
    out = io.BytesIO()
    Image.new("RGB", (480, 320), (red, green, blue)).save(out, "JPEG")
    return out.getvalue()


def fill(stories: int, *, files: int, on_step: Callable[[str, int, int], None]) -> None:
    """Bring the newsroom that the settings name to `stories`, none pressed yet."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from broadsheet.editions.models import Edition  # noqa: PLC0415
    from broadsheet.project.demo.archive.filling import fill_archive  # noqa: PLC0415
    from broadsheet.project.demo.making import make_pictures, make_titles  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    if not Edition.objects.exists():
        make_titles()
        make_pictures(plain_picture, on_step)
    # An hour ago, so that the day of the newest stories is as full as every other.
    newest = datetime.now(UTC) - timedelta(hours=1)
    fill_archive(stories=stories, files=files, ends=newest, on_step=on_step)
