"""The database goes into a backup and comes back with the same rows and numbers."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection

from broadsheet.editions.models import Edition
from broadsheet.project import tables
from broadsheet.project.errors import BackupError
from broadsheet.stories.models import Story
from tests.newsroom import a_live_story, an_edition, page_tree

pytestmark = pytest.mark.django_db(transaction=True)
ON_POSTGRESQL = connection.vendor == "postgresql"
FILE = Path("saved.tar.gz")


@pytest.mark.skipif(not ON_POSTGRESQL, reason="the command line's tests do this on SQLite")
def test_rows_come_back_with_their_numbers_and_new_ones_get_fresh_numbers(tmp_path):
    page_tree()
    kept = a_live_story(edition=an_edition(sections=["world"]))
    about = tables.dump(tmp_path)
    later = an_edition()

    tables.load(tmp_path, about, file=FILE)

    assert list(Story.objects.values_list("pk", "headline")) == [(kept.pk, kept.headline)]
    assert not Edition.objects.filter(code=later.code).exists()
    assert an_edition().pk > kept.home_edition_id


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite takes any earlier shape and migrates it")
def test_a_dump_of_another_shape_is_refused(tmp_path):
    about = {**tables.dump(tmp_path), "migrations": [["stories", "0001"]], "broadsheet": "9.9"}

    with pytest.raises(BackupError, match=r"install Broadsheet 9\.9"):
        tables.load(tmp_path, about, file=FILE)


def test_a_dump_of_another_kind_of_database_is_refused(tmp_path):
    about = {"engine": "oracle", "migrations": []}

    with pytest.raises(BackupError, match="set DATABASE_URL to a database of that kind"):
        tables.load(tmp_path, about, file=FILE)


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL has no such tables")
def test_readings_of_the_press_are_kept_by_their_key_alone():
    with (
        connection.cursor() as cursor,
        pytest.raises(OperationalError, match="no such column: rowid"),
    ):
        cursor.execute("SELECT rowid FROM press_reading")
