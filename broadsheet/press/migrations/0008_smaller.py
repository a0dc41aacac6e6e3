"""A ledger with less to say of pages that are as they should be, and readings kept once on SQLite.

A table of SQLite with a primary key of two columns keeps every row twice, in the order of its
coming and by its key, unless it is made without that first order. Its columns stand in the order of
the key: the quick check of SQLite 3.40 takes any other order for damage.
"""

from django.db import migrations, models

COLUMN = '"{0}_id" integer NOT NULL REFERENCES "press_{0}" ("id") DEFERRABLE INITIALLY DEFERRED'
TABLE = f"""CREATE TABLE press_reading (
    {COLUMN.format("tag")}, {COLUMN.format("output")}, PRIMARY KEY ("tag_id", "output_id")
)"""
INDEXES = """SELECT sql FROM sqlite_master
    WHERE tbl_name = 'press_reading' AND sql LIKE 'CREATE INDEX%'"""
COPY = """INSERT INTO press_reading (tag_id, output_id)
    SELECT tag_id, output_id FROM press_reading_former ORDER BY tag_id, output_id"""


def forget_due_times(apps, _schema_editor):
    apps.get_model("press", "Output").objects.filter(attempts=0).update(due_at=None)


def keep_rows_once(_apps, schema_editor):
    _remake_readings(schema_editor, f"{TABLE} WITHOUT ROWID")


def keep_rows_twice(_apps, schema_editor):
    _remake_readings(schema_editor, TABLE)


def _remake_readings(schema_editor, table):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        indexes = cursor.execute(INDEXES).fetchall()
        cursor.execute("ALTER TABLE press_reading RENAME TO press_reading_former")
        cursor.execute(table)
        cursor.execute(COPY)
        cursor.execute("DROP TABLE press_reading_former")
        for (index,) in indexes:
            cursor.execute(index)


class Migration(migrations.Migration):

    dependencies = [
        ("press", "0007_history"),
    ]

    operations = [
        migrations.AlterField(
            model_name="output",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(forget_due_times, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(keep_rows_once, keep_rows_twice),
    ]
