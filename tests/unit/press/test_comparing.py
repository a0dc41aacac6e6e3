"""Two looks at a page tell what the newer one lost."""

import pytest

from broadsheet.press.comparing import broken, faults_between, fresh_links, look_at, made_of
from broadsheet.press.trial import reasons_against

PATH = "en/world/2026/11/abc-bridge/index.html"


def page(headline="<h1>Bridge opens</h1>", more="", filler=0) -> bytes:
    return f"<!DOCTYPE html><html><body>{headline}{more}{'x' * filler}</body></html>".encode()


def kinds_of(old: bytes, new: bytes, *, path=PATH, edited=False) -> list[str]:
    faults = faults_between(look_at(path, old), look_at(path, new), edited=edited)
    return [fault.kind for fault in faults]


def test_the_same_page_has_no_fault():
    assert kinds_of(page(), page()) == []


def test_spaces_and_marks_in_a_headline_do_not_count():
    assert kinds_of(page(), page("<h1>\n <b>Bridge</b>\n opens </h1>")) == []


@pytest.mark.parametrize("headline", ["", "<h1></h1>", "<h2>Bridge opens</h2>", "<h1>World</h1>"])
def test_a_headline_that_is_gone_or_another_counts(headline):
    assert kinds_of(page(), page(headline)) == ["headline"]


def test_an_edited_page_may_have_another_headline_but_not_none():
    assert kinds_of(page(), page("<h1>Bridge closes</h1>"), edited=True) == []
    assert kinds_of(page(), page(""), edited=True) == ["headline"]


@pytest.mark.parametrize(("before", "after"), [(5000, 1000), (2000, 9000)])
def test_a_page_that_shrinks_or_swells_counts(before, after):
    assert kinds_of(page(filler=before), page(filler=after)) == ["size"]


def test_a_small_change_of_a_small_page_does_not_count():
    assert kinds_of(page(filler=10), page(filler=500)) == []


def test_an_empty_page_is_lost():
    assert kinds_of(page(), b" \n") == ["lost"]


def test_a_feed_that_is_not_well_formed_is_lost():
    feed = b"<rss><channel><title>World</title></channel></rss>"

    assert kinds_of(feed, feed, path="en/feed.xml") == []
    assert kinds_of(feed, feed[:-3], path="en/feed.xml") == ["lost"]
    assert kinds_of(feed, feed.replace(b"World", b""), path="en/feed.xml") == ["headline"]


def test_links_are_inner_ones_with_the_files_that_may_answer():
    more = (
        '<link rel="canonical" href="https://news.example/en/x/"><a href="/en/sport/?a=1#top">s</a>'
        '<a href="../other/">o</a><a href="https://elsewhere.example/y/">e</a>'
        '<a href="mailto:desk@news.example">m</a><img src="/pictures/1.jpg" '
        'srcset="/pictures/2.webp 640w, /pictures/3.webp 960w">'
    )

    links = look_at(PATH, page(more=more)).links

    assert links["/en/sport/?a=1#top"] == ("en/en/sport/index.html", "en/sport/index.html")
    assert "en/world/2026/11/other/index.html" in links["../other/"]
    assert "en/x/index.html" in links["https://news.example/en/x/"]
    assert {"/pictures/1.jpg", "/pictures/2.webp", "/pictures/3.webp"} <= links.keys()
    assert len(links) == 6


def test_an_arabic_address_names_its_file():
    more = '<a href="/ar/%D8%A7%D9%84%D8%B9%D8%A7%D9%84%D9%85/">العالم</a>'

    (files,) = look_at("ar/index.html", page(more=more)).links.values()

    assert "ar/العالم/index.html" in files


def test_only_fresh_links_that_nothing_answers_are_broken():
    old = look_at(PATH, page(more='<a href="/en/gone/">g</a>'))
    new = look_at(PATH, page(more='<a href="/en/gone/">g</a><link href="/assets/a.css">'))

    links = fresh_links(old, new)

    assert links.keys() == made_of(links).keys() == {"/assets/a.css"}
    assert broken(links, {"assets/a.css"}) == []
    assert broken(links, {"assets/b.css"})[0].detail == "/assets/a.css lead nowhere"


def test_one_page_in_many_that_cannot_be_built_condemns_no_design():
    assert reasons_against({"story": {"compared": 30, "lost": 1}}) == []


def test_lost_headlines_condemn_a_design_above_a_half_per_cent():
    assert reasons_against({"story": {"compared": 400, "headline": 2}}) == []
    assert reasons_against({"story": {"compared": 400, "headline": 3}}) == [
        "3 of 400 pages without their headline"
    ]


def test_every_page_of_a_small_kind_condemns_a_design():
    counts = {"story": {"compared": 1000}, "home": {"compared": 2, "lost": 2}}

    assert reasons_against(counts) == ["2 of 2 pages of kind home lost or unreadable"]
