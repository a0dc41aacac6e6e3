"""Each kind of file has its media type, its time in caches and its limits."""

import pytest

from broadsheet.press.serving.headers import cache_control, headers_for, limits, media_type


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("assets/site.1a2b.css", "public, max-age=31536000, immutable"),
        ("pictures/ab/960.webp", "public, max-age=31536000, immutable"),
        ("en/world/index.html", "public, max-age=0, must-revalidate"),
        ("en/assets/index.html", "public, max-age=0, must-revalidate"),
        ("en/feed.xml", "public, max-age=300"),
        ("sitemap.xml", "public, max-age=300"),
        ("robots.txt", "public, max-age=300"),
        ("en/live.json", "public, max-age=5"),
    ],
)
def test_time_in_caches_follows_the_kind(file, expected):
    assert cache_control(file) == expected


@pytest.mark.parametrize(
    ("file", "head", "expected"),
    [
        ("a.html", b"", "text/html; charset=utf-8"),
        ("feed.xml", b'<?xml version="1.0"?><rss version="2.0">', "application/rss+xml"),
        ("feed.xml", b'<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        ("sitemap.xml", b"<urlset>", "application/xml"),
        ("a.WEBP", b"", "image/webp"),
        ("a.unknown", b"", "application/octet-stream"),
    ],
)
def test_media_type_follows_name_and_beginning(file, head, expected):
    assert media_type(file, head).startswith(expected)


def test_drawing_opened_alone_may_run_nothing():
    policy = dict(limits("pictures/a.svg"))["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_every_file_forbids_guessing_its_type():
    assert ("x-content-type-options", "nosniff") in limits("a.webp")


def test_only_compressible_files_vary_by_coding():
    def names(file):
        return dict(headers_for(file, head=b"", etag='"a"', last_modified=None, coding=None))

    assert names("a.html")["vary"] == "Accept-Encoding"
    assert "vary" not in names("a.webp")
