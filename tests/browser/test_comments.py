"""A reader comments in a real browser: both directions, phone and desktop, scripts on and off."""

import json
import re
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_demo import COMMAND, browser, demo, fetch, page, until  # noqa: F401
from tests.browser.test_paper import CHROMIUM, RULES

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
WAITS = {"en": "It waits for a moderator.", "ar": "ينتظر مشرفًا."}


def story_of(demo, page, code):  # noqa: F811
    page.goto(f"{demo.site}/{code}/")
    url = page.locator("main h2 a, main h3 a").first.evaluate("link => link.href")
    page.goto(url)
    return url


def write(page, text, mail):  # noqa: F811
    for name, value in (("name", "Walker"), ("mail", mail), ("title", "On time"), ("text", text)):
        page.fill(f"#c-{name}", value)
    page.check("#c-agree")


def faults(page):  # noqa: F811
    violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(rule["id"], rule["nodes"][0]["target"]) for rule in violations]


def comments(demo, *arguments):  # noqa: F811
    done = subprocess.run(  # noqa: S603
        [*COMMAND, "comments", *arguments], env=demo.env, capture_output=True, text=True, check=True
    )
    return done.stdout


def id_of(demo, text):  # noqa: F811
    rows = json.loads(comments(demo, "list", "--json"))
    return next(row["id"] for row in rows if row["text"] == text)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("code", ["en", "ar"])
def test_with_scripts_a_comment_is_posted_judged_and_appears(demo, page, code, width):  # noqa: F811
    page.set_viewport_size({"width": width, "height": 900})
    url = story_of(demo, page, code)
    assert faults(page) == []
    assert [asked for asked in page.asked if "/comments." in asked or "/proof." in asked] == []
    text = f"{code} {width} <img src=x onerror=alert(1)>"

    write(page, text, f"{code}{width}@readers.example")
    done = page.get_attribute("form[data-done]", "data-done")
    until(lambda: page.inner_text("[data-status]") == done, "the proof of work")
    assert page.inner_text("[data-count]") != ""
    assert faults(page) == []
    page.click(".send")
    page.wait_for_url("**/comments/receipt/**")

    assert WAITS[code] in page.inner_text(".state")
    assert faults(page) == []
    comments(demo, "approve", id_of(demo, text))
    until(lambda: f"{code} {width} &lt;img" in fetch(url), "the comment")
    page.goto(url)
    assert page.locator("#comments img").count() == 0
    assert page.context.cookies() == []
    assert page.complaints == []


@pytest.mark.parametrize("code", ["en", "ar"])
def test_without_scripts_a_question_and_the_mailbox_do(demo, browser, code):  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()  # noqa: F811
    story_of(demo, page, code)

    write(page, f"{code} without scripts", f"off-{code}@readers.example")
    page.click(".send")
    numbers = [int(number) for number in re.findall(r"\d+", page.inner_text("[for=c-answer]"))]
    page.fill("#c-answer", str(sum(numbers)))
    page.click(".send")
    assert "/comments/receipt/" in page.url
    letter = until(lambda: letter_to(demo, f"off-{code}@"), "the letter")
    page.goto(re.search(r"http\S+/comments/mail/\S+", letter)[0])
    page.click("button[value=mine]")

    assert WAITS[code] in page.inner_text(".state")
    context.close()


def letter_to(demo, mailbox):  # noqa: F811
    texts = [file.read_text() for file in (demo.home / "mail").glob("*")]
    found = [part for text in texts for part in text.split("-" * 79) if f"To: {mailbox}" in part]
    return found[-1] if found else ""


def test_faults_are_shown_in_place_and_nothing_is_lost(demo, page):  # noqa: F811
    story_of(demo, page, "en")
    page.evaluate("document.querySelector('form.comment-form').noValidate = true")
    write(page, "Still here", "no address")

    page.click(".send")
    page.locator("#c-mail-fault").wait_for()

    assert page.locator("#c-mail").evaluate("field => field === document.activeElement")
    assert page.input_value("#c-text") == "Still here"
    assert faults(page) == []
