"""Hot pages stay in memory within a budget, and a change shows after a known time."""

import time

import pytest

from broadsheet.press.serving.cache import HotPages
from tests.unit.press.serving.pressed import LONG_AGO, press


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def body(page):
    return page.variant(()).full.body


def test_change_shows_once_the_time_to_look_again_has_come(tmp_path, clock):
    pages = HotPages(tmp_path, check_seconds=0.1, clock=clock)
    press(tmp_path, "index.html", "one")
    assert body(pages.get("index.html")) == b"one"
    press(tmp_path, "index.html", "two", at=LONG_AGO + 1)

    clock.now += 0.099
    assert body(pages.get("index.html")) == b"one"
    clock.now += 0.001
    assert body(pages.get("index.html")) == b"two"


def test_change_shows_at_once_where_no_time_is_allowed(tmp_path, clock):
    pages = HotPages(tmp_path, check_seconds=0, clock=clock)
    for text in ("one", "two", "six"):
        press(tmp_path, "index.html", text)
        assert body(pages.get("index.html")) == text.encode()


def test_removed_page_leaves_memory(tmp_path, clock):
    pages = HotPages(tmp_path, check_seconds=0, clock=clock)
    press(tmp_path, "index.html", "one")
    pages.get("index.html")
    for path in tmp_path.iterdir():
        path.unlink()

    assert pages.get("index.html") is None
    assert pages.size == 0


def test_least_wanted_page_makes_room(tmp_path, clock):
    pages = HotPages(tmp_path, check_seconds=0, budget_bytes=40_000, clock=clock)
    for name in "abcd":
        press(tmp_path, f"{name}.png", b"x" * 8000)
        pages.get(f"{name}.png")
    kept = pages.get("a.png")
    press(tmp_path, "e.png", b"x" * 8000)
    pages.get("e.png")

    assert pages.size == 40_000
    assert pages.get("a.png") is kept


def test_page_too_large_for_the_budget_is_answered_and_not_kept(tmp_path, clock):
    pages = HotPages(tmp_path, check_seconds=0, budget_bytes=40_000, clock=clock)
    press(tmp_path, "a.png", b"x" * 8001)

    assert body(pages.get("a.png")) == b"x" * 8001
    assert pages.size == 0


def test_twin_that_disagrees_with_its_page_is_left_out(tmp_path, clock):
    pages = HotPages(tmp_path, check_seconds=0, clock=clock)
    press(tmp_path, "index.html", "old")
    (tmp_path / "index.html").write_bytes(b"new")

    page = pages.get("index.html")

    assert page.variant(("br", "gzip")).full.body == b"new"


def test_damaged_twin_is_left_out_and_reported(tmp_path, clock, caplog):
    pages = HotPages(tmp_path, check_seconds=0, clock=clock)
    press(tmp_path, "index.html", "text")
    (tmp_path / "index.html.br").write_bytes(b"no brotli")

    page = pages.get("index.html")

    assert set(page.variants) == {"identity", "gzip"}
    assert "The br twin of index.html is damaged" in caplog.text


@pytest.mark.parametrize("missing", [".br", ".gz"])
def test_page_with_a_twin_alone_answers_every_reader(tmp_path, clock, missing):
    pages = HotPages(tmp_path, check_seconds=0, clock=clock)
    press(tmp_path, "index.html", "text")
    (tmp_path / "index.html").unlink()
    (tmp_path / f"index.html{missing}").unlink()

    assert body(pages.get("index.html")) == b"text"


def test_link_that_leads_out_of_the_folder_is_no_page(tmp_path, clock):
    (tmp_path / "secret.html").write_text("secret")
    site = tmp_path / "public"
    site.mkdir()
    (site / "a.html").symlink_to(tmp_path / "secret.html")
    (site / "inside").symlink_to(tmp_path)
    pages = HotPages(site, check_seconds=0, clock=clock)

    assert pages.get("a.html") is None
    assert pages.get("inside/secret.html") is None


def test_link_inside_the_folder_may_not_open_what_is_closed(tmp_path, clock):
    press(tmp_path, "_press/hosts.json", "{}")
    (tmp_path / "a.json").symlink_to(tmp_path / "_press" / "hosts.json")

    assert HotPages(tmp_path, check_seconds=0, clock=clock).get("a.json") is None


def test_date_is_given_once_the_page_has_settled(tmp_path, clock):
    pages = HotPages(tmp_path, check_seconds=0, clock=clock)
    press(tmp_path, "index.html", "fresh", at=time.time() - 1)
    assert pages.get("index.html").last_modified is None

    deadline = time.monotonic() + 20
    while pages.get("index.html").last_modified is None and time.monotonic() < deadline:
        time.sleep(0.05)

    assert pages.get("index.html").last_modified is not None


def test_tag_differs_by_coding_and_follows_the_content(tmp_path, clock):
    pages = HotPages(tmp_path, check_seconds=0, clock=clock)
    press(tmp_path, "index.html", "one")
    first = {variant.etag for variant in pages.get("index.html").variants.values()}
    press(tmp_path, "index.html", "two")
    second = {variant.etag for variant in pages.get("index.html").variants.values()}

    assert len(first | second) == 6
