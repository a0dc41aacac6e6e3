"""One Chromium and one demo, as `make demo` starts it, for all tests of a process."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.driving import CHROMIUM, COMMAND, FLAGS, Demo, fetch, until

HERE = Path(__file__).parent
OURS = ("DATABASE_URL", "SECRET_KEY", "SITE_URL", "NEWSROOM_URL", "DJANGO_SETTINGS_MODULE")


def pytest_collection_modifyitems(items):
    for item in items:
        if CHROMIUM is None and item.path.parent == HERE:
            item.add_marker(pytest.mark.skip(reason="needs Chromium"))


def free_ports() -> int:
    """A port that is free, as the next one is."""
    for _attempt in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    pytest.fail("no two neighbouring ports are free")


def answers(url: str) -> bool:
    try:
        fetch(f"{url}/")
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo") / "newsroom"
    port = free_ports()
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    env = {**kept, "BROADSHEET_HOME": str(home)}
    log = home.parent / "log"
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603
            [*COMMAND, "demo", "--port", str(port)], env=env, stdout=output, stderr=output
        )
    try:
        until(lambda: "Ctrl-C stops it" in log.read_text() or process.poll(), "the demo", 240)
        assert process.poll() is None, log.read_text()
        password = json.loads((home / "demo.json").read_text())["password"]
        site, newsroom = (f"http://localhost:{number}" for number in (port, port + 1))
        until(lambda: answers(newsroom) and answers(site), "an answer")
        yield Demo(home, env, site, newsroom, password)
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(timeout=30)
    assert status == 0, log.read_text()
    assert not answers(site)


@pytest.fixture(scope="session")
def seed(demo):
    """`seed("ar", 8)` adds so many comments to an edition's queue and gives their ids."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.seed_comments"],
        env=demo.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def ask(*order):
        process.stdin.write(" ".join(map(str, order)) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield ask
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    process.stdout.close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page that keeps what it complained of and what it asked for."""
    context = browser.new_context()
    page = context.new_page()
    page.complaints, page.asked = [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()
