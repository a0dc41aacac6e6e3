"""No line of the evasions runs in a browser once it went through our escaping and linking.

The pages have no policy that would stop a script: what holds here is the markup alone.
"""

import pytest
from markupsafe import escape

from broadsheet.comments.language.autolink import as_html, as_line
from tests.security.evasions import families

ADDRESS = "http://comments.example/"
WATCH = """
window.ran = [];
window.hit = (mark) => window.ran.push(String(mark));
for (const name of ["alert", "prompt", "confirm", "print", "msgbox", "open"])
  window[name] = (...said) => window.ran.push(name + ":" + said);
window.name = "hit('name')";
"""
# Touch everything as a reader would, then tell what the browser's own parser made of it.
TOUCH = """
async () => {
  document.addEventListener("click", (event) => event.preventDefault());
  for (const one of document.body.querySelectorAll("*"))
    for (const kind of ["mouseover", "mouseenter", "pointerover", "focus", "toggle", "click", "error"])
      one.dispatchEvent(new Event(kind, {bubbles: kind !== "error", cancelable: true}));
  await new Promise((done) => setTimeout(done, 200));
  const odd = [];
  for (const one of document.body.querySelectorAll("*")) {
    const tag = one.localName;
    const plain = one.namespaceURI === "http://www.w3.org/1999/xhtml";
    if (!plain || !["p", "br", "bdi", "a", "main", "h2"].includes(tag)) odd.push(tag);
    for (const {name} of one.attributes)
      if (!["dir", "href", "rel"].includes(name)) odd.push(`${tag} ${name}`);
    if (tag === "a" && !["http:", "https:"].includes(one.protocol)) odd.push(one.href);
  }
  return {ran: window.ran, odd: odd.slice(0, 20)};
}
"""


@pytest.fixture
def read(browser):
    """Load a body and tell what ran, what was odd, what was asked for and where it went."""
    contexts = []

    def load(body):
        context = browser.new_context()
        contexts.append(context)
        page, told = context.new_page(), {"asked": [], "said": [], "went": []}
        html = f"<!DOCTYPE html><meta charset=utf-8><title>x</title><main>{body}</main>"

        def answer(route):
            told["asked"].append(route.request.url)
            if route.request.url == ADDRESS:
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            else:
                route.abort()

        page.route("**/*", answer)
        page.add_init_script(WATCH)
        page.on("dialog", lambda dialog: (told["said"].append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: told["said"].append(str(error)))
        page.on("console", lambda message: told["said"].append(message.text))
        page.on("framenavigated", lambda frame: told["went"].append(frame.url))
        page.goto(ADDRESS, wait_until="load")
        return told | page.evaluate(TOUCH)

    yield load
    for context in contexts:
        context.close()


@pytest.mark.parametrize("family", sorted(families()))
def test_no_line_runs_loads_or_leads_away(read, family):
    body = "".join(
        f"<h2>{as_line(line)}</h2>{as_html(line)}<p>{escape(line)}</p>"
        for line in families()[family]
    )

    told = read(body)

    assert told == {"asked": [ADDRESS], "said": [], "went": [ADDRESS], "ran": [], "odd": []}


def test_the_watch_would_see_a_script_that_ran(read):
    told = read("<img src=x onerror=alert(1)><script>hit('script')</script>")

    assert "script" in told["ran"]
    assert "alert:1" in told["ran"]
    assert "script" in told["odd"]
