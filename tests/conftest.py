"""Every test has a newsroom folder of its own process, quick passwords, and mail that stays here.

The database is the one of `DATABASE_URL`, or SQLite in memory.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

# Wagtail leaves the temporary files of the renditions that it makes to the garbage collector.
LEFT_OPEN_BY_WAGTAIL = (
    r"ignore:Unclosed file <tempfile\.SpooledTemporaryFile:ResourceWarning",
    r"ignore:unclosed file <_io\.BufferedRandom name=\d+>:ResourceWarning",
)


def pytest_configure(config: pytest.Config) -> None:
    for line in LEFT_OPEN_BY_WAGTAIL:
        config.addinivalue_line("filterwarnings", line)
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "broadsheet.project.sqlite":
        # Said aloud, since parallel tests look for the name of Django's own engine.
        database["TEST"] = {**database.get("TEST", {}), "NAME": ":memory:"}


@pytest.fixture(scope="session", autouse=True)
def newsroom_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("newsroom")
    for name in ("static", "originals", "site/public"):
        (home / name).mkdir(parents=True)
    with override_settings(
        HOME=home,
        SITE_DIR=home / "site" / "public",
        SITE_STORAGE="",
        PURGE_HTTP=[],
        PURGE_CLOUDFLARE_ZONE="",
        PURGE_FASTLY_SERVICE="",
        MEDIA_ROOT=home / "originals",
        STATIC_ROOT=home / "static",
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SECRET_KEY="only-for-tests",
        TASKS={
            "default": {
                "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
                "ENQUEUE_ON_COMMIT": False,
            }
        },
    ):
        yield home
