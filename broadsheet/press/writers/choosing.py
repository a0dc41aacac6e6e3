"""The writer of the readers' site, as the settings name it: a folder, or a bucket."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from broadsheet.press.writers import Writer
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.press.writers.storage import Storage, StorageWriter


def site_writer() -> Writer:
    """Raises StorageMissingError where a bucket is named and its client is not installed."""
    if in_storage():
        return StorageWriter(site_storage())
    return FolderWriter(Path(settings.SITE_DIR))


def in_storage() -> bool:
    """Whether the readers' site stands in a bucket."""
    return bool(settings.SITE_STORAGE)


def site_storage() -> Storage:
    parts = urlsplit(settings.SITE_STORAGE)
    return Storage(
        bucket=parts.netloc,
        prefix=parts.path.strip("/"),
        endpoint=settings.STORAGE_ENDPOINT,
        region=settings.STORAGE_REGION,
        key=settings.AWS_ACCESS_KEY_ID,
        secret=settings.AWS_SECRET_ACCESS_KEY,
        conditional=settings.STORAGE_CONDITIONAL,
    )
