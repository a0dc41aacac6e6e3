"""Adds rows by the ten thousand: COPY on PostgreSQL, one prepared statement on SQLite.

Values come as the database wants them (`as_stored`), keys are taken ahead (`take_ids`), and no
signal is sent.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Max

Row = Sequence[Any]
PLAIN = (str, int, type(None))
"""What every column takes as it is, a JSON column excepted."""


def add_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert `rows`, their values in the order of `names`, which are attributes of the model."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_columns(model)[name]) for name in names)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (no value)
        cursor.executemany(statement, list(rows))


def add_missing(model: type[models.Model], name: str, values: Sequence[str]) -> None:
    """Insert a row for each of `values` that the unique column `name` lacks; else defaults."""
    quote = connection.ops.quote_name
    rest = {key: value for key, value in defaults_of(model).items() if key != name}
    columns = ", ".join(quote(_columns(model)[key]) for key in [name, *rest])
    table = quote(model._meta.db_table)
    marks = ", ".join(["%s"] * len(rest))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT wanted, {marks} "  # noqa: S608 (no value)
                "FROM unnest(%s::text[]) AS wanted ON CONFLICT DO NOTHING",
                [*rest.values(), list(values)],
            )
            return
        statement = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES (%s, {marks})"  # noqa: S608
        cursor.executemany(statement, [(value, *rest.values()) for value in values])


def take_ids(model: type[models.Model], number: int) -> range:
    """Keys that nobody else gets, in a row on SQLite; the caller's transaction must be open."""
    if connection.vendor == "postgresql":
        return _from_sequence(model, number)
    # An immediate write transaction keeps everybody else from adding rows.
    highest = model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0  # noqa: SLF001
    return range(highest + 1, highest + 1 + number)


def _from_sequence(model: type[models.Model], number: int) -> range:
    """A stretch of the column's sequence, taken under a lock that is held for a moment only."""
    table = model._meta.db_table
    key = model._meta.pk.column if model._meta.pk else "id"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{table}.{key}"])
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
        (sequence,) = cursor.fetchone()
        cursor.execute(
            "SELECT setval(%s, nextval(%s) + %s - 1)", [sequence, sequence, max(1, number)]
        )
        (last,) = cursor.fetchone()
    return range(last - max(1, number) + 1, last - max(1, number) + 1 + number)


def as_stored(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values as the columns hold them, by attribute name."""
    fields = _fields(model)
    return {
        name: value
        if isinstance(value, PLAIN) and not isinstance(fields[name], models.JSONField)
        else fields[name].get_db_prep_save(value, connection=connection)
        for name, value in values.items()
    }


def as_stamp(at: datetime) -> Any:
    """A time as every column of times holds it."""
    return connection.ops.adapt_datetimefield_value(at)


@cache
def defaults_of(model: type[models.Model]) -> dict[str, Any]:
    """What a new object has in each column but its key, as it is stored."""
    fresh = model()
    names = [name for name, field in _fields(model).items() if not field.primary_key]
    return as_stored(model, {name: getattr(fresh, name) for name in names})


@cache
def _fields(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    return {field.attname: field for field in model._meta.concrete_fields}


@cache
def _columns(model: type[models.Model]) -> dict[str, str]:
    return {name: str(field.column) for name, field in _fields(model).items()}
