"""The database in a backup: taken from a running newsroom as it is at one moment, ids and all.

SQLite: its own backup call copies a consistent state while others write. PostgreSQL: COPY of
every table inside one REPEATABLE READ transaction; no tool of the server's is needed.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from broadsheet.press.models import Output
from broadsheet.press.snapshot import snapshot
from broadsheet.project.errors import BackupError

SQLITE_FILE = "database.sqlite3"
TABLES_FOLDER = "tables"
CHUNK = 1024 * 1024
BUSY_SECONDS = 20.0


def dump(folder: Path) -> dict[str, Any]:
    """Write the database into `folder`; returns what `load` has to know of it."""
    about = {"engine": connection.vendor, "migrations": applied_migrations()}
    if connection.vendor == "sqlite":
        _dump_sqlite(folder / SQLITE_FILE)
        return about
    return {**about, "tables": _dump_tables(folder / TABLES_FOLDER)}


def load(folder: Path, about: dict[str, Any], *, file: Path) -> None:
    """Put the dump in `folder` in the database's place. Raises BackupError naming `file`.

    SQLite takes any earlier state, to be migrated afterwards; PostgreSQL wants the same one.
    """
    if about["engine"] != connection.vendor:
        reason = f"it was made from {about['engine']}, this newsroom runs on {connection.vendor}"
        raise BackupError(file, reason, "set DATABASE_URL to a database of that kind")
    if connection.vendor == "sqlite":
        _load_sqlite(folder / SQLITE_FILE, file)
    else:
        _load_tables(folder / TABLES_FOLDER, about, file)
    ContentType.objects.clear_cache()


def applied_migrations() -> list[list[str]]:
    return [list(pair) for pair in sorted(MigrationRecorder(connection).applied_migrations())]


def outputs() -> Iterator[dict[str, str]]:
    """Every output's key, path and digest."""
    rows = Output.objects.order_by("key").values("key", "path", "digest")
    yield from rows.iterator(chunk_size=2_000)  # type: ignore[misc]


def _dump_sqlite(target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        # One file is easier to carry than three.
        copy.execute("PRAGMA journal_mode=DELETE")


def _load_sqlite(source: Path, file: Path) -> None:
    with closing(sqlite3.connect(source)) as copy:
        try:
            verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        if verdict != "ok":
            raise BackupError(file, f"its database is damaged: {verdict}", "use another backup")
        connections[DEFAULT_DB_ALIAS].close()
        place = Path(str(connection.settings_dict["NAME"]))
        place.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(place, timeout=BUSY_SECONDS)) as target:
            copy.backup(target)


def _dump_tables(folder: Path) -> dict[str, list[str]]:
    folder.mkdir()
    columns = {}
    with snapshot(), connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            columns[table] = _columns_of(cursor, table)
            with (
                (folder / table).open("wb") as out,
                cursor.copy(f"COPY {_listed(table, columns[table])} TO STDOUT") as rows,
            ):
                for chunk in rows:
                    out.write(chunk)
    return columns


def _load_tables(folder: Path, about: dict[str, Any], file: Path) -> None:
    if about["migrations"] != applied_migrations():
        reason = "its database has another shape than this version of Broadsheet makes"
        remedy = f"install Broadsheet {about['broadsheet']}, restore it there, then upgrade"
        raise BackupError(file, reason, remedy)
    tables = sorted(about["tables"])
    with transaction.atomic(), connection.cursor() as cursor:
        quoted = ", ".join(connection.ops.quote_name(table) for table in tables)
        cursor.execute(f"TRUNCATE {quoted}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            target = _listed(table, about["tables"][table])
            with cursor.copy(f"COPY {target} FROM STDIN") as rows:
                for chunk in _chunks(folder / table):
                    rows.write(chunk)
        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _columns_of(cursor: Any, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _listed(table: str, columns: Iterable[str]) -> str:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    return f"{connection.ops.quote_name(table)} ({names})"


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk
