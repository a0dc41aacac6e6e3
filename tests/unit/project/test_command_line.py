"""The list of commands is quick, and each sentence in it is the command's own."""

import subprocess
import sys
from importlib import import_module

import pytest
import typer
from typer.testing import CliRunner

from broadsheet.project.command_line import COMMANDS, main

HELP_WITHOUT_DJANGO = """
import sys
from typer.testing import CliRunner
from broadsheet.project.command_line import main
result = CliRunner().invoke(main, ["--help"])
print(result.exit_code, "restore" in result.output, "fill-demo" in result.output)
print([name for name in sys.modules if name.startswith(("wagtail", "broadsheet.project.commands"))])
"""

OWN = [name for name, entry in COMMANDS.items() if ".project.commands." in entry.module]


def test_help_imports_no_command_and_no_wagtail():
    done = subprocess.run(  # noqa: S603 - this test's own text.
        [sys.executable, "-c", HELP_WITHOUT_DJANGO], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == ["0 True False", "[]"]


@pytest.mark.parametrize("name", OWN)
def test_the_sentence_in_the_list_is_the_commands_own(name):
    entry = COMMANDS[name]

    app = getattr(import_module(entry.module), entry.app)

    assert typer.main.get_command(app).help.splitlines()[0] == entry.help


def test_an_unknown_command_is_refused():
    result = CliRunner().invoke(main, ["pres"])

    assert result.exit_code == 2
    assert "pres" in result.output


def test_a_command_that_needs_a_newsroom_says_that_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))

    result = CliRunner().invoke(main, ["backup", "file.tar.gz"])

    assert result.exit_code == 1
    assert f"There is no newsroom in {tmp_path}: make one with 'broadsheet init'" in result.output
    assert "Traceback" not in result.output
