"""Every page stands by itself, escapes what it is given, and carries its own language."""

import re
from dataclasses import replace

import pytest
from jinja2 import UndefinedError
from lxml import html

from broadsheet.paper.errors import NotAnAddressError
from broadsheet.paper.pieces import TextBlock
from broadsheet.paper.rendering import render
from tests.browser import sample_sheets as samples

EVERY_PAGE = [
    pytest.param(template, fill, language, id=f"{name}-{language}")
    for name, _, template, fill in samples.PAGES
    for language in samples.LANGUAGES
]
FRAMED = [page for page in EVERY_PAGE if "moved" not in page.id]
HOSTILE = "</title><script>alert('x')</script>\"><b>"


def tree(text):
    return html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


@pytest.mark.parametrize(("template", "fill", "language"), EVERY_PAGE)
def test_page_names_its_language_and_direction(template, fill, language):
    page = tree(render(template, fill(language)))

    assert (page.get("lang"), page.get("dir")) == (language, samples.DIRECTION[language])
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main")) == 1


@pytest.mark.parametrize(("template", "fill", "language"), EVERY_PAGE)
def test_same_sheet_gives_the_same_bytes(template, fill, language):
    assert render(template, fill(language)) == render(template, fill(language))


@pytest.mark.parametrize(("template", "fill", "language"), EVERY_PAGE)
def test_page_stands_under_a_policy_without_inline_code(template, fill, language):
    page = tree(render(template, fill(language)))

    assert page.xpath("//@style | //style") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert page.xpath("//script[not(@src) and @type != 'application/ld+json']") == []
    assert not [url for url in page.xpath("//*/@src") if not url.startswith("/")]


@pytest.mark.parametrize(("template", "fill", "language"), FRAMED)
def test_pictures_keep_their_place_and_moments_have_machine_dates(template, fill, language):
    page = tree(render(template, fill(language)))

    assert page.xpath("//img[not(@alt) or not(@width) or not(@height)]") == []
    assert page.xpath("//time[not(@datetime)]") == []
    assert "None" not in page.text_content()


@pytest.mark.parametrize(("template", "fill", "language"), FRAMED)
def test_words_of_the_other_language_are_marked_as_such(template, fill, language):
    page = tree(render(template, fill(language)))
    other = next(one for one in samples.LANGUAGES if one != language)

    for name in page.xpath(f"//*[text()[contains(., '{samples.NAME[other]}')]]"):
        assert name.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == other
        assert name.xpath("string(ancestor-or-self::*[@dir][1]/@dir)") == samples.DIRECTION[other]


def test_footer_carries_both_languages_with_their_directions():
    page = tree(render("home.html", samples.home("en")))

    marks = [(node.get("lang"), node.get("dir")) for node in page.xpath("//footer//address")]

    assert marks == [("en", "ltr"), ("ar", "rtl")]
    assert page.xpath("//div[@class='imprint']/p/@lang") == ["en", "ar"]


def test_story_shows_its_moments_in_edition_time_and_gmt():
    page = tree(render("story.html", samples.story("en")))

    times = page.xpath("//dl[@class='times']")[0]

    assert times.xpath(".//time/@datetime") == [
        "2026-11-24T04:07:00+00:00",
        "2026-11-24T07:07:00+00:00",
    ]
    assert "06:07 (04:07 GMT)" in " ".join(times.text_content().split())
    assert "09:07 (07:07 GMT)" in " ".join(times.text_content().split())


def test_story_says_place_and_agency_in_its_dateline():
    page = tree(render("story.html", samples.story("en")))

    assert page.xpath("string(//p[@class='dateline'])") == "Port Salis — Meridian Wire"


def test_story_never_changed_says_nothing_of_an_update():
    page = tree(render("story.html", replace(samples.story("en"), updated=None)))

    assert len(page.xpath("//dl[@class='times']//time")) == 1
    assert page.xpath("//meta[@property='article:modified_time']") == []


def test_story_head_links_its_tellings_and_its_own_address():
    page = tree(render("story.html", samples.story("ar")))

    assert page.xpath("//link[@rel='canonical']/@href") == [samples.story("ar").head.canonical]
    assert page.xpath("//link[@rel='alternate']/@hreflang") == ["en", "ar"]
    assert page.xpath("//meta[@property='og:type']/@content") == ["article"]
    image = page.xpath("//meta[@property='og:image']/@content")
    assert image == ["https://courier.example/pictures/sample0/960.jpg"]


