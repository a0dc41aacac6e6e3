"""A reader comments in a real browser: both directions, phone and desktop, scripts on and off."""

import re
from urllib.parse import parse_qs

import pytest

from tests.browser.driving import faults, until
from tests.browser.reading import letter_to, story_of, write

WAITS = {"en": "It waits for a moderator.", "ar": "ينتظر مشرفًا."}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("code", ["en", "ar"])
def test_with_scripts_a_comment_is_posted(demo, page, code, width):
    page.set_viewport_size({"width": width, "height": 900})
    story_of(demo, page, code)
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
    assert page.locator(".comment img").count() == 0
    assert page.context.cookies() == []
    assert page.complaints == []


@pytest.mark.parametrize("code", ["en", "ar"])
def test_without_scripts_a_question_and_the_mailbox_do(demo, browser, code):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
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


def test_faults_are_shown_in_place_and_nothing_is_lost(demo, page):
    story_of(demo, page, "en")
    page.evaluate("document.querySelector('form.comment-form').noValidate = true")
    write(page, "Still here", "no address")

    page.click(".send")
    page.locator("#c-mail-fault").wait_for()

    assert page.locator("#c-mail").evaluate("field => field === document.activeElement")
    assert page.input_value("#c-text") == "Still here"
    assert faults(page) == []


def test_check_that_a_flood_made_too_cheap_is_passed_again_by_itself(demo, page):
    story_of(demo, page, "en")
    sent = []

    def first_refused(route):
        sent.append(route.request.post_data)
        if len(sent) == 1:
            told = {"message": "Once more.", "faults": {}, "renew": True, "again": True}
            route.fulfill(status=422, json=told)
        else:
            route.fallback()

    page.route("**/comments/on/en/*/", first_refused)
    write(page, "Before the flood", "flood@readers.example")
    page.click(".comment-form .send")
    page.wait_for_url("**/comments/receipt/**")

    proofs = [parse_qs(body)["proof"][0] for body in sent]
    assert len(set(proofs)) == 2
    assert WAITS["en"] in page.inner_text(".state")
