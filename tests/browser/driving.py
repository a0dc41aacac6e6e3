"""What every test in a browser uses: Chromium and its flags, the rules of axe, a demo's addresses."""

import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

COMMAND = [sys.executable, "-m", "broadsheet.project.command_line"]
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Demo:
    """A demo that is being served."""

    home: Path
    env: dict[str, str]
    site: str
    newsroom: str
    password: str

    def run(self, *line: str) -> str:
        """Run `broadsheet LINE` there and give what it printed; a failure fails the test."""
        done = subprocess.run(  # noqa: S603
            [*COMMAND, *line],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"broadsheet {' '.join(line)}: {done.stdout}{done.stderr}")
        return done.stdout

    def states(self) -> dict[str, str]:
        """Each comment's state, read past the newsroom, which would take longer to start."""
        file = f"file:{self.home / 'newsroom.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(file, uri=True)) as rows:
            return dict(rows.execute("SELECT id, state FROM comments_comment"))

    def enter(self, page, user: str) -> None:
        """Log in to the newsroom."""
        page.goto(self.newsroom)
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", self.password)
        page.click("button[type=submit]")
        page.wait_for_url(f"{self.newsroom}/")


def faults(page, rules=None):
    """Each rule that the page breaks, the first place that breaks it, why, and what else is there."""
    report = Axe().run(page, options={"runOnly": rules or RULES})
    return [(rule["id"], *_told(rule["nodes"][0])) for rule in report.response["violations"]]


def _told(node):
    related = [other["target"] for check in node["any"] for other in check["relatedNodes"]]
    return node["target"], node["failureSummary"], related


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 (loopback)
        return answer.read().decode()


def until(claim, what: str, seconds: float = 60):
    """Wait until the claim is true and give its answer; it fails the test after that many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := claim():
            return answer
        time.sleep(0.1)
    pytest.fail(f"{what} did not come within {seconds:.0f} s")
