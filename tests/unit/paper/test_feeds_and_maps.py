"""What machines read is well formed and says what it must."""

import json
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from broadsheet.paper.pieces import Alternate
from broadsheet.paper.rendering import render
from broadsheet.paper.sheets import (
    LiveSheet,
    RobotsSheet,
    SitemapEntry,
    SitemapIndexSheet,
    SitemapSheet,
)
from tests.browser import sample_sheets as samples

DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def parsed(template, sheet):
    return etree.fromstring(render(template, sheet).encode())


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_feed_has_what_rss_and_its_readers_ask_for(language):
    sheet = samples.feed(language)

    channel = parsed("feed.xml", sheet).find("channel")
    item = channel.find("item")

    assert channel.findtext("language") == language
    assert channel.find(f"{ATOM}link").get("href") == sheet.self_url
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == samples.NOON
    assert item.findtext("title") == sheet.items[0].headline
    assert item.find("guid").get("isPermaLink") == "false"
    assert parsedate_to_datetime(item.findtext("pubDate")) == samples.NOON
    assert item.findtext(f"{DC}creator") == sheet.items[0].creator
    assert item.find(f"{MEDIA}content").get("url").startswith("https://courier.example/")
    assert item.findtext(f"{MEDIA}content/{MEDIA}credit") == sheet.items[0].photo.credit


def test_feed_survives_markup_and_control_characters_in_copy():
    bad = replace(samples.feed("en").items[0], headline="Rock & <roll>\x0b", summary="1 < 2 & 3")

    item = parsed("feed.xml", replace(samples.feed("en"), items=(bad,))).find("channel/item")

    assert item.findtext("title") == "Rock & <roll>"
    assert item.findtext("description") == "1 &lt; 2 &amp; 3"


def test_feed_without_stories_is_still_a_feed():
    sheet = replace(samples.feed("ar"), items=(), updated=None)

    assert parsed("feed.xml", sheet).find("channel/item") is None


def test_sitemap_lists_addresses_and_their_tellings():
    other = Alternate(language="ar", url="https://courier.example/ar/?a=1&b=2")
    entry = SitemapEntry(
        url="https://courier.example/en/", modified="2026-11-24", alternates=(other,)
    )

    url = parsed("sitemap.xml", SitemapSheet(entries=(entry,)))[0]

    assert url.findtext(f"{MAP}loc") == entry.url
    assert url.findtext(f"{MAP}lastmod") == "2026-11-24"
    assert url[-1].get("href") == other.url


def test_sitemap_index_lists_the_days():
    entries = (SitemapEntry(url="https://courier.example/en/sitemap-2026-11-24.xml"),)

    root = parsed("sitemap-index.xml", SitemapIndexSheet(entries=entries))

    assert [node.text for node in root.iter(f"{MAP}loc")] == [entries[0].url]


def test_robots_may_go_everywhere_unless_told_otherwise():
    everywhere = render("robots.txt", RobotsSheet(sitemap_urls=("https://c.example/map.xml",)))
    fenced = render("robots.txt", RobotsSheet(disallowed=("/search/", "/_press/")))

    assert everywhere == ("User-agent: *\nDisallow:\n\nSitemap: https://c.example/map.xml\n")
    assert fenced == "User-agent: *\nDisallow: /search/\nDisallow: /_press/\n"


def test_live_stamp_is_what_the_masthead_shows():
    live = json.loads(render("live.json", LiveSheet(updated=samples.moment("ar"))))

    assert live == {
        "iso": "2026-11-24T07:07:00+00:00",
        "text": "الثلاثاء، 24 نوفمبر 2026، 09:07 · \u206807:07\u00a0غرينتش\u2069",
        "breaking": "",
        "url": "",
    }
