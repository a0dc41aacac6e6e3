"""A smaller ledger: readings without a number of their own, tags in bundles, paths by a number."""

import hashlib

import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 2_000


def number_paths(apps, schema_editor):
    output = apps.get_model("press", "Output")
    rows = output.objects.exclude(path="").only("path").order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        for row in chunk:
            digest = hashlib.blake2b(row.path.encode(), digest_size=4).digest()
            row.path_hash = int.from_bytes(digest, signed=True)
        output.objects.bulk_update(chunk, ["path_hash"], batch_size=200)
        last = chunk[-1].pk


COPY = (
    "INSERT INTO press_read (tag_id, output_id) "
    "SELECT tag_id, output_id FROM press_reading ORDER BY tag_id, output_id"
)
CASCADE = django.db.models.deletion.CASCADE


class Migration(migrations.Migration):

    dependencies = [
        ("press", "0005_overtaken"),
    ]

    operations = [
        migrations.AlterField(
            model_name="tag",
            name="id",
            field=models.AutoField(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="output",
            name="id",
            field=models.AutoField(primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="tag",
            name="name",
            field=models.CharField(max_length=200),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("name",), name="tag_once"),
        ),
        migrations.CreateModel(
            name="Bundled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bundle", models.ForeignKey(db_index=False, on_delete=CASCADE, related_name="+", to="press.tag")),
                ("member", models.ForeignKey(on_delete=CASCADE, related_name="+", to="press.tag")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("bundle", "member"), name="bundled_once"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="output",
            name="key",
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name="output",
            name="path",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="output",
            name="path_hash",
            field=models.IntegerField(default=0),
        ),
        migrations.RunPython(number_paths, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="output",
            index=models.Index(fields=["path_hash"], name="output_by_path"),
        ),
        migrations.AddConstraint(
            model_name="output",
            constraint=models.UniqueConstraint(fields=("key",), name="output_once"),
        ),
        migrations.CreateModel(
            name="Read",
            fields=[
                ("pk", models.CompositePrimaryKey("tag_id", "output_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("output", models.ForeignKey(on_delete=CASCADE, related_name="+", to="press.output")),
                ("tag", models.ForeignKey(db_index=False, on_delete=CASCADE, related_name="+", to="press.tag")),
            ],
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop, elidable=True),
        migrations.DeleteModel(name="Reading"),
        migrations.RenameModel(old_name="Read", new_name="Reading"),
        migrations.AlterField(
            model_name="reading",
            name="output",
            field=models.ForeignKey(on_delete=CASCADE, related_name="readings", to="press.output"),
        ),
        migrations.AlterField(
            model_name="reading",
            name="tag",
            field=models.ForeignKey(db_index=False, on_delete=CASCADE, related_name="readings", to="press.tag"),
        ),
    ]
