"""A request for the readers' site has one answer, decided by the press folder."""

import json
import os
import time

import brotli
import pytest

from broadsheet.press.serving.site import ReadersSite
from tests.unit.press.serving.pressed import LONG_AGO, press

STORY = "/en/world/2026/11/abc123defg-slug/"


@pytest.fixture
def folder(tmp_path):
    press(tmp_path, "index.html", "titles")
    press(tmp_path, "404.html", "nothing here")
    press(tmp_path, "410.html", "gone")
    press(tmp_path, "en/404.html", "no such page")
    press(tmp_path, "en/index.html", "front")
    press(tmp_path, f"{STORY[1:]}index.html", "<!doctype html><p>story")
    press(tmp_path, "ar/410.html", "سُحبت")
    press(tmp_path, "ar/index.html", "الرئيسية")
    press(tmp_path, "robots.txt", "User-agent: *")
    press(tmp_path, "_press/hosts.json", json.dumps({"hosts": {"news.example": "en"}}))
    return tmp_path


@pytest.fixture
def ask(folder):
    site = ReadersSite(folder, check_seconds=0)

    def answer(path, *, method="GET", host="localhost:8000", **rest):
        return site.answer(method=method, host=host, path=path, **rest)

    return answer


def header(answer, name):
    return dict(answer.headers).get(name)


def test_story_is_answered_with_its_page(ask):
    answer = ask(STORY)

    assert (answer.status, answer.body) == (200, b"<!doctype html><p>story")
    assert header(answer, "content-type") == "text/html; charset=utf-8"
    assert header(answer, "content-encoding") is None


def test_reader_of_brotli_gets_the_twin(ask):
    answer = ask(STORY, accept_encoding="gzip, br")

    assert header(answer, "content-encoding") == "br"
    assert brotli.decompress(answer.body) == b"<!doctype html><p>story"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", ""])
def test_only_reading_is_allowed(ask, method):
    answer = ask(STORY, method=method)

    assert answer.status == 405
    assert header(answer, "allow") == "GET, HEAD"


def test_reader_who_holds_the_page_gets_no_body(ask):
    tag = header(ask(STORY, accept_encoding="br"), "etag")

    answer = ask(STORY, accept_encoding="br", if_none_match=tag)

    assert (answer.status, answer.body) == (304, None)
    assert header(answer, "etag") == tag
    assert ask(STORY, if_none_match=tag).status == 200


def test_page_changed_a_moment_ago_gives_no_date(ask, folder):
    press(folder, "en/index.html", "fresh", at=time.time())
    assert header(ask("/en/"), "last-modified") is None

    for path in (folder / "en").glob("index.html*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    assert header(ask("/en/"), "last-modified") == "Tue, 14 Nov 2023 22:13:20 GMT"


def test_folder_without_slash_is_sent_to_its_page(ask):
    answer = ask(STORY[:-1], query="from=feed")

    assert answer.status == 301
    assert header(answer, "location") == f"{STORY}?from=feed"


def test_index_file_is_sent_to_its_folder(ask):
    answer = ask("/en/index.html")

    assert (answer.status, header(answer, "location")) == (301, "/en/")


def test_moved_page_is_sent_on_and_says_so_in_words(ask, folder):
    press(folder, "ar/old/index.html", "<!--broadsheet 301 /ar/العالم/--><p>انتقلت")

    answer = ask("/ar/old/")

    assert answer.status == 301
    assert header(answer, "location") == "/ar/%D8%A7%D9%84%D8%B9%D8%A7%D9%84%D9%85/"
    assert "انتقلت" in answer.body.decode()


def test_moved_page_on_a_host_of_its_own_leaves_the_folder_out(ask, folder):
    press(folder, "en/old/index.html", "<!--broadsheet 301 /en/new/-->")

    assert header(ask("/old/", host="news.example"), "location") == "/new/"
    assert header(ask("/en/old/"), "location") == "/en/new/"


def test_killed_story_is_gone_for_those_who_hold_it_too(ask, folder):
    tag = header(ask(STORY), "etag")
    press(folder, f"{STORY[1:]}index.html", "<!--broadsheet 410--><p>withdrawn")

    answer = ask(STORY, if_none_match=tag)

    assert (answer.status, answer.body) == (410, b"<!--broadsheet 410--><p>withdrawn")


def test_kill_counts_although_the_twins_are_still_old(ask, folder):
    (folder / STORY[1:] / "index.html").write_text("<!--broadsheet 410-->")

    answer = ask(STORY, accept_encoding="br, gzip")

    assert (answer.status, brotli.decompress(answer.body)) == (410, b"gone")


def test_tombstone_without_words_borrows_those_of_its_edition(ask, folder):
    press(folder, "ar/x/index.html", "<!--broadsheet 410-->")

    answer = ask("/ar/x/")

    assert (answer.status, answer.body.decode()) == (410, "سُحبت")


def test_missing_page_is_told_in_the_words_of_its_edition(ask):
    assert (ask("/en/no/").status, ask("/en/no/").body) == (404, b"no such page")
    assert ask("/no/", host="news.example").body == b"no such page"
    assert ask("/ar/no/").body == b"nothing here"
    assert ask("/en/../../etc/passwd").body == b"nothing here"


def test_status_pages_have_no_success_of_their_own(ask):
    assert (ask("/404.html").status, ask("/en/404.html").status) == (404, 404)
    assert ask("/410.html").status == 410


def test_page_with_an_unknown_marker_is_not_shown_and_reported(ask, folder, caplog):
    press(folder, "en/x/index.html", "<!--broadsheet 999--><p>text")

    assert (ask("/en/x/").status, ask("/en/x/").body) == (404, b"no such page")
    assert "en/x/index.html starts with" in caplog.text


def test_empty_folder_answers_in_plain_words_of_both_languages(tmp_path):
    site = ReadersSite(tmp_path)

    answer = site.answer(method="GET", host="", path="/")

    assert answer.status == 404
    assert 'dir="rtl"' in answer.body.decode()


def test_host_of_an_edition_shows_its_front_at_the_root(ask):
    assert ask("/", host="news.example").body == b"front"
    assert ask("/").body == b"titles"
    assert ask("/robots.txt", host="news.example").status == 200


def test_root_without_a_page_leads_to_the_default_edition(ask, folder):
    for path in folder.glob("index.html*"):
        path.unlink()
    press(folder, "_press/hosts.json", json.dumps({"hosts": {}, "default": "ar"}))

    answer = ask("/")

    assert (answer.status, header(answer, "location")) == (302, "/ar/")


def test_waiting_file_and_folder_listing_are_never_shown(ask, folder):
    (folder / "en" / ".tmp-index.html").write_text("half")
    (folder / "en" / "empty").mkdir()

    assert ask("/en/.tmp-index.html").status == 404
    assert ask("/en/empty/").status == 404
    assert ask("/en/empty").status == 404


def test_large_file_is_sent_from_disk(ask, folder):
    press(folder, "pictures/a.png", b"x" * (5 * 1024 * 1024))

    answer = ask("/pictures/a.png")

    assert answer.body is None
    assert answer.file == str(folder.resolve() / "pictures" / "a.png")
    assert header(answer, "content-length") == str(5 * 1024 * 1024)
