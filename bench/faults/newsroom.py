"""Newsrooms for scenarios: one is filled by actions, and every scenario gets a copy of it.

Processes are forked from a server that has imported Django and opened nothing; `enter` points such
a process at a newsroom before its first query.
"""

import importlib
import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connections

import broadsheet.project.settings as settings_module

FILE = "newsroom.sqlite3"
SECRET = "only-for-the-bench"


@dataclass(frozen=True)
class Newsroom:
    """A folder and its database; an empty `database_url` means SQLite inside the folder."""

    home: Path
    database_url: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        return self.home / "site" / "public"

    @property
    def file(self) -> Path:
        return self.home / FILE

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def is_sqlite(self) -> bool:
        return not self.database_url

    @property
    def env(self) -> dict[str, str]:
        return {
            "BROADSHEET_HOME": str(self.home),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": SECRET,
            "SITE_URL": "http://localhost:8000",  # Or pages would follow the port of `serve`.
            "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
            **self.more,
        }

    def enter(self) -> None:
        """Point this process, which has not asked its database anything yet, at the newsroom."""
        os.environ |= self.env
        module = importlib.reload(settings_module)
        for name in filter(str.isupper, dir(module)):
            setattr(settings, name, getattr(module, name))
        connections.__dict__.pop("settings", None)
        connections._settings = None  # noqa: SLF001 (Django offers no other way to forget)
        with suppress(AttributeError):
            del connections["default"]

    def copied_to(self, home: Path, database_url: str = "", *, bare: bool = False) -> "Newsroom":
        """A copy with its own folder and database; nobody may write to this one meanwhile.

        A `bare` one has no readers' site, and no tombstone beside it.
        """
        left_out = shutil.ignore_patterns(f"{FILE}*", "logs", *(["site"] if bare else []))
        shutil.copytree(self.home, home, ignore=left_out)
        copy = Newsroom(home, database_url, self.more)
        if self.is_sqlite:
            with sqlite3.connect(self.file) as source, sqlite3.connect(copy.file) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=WAL")
            source.close()
            target.close()
        else:
            copy_database(self.database_url, database_url)
        return copy


def copy_database(source: str, target: str) -> None:
    """Make the database that `target` names from `source`; both are addresses of one server."""
    here, there = _name(source), _name(target)
    with psycopg.connect(source.rsplit("/", 1)[0] + "/postgres", autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [here]
        )
        server.execute(f'CREATE DATABASE "{there}" TEMPLATE "{here}"')


def make_database(url: str) -> None:
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{_name(url)}"')


def drop_database(url: str) -> None:
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")
