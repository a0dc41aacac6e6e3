"""The project speaks newsroom words, and of itself alone."""

import re
import subprocess
from pathlib import Path

from broadsheet.editions.models import Role
from broadsheet.press.models import Lane

GLOSSARY = Path("docs/glossary.md").read_text("utf-8").lower()
# Spelt in pieces, so that this file does not hold what it looks for.
HOSTS = "|".join(("py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.", "deb" + r"\.debian"))
FOLDERS = r"(^|[\s\"'=(])/(root|home|work)/"
ENDINGS = {".py", ".md", ".toml", ".txt", ".in", ".html", ".css", ".js", ".json", ".po", ""}


def tracked_files():
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)  # noqa: S607
    paths = (Path(line) for line in listed.stdout.splitlines())
    return [path for path in paths if path.is_file() and path.suffix in ENDINGS]


def test_glossary_explains_every_role_and_lane():
    words = [str(role.value) for role in Role] + [lane.label for lane in Lane]

    assert [word for word in words if word not in GLOSSARY] == []


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    wrong = re.compile(f"{HOSTS}|{FOLDERS}", re.MULTILINE)

    found = [
        str(path) for path in tracked_files() if wrong.search(path.read_text("utf-8", "ignore"))
    ]

    assert found == []
