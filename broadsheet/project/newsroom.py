"""A newsroom is a folder: database, secret key, originals, static files and the pressed site.

Making one twice does no harm, and a folder that was made by an older version is brought up to
date by the same steps.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page, Site

from broadsheet.press.design import DESIGN
from broadsheet.press.marking import mark
from broadsheet.press.models import Fact, Lane

OnStep = Callable[[str], None]
ADDRESSES = "addresses"


def write_key(home: Path) -> bool:
    """Write the key that signs sessions, readable by its owner alone; False if one stands there."""
    try:
        descriptor = os.open(home / "secret-key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    return True


def bring_up_to_date(*, on_step: OnStep = lambda _step: None) -> None:
    """Make or fit everything that the newsroom's folder holds beside the copy itself."""
    on_step("Fitting the database")
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    Path(settings.SITE_DIR).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    _clear_tree()
    on_step("Collecting the static files")
    collect_static()
    note_addresses()


@contextmanager
def in_haste() -> Iterator[None]:
    """Make a newsroom without forcing each step to disk, which is done once at the end.

    A power cut meanwhile may spoil it, so it is for a newsroom that would be begun anew anyway.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def collect_static() -> bool:
    """Copy the screens' styles and scripts to one folder, once for each version of them."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".versions"
    versions = " ".join(f"{name}={version(name)}" for name in ("broadsheet", "django", "wagtail"))
    if stamp.is_file() and stamp.read_text() == versions:
        return False
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(versions)
    return True


def note_addresses() -> bool:
    """Have every page pressed anew when the readers' site has moved to another address."""
    with transaction.atomic():
        fact, new = Fact.objects.get_or_create(
            name=ADDRESSES, defaults={"value": settings.SITE_URL}
        )
        if new or fact.value == settings.SITE_URL:
            return False
        fact.value = settings.SITE_URL
        fact.save()
        mark(DESIGN, lane=Lane.ROUTINE)
        return True


def _clear_tree() -> None:
    """Take away the welcome page that Wagtail makes; readers' pages are not served by it."""
    with transaction.atomic():
        for site in Site.objects.select_related("root_page"):
            page = site.root_page
            if page.depth == 2 and page.specific_class is Page:
                site.delete()
                page.get_descendants().delete()
                Page.objects.get(pk=page.pk).delete()
