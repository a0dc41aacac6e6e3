"""No line of the evasions runs wherever a comment is shown: pages, receipts, data, the newsroom."""

import json
import re
from itertools import count
from urllib.error import HTTPError

import pytest

from tests.browser.driving import fetch, until
from tests.browser.test_evasions import WATCH
from tests.security.evasions import lines

RECEIPTS = 12
# Touch everything as a reader would, open what is folded, then tell what the browser's own parser
# made of it: of what readers wrote, and of whatever on the page would run or lead to a script.
TOUCH = """() => {
  const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
  for (const kind of ["click", "submit"]) document.addEventListener(kind, stop, true);
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const touches = ["mouseover", "mouseenter", "pointerover", "focus", "toggle", "click", "error"];
  for (const one of document.querySelectorAll("main *"))
    for (const kind of touches)
      one.dispatchEvent(new Event(kind, {bubbles: kind !== "error", cancelable: true}));
  const odd = [];
  const said = ".said *, .comment :is(h2, h3) *, .who *, .verdict blockquote *, .desk-said *, bdi *";
  for (const one of document.querySelectorAll(said)) {
    if (!["p", "br", "a", "mark"].includes(one.localName)) odd.push(one.localName);
    for (const {name} of one.attributes)
      if (!["dir", "href", "rel", "lang", "class", "aria-label"].includes(name)) odd.push(`${one.localName} ${name}`);
  }
  for (const one of document.querySelectorAll("body *")) {
    for (const {name} of one.attributes)
      if (name.startsWith("on") || name === "srcdoc") odd.push(`${one.localName} ${name}`);
    for (const place of [one.href, one.action, one.src, one.formAction])
      if (typeof place === "string" && /^(?:javascript|vbscript|data):/i.test(place)) odd.push(place);
  }
  return odd.slice(0, 20);
}"""


@pytest.fixture(scope="module")
def hostile(demo, seed):
    """Every line of the evasions stands under the newest story: address, ids and receipts."""
    (path,) = seed("story", "en")
    url = demo.site + path
    ids = seed("en", 200, "--hostile")
    receipts = seed("approve", *ids)
    until(lambda: set(ids) <= shown_on(pages_of(url)), "the comments")
    return url, ids, receipts


@pytest.fixture(scope="module")
def disputed(hostile, seed):
    """Four of them are reported, appealed against, revised and credited; ids and receipts."""
    _url, ids, _receipts = hostile
    return ids[2:6], seed("dispute", *ids[2:6])


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


def holds(page, address, *own):
    """Open an address, touch everything there, and find that nothing ran, loaded or was odd."""
    page.goto(address)
    found_nothing(page, address, *own)


def found_nothing(page, address, *own):
    assert page.evaluate(TOUCH) == [], address
    assert page.evaluate("new Promise((done) => setTimeout(() => done(window.ran), 100))") == []
    assert page.said == [], address
    assert [url for url in page.asked if not url.startswith(own)] == [], address


def test_the_watch_would_see_what_is_odd(page):
    page.set_content(
        "<main><div class=said><p id=x>a<img src=x><a href='javascript:1'>b</a></p></div>"
        "<button onclick=1>c</button></main>"
    )

    assert page.evaluate(TOUCH) == ["p id", "img", "img src", "javascript:1", "button onclick"]


def test_nothing_runs_on_the_pages_of_comments(demo, watched, hostile):
    url, _ids, _receipts = hostile
    numbered = [address for address, _body in pages_of(url)]
    for address in (url, *numbered, f"{url}comments/recommended/"):
        holds(watched, address, demo.site)


def test_nothing_runs_on_receipts_and_in_their_data(demo, watched, hostile):
    _url, _ids, receipts = hostile
    for path in receipts[:: max(1, len(receipts) // RECEIPTS)]:
        holds(watched, demo.site + path, demo.site)
    watched.goto(demo.site + receipts[0])
    with watched.expect_download() as saved:
        watched.click("a[download]")
    assert json.loads(saved.value.path().read_text())["text"]


def test_nothing_runs_on_the_screens_of_one_comment_and_its_author(demo, watched, hostile):
    _url, ids, _receipts = hostile
    demo.enter(watched, "editor-en")
    watched.asked.clear()
    for path in (f"comment/{ids[0]}/", f"comment/{ids[-1]}/", f"comment/{ids[1]}/author/"):
        holds(watched, f"{demo.newsroom}/moderation/{path}", demo.newsroom)


def test_nothing_runs_where_comments_are_reported_contested_and_revised(demo, watched, disputed):
    ids, _paths = disputed
    demo.enter(watched, "editor-en")
    watched.asked.clear()
    for path in ("reports/", "appeals/", *(f"comment/{pk}/" for pk in ids)):
        holds(watched, f"{demo.newsroom}/moderation/{path}", demo.newsroom)
        assert watched.locator(".desk-said").count(), path


def test_nothing_runs_on_receipts_that_quote_and_where_a_name_is_credited(
    demo, watched, hostile, disputed
):
    url, _ids, _receipts = hostile
    _ids, paths = disputed
    for path in paths:
        holds(watched, demo.site + path, demo.site)
    watched.goto(demo.site + paths[1])
    assert watched.locator("blockquote").count() > 1
    until(lambda: 'class="corrections"' in fetch(url), "the correction")

    holds(watched, url, demo.site)
    assert watched.locator(".corrections a bdi").count() == 1


def test_nothing_runs_in_a_form_that_is_given_back(demo, watched, hostile):
    url, _ids, _receipts = hostile
    hostile_lines = [
        line for line in lines() if ('"' in line or "</" in line) and line.isprintable()
    ]
    for first in range(0, len(hostile_lines), len(hostile_lines) // 12):
        texts = hostile_lines[first : first + 3]
        wrote = {
            "name": texts[0][:80], "mail": texts[1][:80], "title": texts[2][:120],
            "text": "\n".join(hostile_lines[first : first + 40]),
        }  # fmt: skip
        watched.goto(url)
        with watched.expect_navigation():
            watched.evaluate(SEND, wrote)

        kept = watched.evaluate(KEPT)
        assert {name: kept[name] for name in ("name", "mail", "title")} == {
            name: wrote[name] for name in ("name", "mail", "title")
        }
        found_nothing(watched, wrote["mail"], demo.site)


# Sent past the page's own script and the browser's checks, as a form without scripts would be.
SEND = """(values) => {
  const form = document.querySelector("form[data-done]");
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (field.type === "email") field.type = "text";
    field.value = value;
  }
  HTMLFormElement.prototype.submit.call(form);
}"""
KEPT = """() => {
  const form = document.querySelector("#c-name").form;
  return Object.fromEntries(["name", "mail", "title", "text"].map(
    (name) => [name, form.elements[name].getAttribute("value") ?? form.elements[name].value]));
}"""
