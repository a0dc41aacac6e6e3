"""A new user's first ten minutes: the demo as `make demo` starts it, in a real browser."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.browser.test_paper import CHROMIUM, FLAGS, RULES

COMMAND = [sys.executable, "-m", "broadsheet.project.command_line"]
OURS = ("DATABASE_URL", "SECRET_KEY", "SITE_URL", "NEWSROOM_URL", "DJANGO_SETTINGS_MODULE")
CARD = "main h2 a, main h3 a"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")


@dataclass(frozen=True)
class Demo:
    """A demo that is being served."""

    home: Path
    env: dict[str, str]
    site: str
    newsroom: str
    password: str


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


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 (loopback)
        return answer.read().decode()


def until(claim, what: str, seconds: float = 60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := claim():
            return answer
        time.sleep(0.1)
    pytest.fail(f"{what} did not come within {seconds:.0f} s")


@pytest.fixture(scope="module")
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


def answers(url: str) -> bool:
    try:
        fetch(f"{url}/")
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    page = context.new_page()
    page.complaints, page.asked = [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


def pages_of(demo, page, code):
    """The front, a section, and the story that leads the front."""
    page.goto(f"{demo.site}/{code}/")
    story = page.locator(CARD).first.evaluate("link => link.href")
    return [f"{demo.site}/{code}/", f"{demo.site}/{code}/world/", story]


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("width", [390, 1280])
def test_front_section_and_story_break_no_rule_of_wcag(demo, page, code, width):
    page.set_viewport_size({"width": width, "height": 900})

    found = {}
    for url in pages_of(demo, page, code):
        page.goto(url)
        violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        if violations:
            found[url] = [(rule["id"], rule["nodes"][0]["target"]) for rule in violations]

    assert found == {}


@pytest.mark.parametrize("code", ["en", "ar"])
def test_pages_ask_their_own_server_alone_and_complain_of_nothing(demo, page, code):
    for url in pages_of(demo, page, code):
        page.goto(url, wait_until="networkidle")

    assert [url for url in page.asked if not url.startswith(demo.site)] == []
    assert page.complaints == []
    assert page.locator("html").get_attribute("dir") == {"en": "ltr", "ar": "rtl"}[code]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_headline_changed_in_the_newsroom_changes_wherever_readers_see_it(demo, page, code):
    headline = {"en": "The ferries run again, and on time", "ar": "العبّارات تعود في موعدها"}[code]
    front, section, story = pages_of(demo, page, code)
    told = page.locator(CARD).first.inner_text()
    page.goto(demo.newsroom)
    page.fill("input[name=username]", f"editor-{code}")
    page.fill("input[name=password]", demo.password)
    page.click("button[type=submit]")
    page.goto(f"{demo.newsroom}/stories/")

    page.get_by_role("link", name=told).first.click()
    page.fill("[name=headline]", headline)
    page.click("[name=action-publish]")
    page.wait_for_load_state()

    for url in (story, front, section, f"{front}feed.xml"):
        until(lambda url=url: headline in fetch(url), f"the headline in {url}", 20)
    assert told not in fetch(story)


def test_agency_files_are_live_where_the_command_says(demo):
    samples = Path(__file__).parents[2] / "broadsheet" / "wire" / "samples"
    files = sorted(str(path) for path in samples.rglob("*") if path.parent != samples)
    line = [*COMMAND, "wire", "take", *files, "--publish", "--json"]

    done = subprocess.run(  # noqa: S603
        line, env=demo.env, capture_output=True, text=True, check=False, timeout=120
    )

    rows = [json.loads(row) for row in done.stdout.splitlines()]
    live = [row for row in rows if row["published"]]
    assert len(live) >= 2, done.stdout + done.stderr
    for row in live:
        assert re.search(r"/\d{4}/\d\d/", row["address"])
        assert "<h1" in fetch(row["address"])
        assert row["seconds"] > 0


def test_the_press_finds_the_site_to_be_what_the_database_wants(demo):
    checked = subprocess.run(  # noqa: S603
        [*COMMAND, "press", "check"],
        env=demo.env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert checked.returncode == 0, checked.stdout