def test_long_headline_stands_alone_in_the_title():
    page = tree(render("story.html", samples.story("en")))

    assert page.findtext(".//title") == samples.story("en").headline
    standing = tree(render("standing.html", samples.standing("en")))
    assert standing.findtext(".//title") == "About the Courier – The Lantern Courier"


def test_bare_story_is_a_whole_page():
    sheet = replace(
        samples.story("en"),
        kicker="",
        standfirst="",
        byline="",
        dateline="",
        agency="",
        photo=None,
        keywords=(),
        corrections=(),
        tellings=(),
        related=(),
        from_archive=(),
    )

    page = tree(render("story.html", sheet))

    assert page.xpath("//aside | //img[contains(@class, 'lead')]") == []
    assert page.findtext(".//h1") == sheet.headline


def test_markup_in_copy_is_shown_as_text():
    sheet = replace(
        samples.story("en"), headline=HOSTILE, standfirst=HOSTILE, byline=HOSTILE, dateline=HOSTILE
    )

    page = tree(render("story.html", sheet))

    assert page.findtext(".//h1") == HOSTILE
    assert page.xpath("//script[not(@src)]/@type") == ["application/ld+json"]


def test_body_that_was_not_marked_safe_is_escaped():
    sheet = replace(samples.story("en"), body=(TextBlock(html="<p onclick=x>plain</p>"),))

    page = tree(render("story.html", sheet))

    assert page.xpath("//p[@onclick]") == []
    assert "<p onclick=x>plain</p>" in page.text_content()


def test_current_section_is_marked_once_in_the_navigation():
    page = tree(render("section.html", samples.section_front("ar")))

    current = page.xpath("//nav[@class='sections']//a[@aria-current]")

    assert [link.text for link in current] == ["العلوم"]


def test_page_that_should_not_be_found_says_so_and_has_no_canonical():
    page = tree(render("404.html", samples.not_found("en")))

    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='canonical']") == []


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_tombstone_begins_with_its_line_and_the_410_page_does_not(language):
    tombstone = render("tombstone.html", samples.gone(language))
    page = render("410.html", samples.gone(language))

    assert tombstone == "<!--broadsheet 410-->\n" + page
    assert page.startswith("<!DOCTYPE html>")


def test_redirect_begins_with_its_line_and_works_on_hosts_without_rules():
    target = "/ar/world/2026/11/k3f9aa0001-%D8%AE%D8%A8%D8%B1/?a=1&b=2"

    text = render("moved.html", replace(samples.moved("ar"), target=target))

    assert text.startswith(f"<!--broadsheet 301 {target}-->\n<!DOCTYPE html>")
    assert tree(text).xpath("//meta[@http-equiv]/@content") == [f"0; url={target}"]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "/a--><script>", "/خبر/", "/a b/", "", "//evil\n.example/"]
)
def test_redirect_to_no_address_is_refused(target):
    with pytest.raises(NotAnAddressError) as caught:
        render("moved.html", replace(samples.moved("en"), target=target))

    assert str(caught.value) == (
        f"{target!r} is not an address to send readers to. "
        "Begin it with / or https:// and percent-encode everything outside ASCII."
    )


def test_edition_may_bring_templates_of_its_own(tmp_path):
    (tmp_path / "404.html").write_text("<p>{{ words.not_found }} & co</p>", encoding="utf-8")

    own = render("404.html", samples.not_found("en"), folder=tmp_path)
    ours = render("410.html", samples.gone("en"), folder=tmp_path)

    assert own == "<p>There is no page here & co</p>"
    assert ours == render("410.html", samples.gone("en"))


def test_name_that_is_not_there_is_an_error(tmp_path):
    (tmp_path / "404.html").write_text("{{ sheet.nothing }}", encoding="utf-8")

    with pytest.raises(UndefinedError, match="nothing"):
        render("404.html", samples.not_found("en"), folder=tmp_path)


def test_empty_calendar_day_has_no_link_and_a_full_one_speaks_its_date():
    page = tree(render("archive-month.html", samples.archive_month("en")))

    cells = page.xpath("//table//td[time or a]")

    assert len(cells) == 30
    assert cells[6].xpath("./a") == []
    assert re.sub(r"\s+", " ", cells[0].text_content()).startswith("1 November 20261: 2 stories")
