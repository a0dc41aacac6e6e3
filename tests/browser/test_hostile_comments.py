"""No line of the evasions runs wherever a comment is shown: pages, receipts, data, author's screen."""

import json
import re
from itertools import count
from urllib.error import HTTPError

import pytest

from tests.browser.driving import fetch, until
from tests.browser.reading import story_of
from tests.browser.test_evasions import WATCH

RECEIPTS = 12
TOUCH = """() => {
  for (const one of document.querySelectorAll("main *"))
    for (const kind of ["mouseover", "pointerover", "focus", "toggle", "error"])
      one.dispatchEvent(new Event(kind, {bubbles: kind !== "error"}));
  const said = ".said *, .comment h2 *, .comment h3 *, .who *, .desk-said *, td bdi *";
  return [...document.querySelectorAll(said)].map((one) => one.localName)
    .filter((name) => !["p", "br", "a", "mark"].includes(name));
}"""


@pytest.fixture(scope="module")
def hostile(demo, browser, seed):
    """Every line of the evasions stands under the story that leads the front; its address."""
    page = browser.new_page()
    url = story_of(demo, page, "en")
    page.close()
    ids = seed("en", 200, "--hostile")
    receipts = seed("approve", *ids)
    until(lambda: set(ids) <= shown_on(pages_of(url)), "the comments")
    return url, ids, receipts


def pages_of(url):
    """The numbered pages of the story's comments, as far as there are any."""
    found = []
    for page in count(1):
        try:
            found.append((f"{url}comments/{page}/", fetch(f"{url}comments/{page}/")))
        except HTTPError:
            return found
    return found


def shown_on(pages):
    return {pk for _url, body in pages for pk in re.findall(r'id="comment-([0-9a-z]+)"', body)}


@pytest.fixture
def watched(page):
    page.said = []
    page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.dismiss()))
    return page


def nothing_ran(page, *own):
    assert page.evaluate("window.ran || []") == []
    assert page.said == []
    assert [url for url in page.asked if not url.startswith(own)] == []


def test_nothing_runs_on_the_pages_of_comments(demo, watched, hostile):
    url, _ids, _receipts = hostile
    numbered = [address for address, _body in pages_of(url)]
    for address in (url, *numbered, f"{url}comments/recommended/"):
        watched.goto(address)

        assert watched.evaluate(TOUCH) == [], address
        nothing_ran(watched, demo.site)


def test_nothing_runs_on_receipts_and_in_their_data(demo, watched, hostile):
    _url, _ids, receipts = hostile
    for path in receipts[:: max(1, len(receipts) // RECEIPTS)]:
        watched.goto(demo.site + path)

        assert watched.evaluate(TOUCH) == [], path
        nothing_ran(watched, demo.site)
    with watched.expect_download() as saved:
        watched.click("a[download]")
    assert json.loads(saved.value.path().read_text())["text"]


def test_nothing_runs_on_the_screens_of_one_comment_and_its_author(demo, watched, hostile):
    _url, ids, _receipts = hostile
    demo.enter(watched, "editor-en")
    watched.asked.clear()
    for path in (f"comment/{ids[0]}/", f"comment/{ids[-1]}/", f"comment/{ids[1]}/author/"):
        watched.goto(f"{demo.newsroom}/moderation/{path}")

        assert watched.evaluate(TOUCH) == [], path
        nothing_ran(watched, demo.newsroom)
