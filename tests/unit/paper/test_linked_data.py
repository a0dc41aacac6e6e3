"""NewsArticle says what the page says, and cannot break out of its script."""

import json
from dataclasses import replace

from broadsheet.paper.linked_data import news_article, script_json
from tests.browser import sample_sheets as samples


def test_article_carries_what_the_page_shows():
    sheet = samples.story("en")

    article = json.loads(str(news_article(sheet)))

    assert article["@type"] == "NewsArticle"
    assert article["headline"] == sheet.headline
    assert article["datePublished"] == "2026-11-24T04:07:00+00:00"
    assert article["dateModified"] == "2026-11-24T07:07:00+00:00"
    assert article["author"] == [{"@type": "Organization", "name": "Harbour correspondent"}]
    assert article["dateline"] == "Port Salis"
    assert article["creditText"] == "Meridian Wire"
    assert article["inLanguage"] == "en"
    assert article["image"][0]["url"] == "https://courier.example/pictures/sample0/960.jpg"
    assert article["correction"][0]["text"] == sheet.corrections[0].text


def test_story_without_byline_or_picture_leaves_no_empty_field():
    sheet = replace(samples.story("ar"), byline="", photo=None, updated=None, corrections=())

    article = json.loads(str(news_article(sheet)))

    assert article["author"] == [article["publisher"]]
    assert article["dateModified"] == article["datePublished"]
    assert {"image", "correction"}.isdisjoint(article)


def test_hostile_headline_cannot_end_the_script():
    hostile = "</script><script>alert(1)</script><!-- \u2028 & '\""

    written = str(news_article(replace(samples.story("en"), headline=hostile)))

    assert json.loads(written)["headline"] == hostile
    assert not set("<>&\u2028") & set(written)


def test_arabic_stays_readable_in_the_source():
    assert "بريد" in str(script_json({"name": "بريد المنارة"}))
