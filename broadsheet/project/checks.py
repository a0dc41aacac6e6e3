"""Every mistake in the settings has a system check that names the variable and the remedy.

project.E001  a variable cannot be read
project.E002  the readers' site's folder cannot be written
project.E003  nothing signs the sessions
project.E004  readers and editors are given the same address
project.E005  the newsroom's file `environment` names a variable that does not exist
project.E006  the newsroom's language is none that its screens speak
project.E007  the site is to stand in a bucket, and the client for it is not installed
project.W001  error pages with source on a machine that others can reach
project.W002  readers are sent to an address without encryption
project.W003  editors' passwords travel without encryption
project.W004  password resets are written to a file that nobody reads
project.W005  others on the machine can read the secret key
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004

from broadsheet.press.errors import StorageMissingError
from broadsheet.press.writers.choosing import in_storage, site_writer
from broadsheet.project.environment import FILE, SETTINGS, Environment, names_in

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
KEYS = re.compile(r"//[^/@]*@")  # A user and a password in an address.
UNSET_KEY = "no-newsroom-yet"


@register()
def check_settings(**_kwargs: Any) -> list[CheckMessage]:
    return [
        *_unreadable(settings.ENVIRONMENT),
        *_unknown(Path(settings.HOME) / FILE),
        *_folders(),
        *_key(),
        *_addresses(),
        *_others(),
    ]


def is_public(url: str) -> bool:
    """Whether others than this machine can reach the address."""
    return (urlsplit(url).hostname or "") not in LOOPBACK


def _unreadable(environment: Environment) -> Iterator[CheckMessage]:
    for mistake in environment.mistakes:
        yield Error(
            f"{mistake.name} is {KEYS.sub('//…@', mistake.value)!r}, and {mistake.reason}.",
            hint="Until then the default is in force; docs/settings.md says what it is.",
            id="project.E001",
        )


def _unknown(file: Path) -> Iterator[CheckMessage]:
    known = {setting.name for setting in SETTINGS}
    for name in names_in(file):
        if name not in known:
            yield Error(
                f"{file} sets {name!r}, which is no setting of Broadsheet.",
                hint="Correct its spelling, or take the line out; docs/settings.md lists them all.",
                id="project.E005",
            )


def _folders() -> Iterator[CheckMessage]:
    if in_storage():
        yield from _storage()
        return
    folder = Path(settings.SITE_DIR)
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    if not standing.is_dir() or not os.access(standing, os.W_OK | os.X_OK):
        yield Error(
            f"The readers' site cannot be written: {standing} is no folder that this user may "
            "write to.",
            hint="Mend its permissions, or name another folder with SITE_DIR or BROADSHEET_HOME.",
            id="project.E002",
        )


def _storage() -> Iterator[CheckMessage]:
    try:
        site_writer()
    except StorageMissingError as error:
        yield Error(
            "SITE_STORAGE names a bucket, and the library that speaks to it is not installed.",
            hint=str(error),
            id="project.E007",
        )


def _key() -> Iterator[CheckMessage]:
    if settings.SECRET_KEY == UNSET_KEY:
        yield Error(
            f"Nothing signs the sessions: {settings.KEY_FILE} is not there and SECRET_KEY is "
            "empty.",
            hint="Make a newsroom with 'broadsheet init', or set SECRET_KEY to 50 random letters.",
            id="project.E003",
        )
    file = Path(settings.KEY_FILE)
    if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Warning(
            f"Others on this machine can read {file}, which signs the editors' sessions.",
            hint=f"Run: chmod 600 {file}",
            id="project.W005",
        )


def _addresses() -> Iterator[CheckMessage]:
    if settings.SITE_URL == settings.NEWSROOM_URL:
        yield Error(
            f"SITE_URL and NEWSROOM_URL are both {settings.SITE_URL}.",
            hint="Give the newsroom a host name or a port of its own.",
            id="project.E004",
        )
    if is_public(settings.SITE_URL) and settings.SITE_URL.startswith("http://"):
        yield Warning(
            f"SITE_URL is {settings.SITE_URL}, an address without encryption.",
            hint="Put a proxy with a certificate before the site and write https:// in SITE_URL.",
            id="project.W002",
        )
    if is_public(settings.NEWSROOM_URL) and settings.NEWSROOM_URL.startswith("http://"):
        yield Warning(
            f"NEWSROOM_URL is {settings.NEWSROOM_URL}, so passwords travel unencrypted.",
            hint="Put a proxy with a certificate before the newsroom and write https:// in "
            "NEWSROOM_URL.",
            id="project.W003",
        )


def _others() -> Iterator[CheckMessage]:
    public = is_public(settings.NEWSROOM_URL)
    if settings.DEBUG and public:
        yield Warning(
            "DEBUG is on while others can reach the newsroom, so error pages show its source.",
            hint="Leave DEBUG out, or set it to 0.",
            id="project.W001",
        )
    if public and settings.ENVIRONMENT["MAIL_URL"] in {"file:", "console:"}:
        yield Warning(
            "Mail is written to a file or the console, so nobody can reset a password.",
            hint="Set MAIL_URL to your mail server, like smtp+tls://user:password@host:587.",
            id="project.W004",
        )
    languages = [code for code, _name in settings.LANGUAGES]
    if settings.LANGUAGE_CODE not in languages:
        yield Error(
            f"NEWSROOM_LANGUAGE is {settings.LANGUAGE_CODE!r}, which the screens do not speak.",
            hint=f"Choose one of: {', '.join(languages)}.",
            id="project.E006",
        )
