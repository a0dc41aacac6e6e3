"""What readers do in a browser: open a story, write under it, open their mail."""

import re

from tests.browser.driving import until


def story_of(demo, page, code):
    """Open the story that leads the front, and give its address."""
    page.goto(f"{demo.site}/{code}/")
    url = page.locator("main h2 a, main h3 a").first.evaluate("link => link.href")
    page.goto(url)
    return url


def write(page, text, mail):
    for name, value in (("name", "Walker"), ("mail", mail), ("title", "On time"), ("text", text)):
        page.fill(f"#c-{name}", value)
    page.check("#c-agree")


def agree_and_send(page, *, has_scripts):
    """Send what was written: with the proof of work, or with the answer to the question."""
    if has_scripts:
        done = page.get_attribute("form[data-done]", "data-done")
        until(lambda: page.inner_text("[data-status]") == done, "the proof of work")
        page.click(".comment-form .send")
        page.wait_for_url("**/comments/receipt/**")
    else:
        page.click(".comment-form .send")
        numbers = re.findall(r"\d+", page.inner_text("[for=c-answer]"))
        page.fill("#c-answer", str(sum(map(int, numbers))))
        page.click(".comment-form .send")


def letter_to(demo, mailbox):
    """The latest letter to somebody, or nothing yet."""
    texts = [file.read_text() for file in (demo.home / "mail").glob("*")]
    found = [part for text in texts for part in text.split("-" * 79) if f"To: {mailbox}" in part]
    return found[-1] if found else ""
