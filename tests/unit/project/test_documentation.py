"""A setting, a command or a check that nobody wrote down is a fault."""

import re
from pathlib import Path

import pytest
import typer

from broadsheet.press.command_line import app as press
from broadsheet.project import checks
from broadsheet.project.command_line import COMMANDS
from broadsheet.project.environment import SETTINGS

DOCS = Path(__file__).parents[3] / "docs"
SHOWN = [name for name, entry in COMMANDS.items() if not entry.hidden]


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_every_setting_is_documented(name):
    assert f"| `{name}` |" in (DOCS / "settings.md").read_text()


@pytest.mark.parametrize("name", SHOWN)
def test_every_command_is_documented(name):
    assert f"`broadsheet {name}" in (DOCS / "quickstart.md").read_text()


@pytest.mark.parametrize("name", list(typer.main.get_command(press).commands))
def test_every_command_of_the_press_is_documented(name):
    assert f"`broadsheet press {name}`" in (DOCS / "quickstart.md").read_text()


def test_every_check_of_the_settings_is_documented():
    in_code = set(re.findall(r'id="(project\.[EW]\d+)"', Path(checks.__file__).read_text()))

    documented = set(re.findall(r"`(project\.[EW]\d+)`", (DOCS / "settings.md").read_text()))

    assert in_code == documented


def test_no_setting_is_documented_that_does_not_exist():
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (DOCS / "settings.md").read_text(), re.MULTILINE)

    known = {setting.name for setting in SETTINGS}
    assert {
        name for name in documented if not name.startswith(("BROADSHEET_SITE_", "BROADSHEET_LIVE_"))
    } == known
