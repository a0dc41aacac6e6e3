"""Runs the command line as its users do, in a newsroom of the test's own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "broadsheet.project.command_line"]
SETTINGS = ("DATABASE_URL", "SITE_URL", "NEWSROOM_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
INIT = ("init", "--edition", "The Harbour Post", "--email", "editor@news.example",
        "--password", "lantern-quay-77", "--sections", "World, Sport")  # fmt: skip
Run = Callable[..., subprocess.CompletedProcess[str]]


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a newsroom in `home`, on SQLite."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return {**kept, "BROADSHEET_HOME": str(home), "COLUMNS": "200"}


def run_command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - this project's own command line.
        [*COMMAND, *arguments],
        env=surroundings(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture
def run() -> Run:
    """`run(home, "press", "check")`: one command to its end."""
    return run_command


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom that `init` made, to be copied and left as it is."""
    home = tmp_path_factory.mktemp("founded") / "newsroom"
    done = run_command(home, *INIT)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def newsroom(founded: Path, tmp_path: Path) -> Path:
    """A newsroom of the test's own, fresh from `init`."""
    return Path(shutil.copytree(founded, tmp_path / "newsroom"))
