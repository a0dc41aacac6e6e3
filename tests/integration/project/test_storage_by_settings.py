"""A newsroom moves to a bucket by settings alone."""

import pytest
from typer.testing import CliRunner

from broadsheet.press.checking import check_site
from broadsheet.press.command_line import app as press
from broadsheet.press.wanting import want_everything
from broadsheet.press.writers.choosing import site_storage, site_writer
from broadsheet.press.writers.storage import StorageWriter
from broadsheet.project import checks
from broadsheet.project.commands.readers import readers
from broadsheet.project.environment import Environment
from broadsheet.project.errors import SiteInStorageError
from broadsheet.project.running import parts
from broadsheet.project.web_config.writing import configuration
from tests import storage
from tests.acceptance.law import files_on_disk, wanted_files
from tests.newsroom import a_live_story, an_edition, page_tree

pytestmark = pytest.mark.django_db(transaction=True)
VARIABLES = {
    "SITE_STORAGE": f"s3://{storage.BUCKET}/daily/",
    "AWS_ACCESS_KEY_ID": storage.KEY,
    "AWS_SECRET_ACCESS_KEY": storage.SECRET,
}


@pytest.fixture
def in_a_bucket(settings):
    def move(endpoint):
        environment = Environment.read_from(VARIABLES | {"STORAGE_ENDPOINT": endpoint})
        assert not environment.mistakes
        for name in (*VARIABLES, "STORAGE_ENDPOINT", "STORAGE_REGION", "STORAGE_CONDITIONAL"):
            setattr(settings, name, environment[name])
        settings.ENVIRONMENT = environment

    return move


def command(*arguments):
    return CliRunner().invoke(press, arguments, catch_exceptions=False)


@pytest.mark.skipif(not storage.RCLONE, reason=storage.MISSING)
def test_the_press_runs_and_checks_in_the_bucket_that_the_settings_name(in_a_bucket, tmp_path):
    page_tree()
    a_live_story(edition=an_edition(code="en", sections=["world"]))
    want_everything()
    with storage.s3_server(tmp_path) as endpoint:
        in_a_bucket(endpoint)
        ran, looked = command("run"), command("check")
        writer = site_writer()

        assert (ran.exit_code, looked.exit_code) == (0, 0), ran.output + looked.output
        assert isinstance(writer, StorageWriter)
        assert files_on_disk(writer) == wanted_files()
        assert list(check_site(writer)) == []
    assert list((tmp_path / storage.BUCKET / "daily" / "public" / "en").rglob("index.html"))
    assert not list((tmp_path / storage.BUCKET).rglob("*.gz"))


def test_what_serves_a_folder_says_that_the_site_stands_elsewhere(in_a_bucket, monkeypatch):
    in_a_bucket("http://127.0.0.1:1")
    monkeypatch.setenv("SITE_STORAGE", VARIABLES["SITE_STORAGE"])
    monkeypatch.delenv("BROADSHEET_SITE_DIR", raising=False)

    with pytest.raises(SiteInStorageError, match="stands in s3://papers/daily"):
        readers(port=storage.free_port(), host="127.0.0.1", workers=1)
    with pytest.raises(SiteInStorageError, match="web-config varnish"):
        configuration("nginx", web_port=8001)
    names = [part.name for part in parts("127.0.0.1", 8000, {}, readers=False)]
    assert names == ["web", "press", "clock", "tasks"]


def test_a_missing_client_is_found_before_the_press_needs_it(in_a_bucket, monkeypatch, settings):
    in_a_bucket("http://127.0.0.1:1")
    sound = {message.id for message in checks.check_settings()}
    monkeypatch.setattr("broadsheet.press.writers.storage.obstore", None)

    found = {message.id: message for message in checks.check_settings()}

    assert "project.E007" not in sound
    assert "make install-storage" in found["project.E007"].hint


@pytest.mark.parametrize("wrong", ["papers", "http://papers", "s3://key:secret@papers", "s3://"])
def test_a_bucket_that_cannot_be_read_is_a_mistake_that_shows_no_keys(settings, wrong):
    settings.ENVIRONMENT = Environment.read_from({"SITE_STORAGE": wrong})

    said = [message.msg for message in checks.check_settings() if message.id == "project.E001"]

    assert len(said) == 1
    assert "write it like s3://bucket/prefix" in said[0]
    assert "secret" not in said[0]


def test_the_secret_is_in_no_description_of_the_place(in_a_bucket):
    in_a_bucket("http://127.0.0.1:1")

    assert storage.SECRET not in repr(site_storage()) + str(site_storage().place)
