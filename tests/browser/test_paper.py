"""The paper in a real browser: both directions, light and dark, scripts on and off."""

import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from broadsheet.paper import rendering
from broadsheet.paper.sheets import LiveSheet
from tests.browser import sample_sheets as samples
from tests.browser.driving import RULES, faults

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'"
# What the colours of a scheme can break.
COLOURS = ["color-contrast", "link-in-text-block"]
# Layout shifts of the whole page life, those just after input included.
WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""

LONGEST_GMT = {"en": "30 September 2026, 21:59 GMT", "ar": "30 سبتمبر 2026، 21:59 غرينتش"}

PAGES = [page for page in samples.PAGES if page[0] != "moved"]


def swap(path, text):
    """Write the file and give back what it held."""
    held = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    return held


class Handler(SimpleHTTPRequestHandler):
    """Serves the sample site under the policy that readers get."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".webp": "image/webp"}

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """Lets a page be closed while it still loads."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    samples.write_site(folder)
    return folder


@pytest.fixture(scope="module")
def address(root):
    with Server(("127.0.0.1", 0), partial(Handler, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def visit(browser, address):
    """Open a page of the sample site: ``visit("story", "ar", width=390)``."""
    contexts = {}

    def open_page(name, language, *, width=1280, script="", path=None, until="load", **options):
        options["viewport"] = {"width": width, "height": 844}
        if str(options) not in contexts:
            contexts[str(options)] = browser.new_context(**options)
        page = contexts[str(options)].new_page()
        page.complaints = []
        page.asked = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        if script:
            page.add_init_script(script)
        where = path or next(page[1] for page in PAGES if page[0] == name)
        page.goto(f"{address}/{language}/{where}", wait_until=until)
        return page

    yield open_page
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("language", samples.LANGUAGES)
@pytest.mark.parametrize(
    ("scheme", "width", "rules"),
    [("light", 390, RULES), ("light", 1280, RULES), ("dark", 1280, COLOURS)],
)
def test_no_page_breaks_a_rule_of_wcag(visit, language, scheme, width, rules):
    found = {}
    for name, *_ in PAGES:
        page = visit(name, language, width=width, color_scheme=scheme)
        if broken := faults(page, rules):
            found[name] = broken

    assert found == {}


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_no_page_is_wider_than_the_smallest_phone(visit, language):
    widths = {
        name: visit(name, language, width=320).evaluate("document.documentElement.scrollWidth")
        for name, *_ in PAGES
    }

    assert {name: width for name, width in widths.items() if width > 320} == {}


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_pages_ask_only_their_own_server_and_break_no_policy(visit, address, language):
    for name, *_ in PAGES:
        page = visit(name, language, until="networkidle")

        assert [url for url in page.asked if not url.startswith(address)] == [], name
        assert page.complaints == [], name


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_pages_say_the_same_with_scripts_off(visit, language):
    for name, *_ in PAGES:
        with_scripts = visit(name, language).inner_text("body")
        without = visit(name, language, java_script_enabled=False).inner_text("body")

        assert without == with_scripts, name


@pytest.mark.parametrize("language", samples.LANGUAGES)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_live_stamp_arrives_without_moving_the_page(visit, root, language, width):
    at = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)
    longest = replace(samples.moment(language, at), gmt_text=LONGEST_GMT[language])
    live = rendering.render("live.json", LiveSheet(updated=longest))
    ours = swap(root / language / "live.json", live.replace("2026-", "2027-"))

    page = visit("story", language, width=width, script=WATCH_SHIFTS, until="networkidle")

    swap(root / language / "live.json", ours)
    assert page.locator("[data-live]").get_attribute("datetime").startswith("2027-09-30")
    assert page.locator("[data-live]").text_content() == rendering.stamp(longest)
    assert page.evaluate("window.shifts") == 0


def test_older_live_stamp_leaves_the_page_its_own(visit, root):
    old = samples.moment("en", datetime(2020, 1, 1, tzinfo=UTC))
    ours = swap(root / "en" / "live.json", rendering.render("live.json", LiveSheet(updated=old)))

    page = visit("home", "en", until="networkidle")

    swap(root / "en" / "live.json", ours)
    assert page.locator("[data-live]").get_attribute("datetime") == samples.NOON.isoformat()


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_first_tab_offers_to_skip_to_the_news(visit, language):
    page = visit("home", language)

    page.keyboard.press("Tab")
    link = page.evaluate("document.activeElement.getAttribute('href')")
    is_seen = page.locator(".skip").bounding_box()["width"] > 24
    page.keyboard.press("Enter")

    assert (link, is_seen) == ("#news", True)
    assert page.evaluate("document.activeElement.id") == "news"


@pytest.mark.parametrize("name", ["home", "story", "section"])
def test_arabic_page_is_the_english_one_in_a_mirror(visit, name):
    picture = ".card-picture, .lead-picture"
    english = visit(name, "en").locator(picture).first.bounding_box()
    arabic = visit(name, "ar").locator(picture).first.bounding_box()

    assert arabic["width"] == pytest.approx(english["width"], abs=1)
    assert arabic["x"] == pytest.approx(1280 - english["x"] - english["width"], abs=1)


def test_arabic_is_never_spaced_slanted_or_cramped(visit):
    page = visit("story", "ar")

    wrong = page.evaluate(
        """() => [...document.querySelectorAll("body *:lang(ar)")].filter((element) => {
          const style = getComputedStyle(element);
          return style.fontStyle === "italic" || style.textTransform === "uppercase"
            || !["normal", "0px"].includes(style.letterSpacing);
        }).map((element) => element.outerHTML.slice(0, 80))"""
    )
    leading = page.evaluate(
        """() => {
          const style = getComputedStyle(document.querySelector(".copy p"));
          return parseFloat(style.lineHeight) / parseFloat(style.fontSize);
        }"""
    )

    assert wrong == []
    assert leading >= 1.7


def test_lines_of_a_story_hold_about_sixty_six_letters(visit):
    page = visit("story", "en")

    letters = page.evaluate(
        """() => {
          const text = document.querySelector(".copy p").firstChild;
          const top = (place) => {
            const range = document.createRange();
            range.setStart(text, place);
            range.setEnd(text, place + 1);
            return range.getBoundingClientRect().top;
          };
          const first = top(0);
          let place = 0;
          while (place < text.length && top(place) === first) place += 1;
          return place;
        }"""
    )

    assert 50 <= letters <= 75


def test_printed_story_leaves_the_navigation_out(visit):
    page = visit("story", "en")

    page.emulate_media(media="print")

    assert not page.locator(".sections").is_visible()
    assert not page.locator(".share").is_visible()
    assert page.locator(".copy").is_visible()


def test_redirect_page_takes_readers_to_the_story(visit):
    page = visit("", "ar", path="moved/index.html")

    page.wait_for_url("**/ar/world/2026/11/k3f9aa0000-sample/")

    assert page.locator("h1").inner_text() == samples.story("ar").headline
