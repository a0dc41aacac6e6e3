"""A new user's first ten minutes: the demo as `make demo` starts it, in a real browser."""

import json
import re
from pathlib import Path

import pytest

from tests.browser.driving import faults, fetch, until

CARD = "main h2 a, main h3 a"


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
        if broken := faults(page):
            found[url] = broken

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
    demo.enter(page, f"editor-{code}")
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

    told = demo.run("wire", "take", *files, "--publish", "--json")

    live = [row for row in map(json.loads, told.splitlines()) if row["published"]]
    assert len(live) >= 2, told
    for row in live:
        assert re.search(r"/\d{4}/\d\d/", row["address"])
        assert "<h1" in fetch(row["address"])
        assert row["seconds"] > 0


def test_the_press_finds_the_site_to_be_what_the_database_wants(demo):
    demo.run("press", "check")
