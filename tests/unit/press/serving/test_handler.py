"""The handler is built from the environment, and says what is missing in it."""

import subprocess
import sys

import pytest

from broadsheet.press.serving.errors import SettingUnreadableError, SiteFolderMissingError
from broadsheet.press.serving.handler import site_from


def test_folder_that_is_not_named_is_an_error_with_a_remedy():
    with pytest.raises(SiteFolderMissingError, match="is not set: set it to the newsroom's site"):
        site_from({})


def test_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SiteFolderMissingError, match=r"nowhere', which is no folder"):
        site_from({"BROADSHEET_SITE_DIR": str(tmp_path / "nowhere")})


@pytest.mark.parametrize("value", ["soon", "-1", "inf", "nan"])
def test_setting_that_is_no_number_is_named(tmp_path, value):
    environment = {"BROADSHEET_SITE_DIR": str(tmp_path), "BROADSHEET_SITE_CHECK_MS": value}

    with pytest.raises(SettingUnreadableError, match="BROADSHEET_SITE_CHECK_MS is"):
        site_from(environment)


def test_handler_needs_no_django():
    check = "import sys, broadsheet.press.serving.handler; print('django' in sys.modules)"

    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)  # noqa: S603

    assert out.stdout.strip() == "False"
