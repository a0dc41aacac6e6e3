"""Each mistake in the settings is found, named and given a remedy."""

from pathlib import Path

import pytest

from broadsheet.project.checks import UNSET_KEY, check_settings, is_public
from broadsheet.project.environment import Environment


@pytest.fixture
def sound(settings, tmp_path):
    """Settings without a mistake."""
    settings.HOME = tmp_path
    settings.SITE_DIR = tmp_path / "site" / "public"
    settings.KEY_FILE = tmp_path / "secret-key"
    settings.SECRET_KEY = "a key"
    settings.DEBUG = False
    settings.SITE_URL = "https://news.example"
    settings.NEWSROOM_URL = "https://desk.news.example"
    settings.ENVIRONMENT = Environment.read_from({"MAIL_URL": "smtp://mail.example"})
    return settings


def found() -> dict[str, str]:
    return {message.id: f"{message.msg} {message.hint}" for message in check_settings()}


def test_sound_settings_give_no_findings(sound):
    assert found() == {}


@pytest.mark.parametrize(
    ("name", "value", "check", "said"),
    [
        ("SECRET_KEY", UNSET_KEY, "project.E003", "broadsheet init"),
        ("NEWSROOM_URL", "https://news.example", "project.E004", "port of its own"),
        ("LANGUAGE_CODE", "xx", "project.E006", "en, ar"),
        ("DEBUG", True, "project.W001", "Leave DEBUG out"),
        ("SITE_URL", "http://news.example", "project.W002", "certificate"),
        ("NEWSROOM_URL", "http://desk.example", "project.W003", "passwords"),
        ("ENVIRONMENT", Environment.read_from({}), "project.W004", "MAIL_URL"),
        ("ENVIRONMENT", Environment.read_from({"MAIL_URL": "pigeon:"}), "project.E001", "pigeon:"),
    ],
)
def test_a_mistake_is_found_with_its_remedy(sound, name, value, check, said):
    setattr(sound, name, value)

    assert said in found()[check]


def test_a_site_folder_behind_a_file_is_found(sound, tmp_path):
    (tmp_path / "site").write_text("in the way")

    assert str(tmp_path / "site") in found()["project.E002"]


def test_a_misspelt_setting_in_the_newsrooms_file_is_found(sound, tmp_path):
    (tmp_path / "environment").write_text("SIET_URL=https://news.example\n")

    assert "'SIET_URL'" in found()["project.E005"]


def test_a_key_that_others_can_read_is_found(sound):
    Path(sound.KEY_FILE).write_text("key")
    Path(sound.KEY_FILE).chmod(0o644)

    assert "chmod 600" in found()["project.W005"]


@pytest.mark.parametrize("url", ["http://localhost:8001", "http://127.0.0.1", "http://[::1]:8001"])
def test_an_address_of_this_machine_alone_is_not_public(url):
    assert not is_public(url)
