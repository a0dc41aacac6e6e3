"""Measures how fast a moderator can work a queue by keyboard, in Chromium, against a real newsroom.

A demo newsroom is made and served with everything that belongs to it; its queue is filled; a
script presses the keys that decide (approve, reject under clauses of one and of two digits, hold,
undo and decide anew), the next as soon as the next comment has been painted. A wait runs from the
key to the frame that shows the comment after it.

    python -m bench.moderating [--comments 500] [--json FILE]
"""

import argparse
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from bench.reporting import Figure, add_json_option, limited, measured, report

BENCH: Final = "moderating"
MOST_WAIT_MS: Final = 100
COMMAND: Final = (sys.executable, "-m", "broadsheet.project.command_line")
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# One round: six approved, two rejected, one held, one undone and decided anew.
ROUND: Final = (("a",), ("a",), ("8",), ("a",), ("h",), ("a",), ("0", "1"), ("a",), ("a", "u", "7"),
                ("a",))  # fmt: skip
WAITING: Final = """
SELECT count(*) FROM comments_comment WHERE state = 'pending'
AND edition_id = (SELECT id FROM editions_edition WHERE code = 'en')
"""
WATCH: Final = """
window.waits = [];
window.shown = 0;
const current = () => document.querySelector(".desk-comment[aria-current]")?.dataset.id;
window.addEventListener("keydown", (event) => {
  const [from, before] = [event.timeStamp, current()];
  requestAnimationFrame(() => setTimeout(() => {
    if (current() !== before) window.waits.push(performance.now() - from);
    window.shown += 1;
  }));
}, true);
"""


@contextmanager
def a_newsroom() -> Iterator[tuple[Path, str]]:
    """Make and serve a demo; gives its folder and the newsroom's address."""
    with tempfile.TemporaryDirectory(prefix="moderating-") as folder, socket.socket() as probe:
        home = Path(folder) / "newsroom"
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {**os.environ, "BROADSHEET_HOME": str(home), "DATABASE_URL": ""}
        with (Path(folder) / "log").open("w") as log:
            served = subprocess.Popen(
                [*COMMAND, "demo", "--port", str(port)], env=env, stdout=log, stderr=log
            )
        try:
            address = f"http://localhost:{port + 1}"
            _wait_for(f"{address}/login/", served)
            yield home, address
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(timeout=60)


def _wait_for(address: str, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until and served.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (loopback)
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    message = f"The demo did not answer at {address} within ten minutes."
    raise TimeoutError(message)


def fill_queue(home: Path, number: int) -> None:
    """Let `number` comments wait in the English edition, no two alike."""
    env = {**os.environ, "BROADSHEET_HOME": str(home), "DATABASE_URL": ""}
    line = [sys.executable, "-m", "tests.browser.seed_comments", "en", str(number)]
    subprocess.run(line, env=env, check=True, stdout=subprocess.DEVNULL)


def waiting(home: Path) -> int:
    with closing(sqlite3.connect(f"file:{home / 'newsroom.sqlite3'}?mode=ro", uri=True)) as rows:
        return int(rows.execute(WAITING).fetchone()[0])


def enter(page: Page, home: Path, address: str) -> None:
    page.goto(address)
    page.fill("input[name=username]", "editor-en")
    page.fill("input[name=password]", json.loads((home / "demo.json").read_text())["password"])
    page.click("button[type=submit]")
    page.wait_for_url(f"{address}/")
    page.add_init_script(WATCH)
    page.goto(f"{address}/moderation/?edition=en")


def press(page: Page, key: str, pressed: int) -> None:
    """Press a key and go on when the frame after it stands."""
    page.keyboard.press(key)
    page.wait_for_function("number => window.shown >= number", arg=pressed, polling=1)


def work(page: Page) -> tuple[int, int]:
    """Decide until nothing is left; gives the decisions and the keys that it took."""
    decisions = keys = 0
    while page.locator(".desk-comment").count():
        for key in ROUND[decisions % len(ROUND)]:
            keys += 1
            press(page, key, keys)
        decisions += 1
    return decisions, keys


def measure(page: Page, home: Path, address: str) -> list[Figure]:
    enter(page, home, address)
    began = time.perf_counter()
    decisions, keys = work(page)
    decided = time.perf_counter() - began
    while waiting(home):
        time.sleep(0.05)
        if time.perf_counter() - began > 600:
            message = f"{waiting(home)} comments still wait though every one was decided."
            raise TimeoutError(message)
    saved = time.perf_counter() - began
    waits: Any = sorted(page.evaluate("window.waits"))
    return [
        measured(BENCH, "comments decided", decisions, "comments"),
        measured(BENCH, "actions per minute", decisions / decided * 60, "per minute"),
        measured(BENCH, "keys per minute", keys / decided * 60, "per minute"),
        measured(BENCH, "actions saved per minute", decisions / saved * 60, "per minute"),
        measured(BENCH, "median wait for the next comment", waits[len(waits) // 2], "ms"),
        limited(BENCH, "longest wait for the next comment", waits[-1], "ms", at_most=MOST_WAIT_MS),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--comments", type=int, default=500, help="how many wait (default: 500)")
    add_json_option(parser)
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        parser.error("no Chromium was found; install it, for example with apt install chromium")
    with a_newsroom() as (home, address), sync_playwright() as playwright:
        fill_queue(home, options.comments)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        figures = measure(browser.new_page(), home, address)
        browser.close()
    return report("Moderating by keyboard", figures, json_file=options.json)


if __name__ == "__main__":
    sys.exit(main())
