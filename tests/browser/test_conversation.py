"""A whole conversation, as readers and moderators have it: in both languages, scripts on and off.

Posted, held, approved, on the page, answered, reported, rejected under a clause, appealed against,
overturned, and erased.
"""

import re
from dataclasses import dataclass

import pytest

from tests.browser.driving import faults, fetch, until
from tests.browser.reading import agree_and_send, letter_to, story_of, write

CARD = ".desk-comment"


@dataclass
class Talk:
    """Who takes part, and where."""

    demo: object
    code: str
    has_scripts: bool
    context: object

    def reader(self):
        return self.context.new_page()

    def moderator(self, user):
        page = self.context.browser.new_context(java_script_enabled=self.has_scripts).new_page()
        self.demo.enter(page, f"{user}-{self.code}")
        return page

    def room(self, page, path=""):
        page.goto(f"{self.demo.newsroom}/moderation/{path}?edition={self.code}")
        return page

    def post(self, page, text, mail):
        """Write in the form at hand and send it; gives the address of the receipt."""
        write(page, text, mail)
        agree_and_send(page, has_scripts=self.has_scripts)
        if not self.has_scripts:
            letter = until(lambda: letter_to(self.demo, mail), "the letter")
            page.goto(re.search(r"http\S+/comments/mail/\S+", letter)[0])
            page.click("button[value=mine]")
        assert "/comments/receipt/" in page.url
        return page.url


@pytest.fixture(params=["en", "ar"])
def code(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def talk(request, demo, browser, code):
    context = browser.new_context(java_script_enabled=request.param)
    yield Talk(demo, code, request.param, context)
    for one in browser.contexts:
        one.close()


def decide(talk, page, text, key):
    """Judge the comment with that text in the queue: by keyboard, or by the forms."""
    card = talk.room(page).locator(CARD, has_text=text)
    pk = card.get_attribute("data-id")
    if talk.has_scripts:
        card.focus()
        page.keyboard.press(key)
        wanted = {"h": "held", "8": "rejected"}[key]
        until(lambda: talk.demo.states()[pk] == wanted, "the decision")
    elif key == "h":
        card.locator("button[value^=hold]").click()
    else:
        card.locator("summary.button").click()
        page.click(f"button[value='reject {pk} {key}']")
    return pk


def report(talk, page, url, pk):
    page.goto(url)
    page.locator(f"#comment-{pk} .acts a[href*=report]").click()
    page.check("#r-spam")
    page.fill("#r-explanation", "Twice under this story.")
    page.check("#r-faith")
    numbers = re.findall(r"\d+", page.inner_text("[for=r-answer]"))
    page.fill("#r-answer", str(sum(map(int, numbers))))
    page.click(".send")
    assert page.locator("#r-answer").count() == 0, page.inner_text("main")


def test_a_comment_and_its_reply_from_first_to_last(talk, code):
    first, second = f"{code} {talk.has_scripts} opens", f"{code} {talk.has_scripts} answers"
    reader, other = talk.reader(), talk.reader()
    url = story_of(talk.demo, reader, code)
    editor = talk.moderator("editor")

    receipt = talk.post(reader, first, f"first-{talk.has_scripts}-{code}@readers.example")
    pk = decide(talk, editor, first, "h")
    held = talk.room(editor, "held/").locator(CARD, has_text=first)
    held.locator("button[value^=approve]").click()
    until(lambda: first in fetch(url), "the comment")

    other.goto(url)
    other.locator(f"#comment-{pk} .acts a").first.click()
    answer = talk.post(other, second, f"second-{talk.has_scripts}-{code}@readers.example")
    report(talk, other, url, pk)
    reported = talk.room(editor, "reports/").locator(CARD, has_text=first)
    assert "Twice under this story." in reported.text_content()
    reported.locator("button[value=dismissed]").click()
    decide(talk, editor, second, "8")

    other.goto(answer)
    assert re.search(r"\b[8٨]\b", other.inner_text(".verdict"))
    assert not talk.has_scripts or faults(other) == []
    other.fill("#c-appeal", "It is about the story.")
    other.click("form[action$=appeal] .send")
    own = talk.room(editor, "appeals/")
    assert own.locator(CARD, has_text=second).count() == 0
    chief = talk.moderator("chief")
    talk.room(chief, "appeals/").locator(CARD, has_text=second).locator(
        "button[value=upheld]"
    ).click()
    until(lambda: second in fetch(url), "the reply")

    reader.goto(receipt)
    reader.locator("details", has=reader.locator("form[action$=delete]")).locator("summary").click()
    reader.click("form[action$=delete] .send")
    until(lambda: first not in fetch(url), "the erasure")
    assert reader.goto(receipt).status in (200, 404, 410)
    assert first not in reader.inner_text("main")
