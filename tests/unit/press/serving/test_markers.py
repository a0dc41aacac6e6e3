"""A page says in its first bytes that it has moved or was killed."""

import pytest

from broadsheet.press.serving.errors import MarkerUnreadableError
from broadsheet.press.serving.markers import PLAIN_PAGE, Marker, marker_of


@pytest.mark.parametrize("content", [b"", b"<!doctype html>", b" <!--broadsheet 410-->"])
def test_page_without_marker_is_plain(content):
    assert marker_of("a/index.html", content) == PLAIN_PAGE


def test_moved_page_names_its_new_address():
    content = "<!--broadsheet 301 /ar/العالم/2026/11/abc-خبر/--><p>moved".encode()

    assert marker_of("a/index.html", content) == Marker(
        status=301, location="/ar/العالم/2026/11/abc-خبر/", has_body=True
    )


def test_moved_page_may_name_another_host():
    content = b"<!--broadsheet 301 https://news.example/world/-->"

    assert marker_of("a/index.html", content).location == "https://news.example/world/"


def test_tombstone_knows_whether_it_has_words_of_its_own():
    assert not marker_of("a/index.html", b"<!--broadsheet 410-->\n").has_body
    assert marker_of("a/index.html", b"<!--broadsheet 410--><p>gone").has_body


@pytest.mark.parametrize(
    "content",
    [
        b"<!--broadsheet 302-->",
        b"<!--broadsheet 301-->",
        b"<!--broadsheet 200-->",
        b"<!--broadsheet 301 //evil.example/-->",
        b"<!--broadsheet 301 javascript:alert(1)-->",
        b"<!--broadsheet 301 /a\\b-->",
        b"<!--broadsheet 301 /a\r\nset-cookie:x-->",
        b"<!--broadsheet 301 /\xff/-->",
        b"<!--broadsheet 410",
    ],
)
def test_unknown_marker_is_refused_with_file_and_remedy(content):
    with pytest.raises(
        MarkerUnreadableError, match=r"a/index\.html starts with .* press that page"
    ):
        marker_of("a/index.html", content)
