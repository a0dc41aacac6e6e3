"""The demo's copy is complete: each story has its section, its picture and its fields."""

from datetime import timedelta
from itertools import pairwise

import pytest

from broadsheet.project.demo.reading import age_of, stories_of
from broadsheet.project.demo.scenes import SCENES
from broadsheet.project.demo.standing import standing_pages_of
from broadsheet.project.demo.titles import TITLES

STORIES = [(title, copy) for title in TITLES for copy in stories_of(title.code)]
FIELDS = {"kicker", "headline", "slugline", "standfirst", "byline", "dateline", "agency",
          "picture", "caption", "keywords", "correction"}  # fmt: skip
KINDS = {"text", "subhead", "quote", "picture"}


@pytest.mark.parametrize(("title", "copy"), STORIES, ids=[copy.key for _title, copy in STORIES])
def test_a_story_is_complete(title, copy):
    assert copy.fields.keys() <= FIELDS
    assert FIELDS - copy.fields.keys() <= {"agency", "correction"}
    assert copy.section in {section[0] for section in title.sections}
    assert copy["picture"] in SCENES
    assert {kind for kind, _text, _extra in copy.blocks} <= KINDS
    assert all(text for _kind, text, _extra in copy.blocks)
    assert all(extra for kind, _text, extra in copy.blocks if kind in {"quote", "picture"})
    assert len(copy["headline"]) <= 120


@pytest.mark.parametrize("title", TITLES, ids=[title.code for title in TITLES])
def test_a_title_has_stories_in_every_section_over_more_than_a_year(title):
    stories = stories_of(title.code)

    keys = [copy.key for copy in stories]
    assert len(set(keys)) == len(keys) >= 12
    assert {copy.section for copy in stories} == {section[0] for section in title.sections}
    assert all(older.age >= newer.age for older, newer in pairwise(stories))
    assert stories[0].age > timedelta(days=365)


def test_some_stories_are_told_in_both_languages_and_one_carries_a_correction():
    english, arabic = ({copy.key for copy in stories_of(code)} for code in ("en", "ar"))

    assert len(english & arabic) >= 6
    assert any(copy["correction"] for _title, copy in STORIES)


@pytest.mark.parametrize("title", TITLES, ids=[title.code for title in TITLES])
def test_a_title_has_every_standing_page(title):
    pages = standing_pages_of(title.code)

    assert [page.purpose for page in pages] == [
        "about",
        "contact",
        "terms",
        "privacy",
        "corrections",
    ]
    assert all(page.body.startswith("<") and page.introduction for page in pages)


def test_an_age_is_days_hours_and_minutes():
    assert age_of("2d 4h 30m") == timedelta(days=2, hours=4, minutes=30)
