"""Finding a story by the words that somebody remembers."""

import pytest

from broadsheet.desk.stories.finding import containing, newest
from broadsheet.stories.actions import save_draft
from broadsheet.stories.models import Story
from tests.newsroom import a_live_story, a_story, an_edition

pytestmark = pytest.mark.django_db


def found(words):
    return list(containing(Story.objects.all(), words))


def redrafted(story, headline):
    draft = story.get_latest_revision_as_object()
    draft.headline = headline
    save_draft(story=draft, by=None)


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("Harbour bridge opens", "bridge"),
        ("Harbour bridge opens", "OPENS harbour"),
        ("Café closes", "café"),
        ("Profit up 3.5% (again)", "3.5% (again)"),
        ("أعلنت القاهرة", "اعلنت"),
        ("أعلنت القاهرة", "القاهره"),
        ("مَدرَسةُ البحر", "مدرسة"),
        ("مستشفى المدينة", "مستشفي"),
        ("مســـاء الخير", "مساء"),
        ("خطة ٢٠٢٦", "2026"),
        ("Plan 2026", "٢٠٢٦"),
    ],
)
def test_story_is_found_however_its_headline_is_typed(headline, words):
    story = a_story(edition=an_edition(), headline=headline)

    assert found(words) == [story]


def test_every_word_has_to_be_there():
    edition = an_edition()
    both = a_story(edition=edition, headline="Harbour bridge opens")
    a_story(edition=edition, headline="Harbour opens")

    assert found("opens bridge") == [both]


def test_signs_of_a_pattern_are_letters_here():
    a_story(edition=an_edition(), headline="Harbour bridge")

    assert found("Harbour.*") == []
    assert found("(") == []


def test_slugline_finds_a_story_too():
    story = a_story(edition=an_edition(), headline="Bridge", slugline="HARBOUR-SPAN")

    assert found("harbour-span") == [story]


def test_newest_headline_of_a_draft_finds_it_and_its_old_one_does_not():
    story = a_story(edition=an_edition(), headline="Old words")
    redrafted(story, "جسر المرفأ")

    assert found("المرفا") == [story]
    assert found("Old") == []


def test_live_story_is_found_by_what_readers_see_and_by_its_newer_draft():
    story = a_live_story(edition=an_edition(), headline="Bridge opens")
    redrafted(story, "Ferry sinks")

    assert found("bridge") == [story]
    assert found("ferry") == [story]


def test_id_finds_one_story_alone():
    edition = an_edition()
    story, other = a_story(edition=edition), a_story(edition=edition)
    redrafted(other, f"About {story.pk}")

    assert found(story.pk.upper()) == [story]


def test_search_stops_at_a_bound():
    edition = an_edition()
    old, *new = [a_story(edition=edition) for _number in range(3)]

    bounded = newest(Story.objects.all(), most=2)

    assert set(bounded) == set(new)
    assert old not in bounded
