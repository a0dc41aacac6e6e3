"""Tellings of one story link to each other: what one of them changes has the others pressed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from broadsheet.press.models import Change, Lane, Tombstone
from broadsheet.stories.actions import (
    kill_story,
    publish_story,
    retitle_placement,
    save_draft,
    unpublish_story,
)
from broadsheet.stories.queries import story_tag
from tests.newsroom import a_live_story, a_story, an_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """A live story, its live telling in another edition, and one that is still a draft."""
    story = a_live_story()
    telling = a_live_story(edition=an_edition(), family=story.family)
    draft = a_story(edition=an_edition(), family=story.family)
    Change.objects.all().delete()
    return story, telling, draft


def marks_of(story):
    return Change.objects.filter(tag=story_tag(story.pk))


def is_marked(story):
    return marks_of(story).exists()


def test_headline_has_the_pages_of_live_tellings_pressed(told):
    story, telling, draft = told
    telling.headline = "The bridge is open again"
    save_draft(story=telling, by=None)
    publish_story(story=telling, by=None)

    assert is_marked(story)
    assert not is_marked(draft)


def test_text_alone_leaves_the_other_pages_as_they_are(told):
    story, telling, _draft = told
    publish_story(story=telling, by=None)

    assert is_marked(telling)
    assert not is_marked(story)


def test_telling_that_comes_or_goes_has_the_others_pressed(told):
    story, telling, draft = told
    publish_story(story=draft, by=None)
    assert is_marked(story)
    assert is_marked(telling)

    Change.objects.all().delete()
    unpublish_story(story=draft, by=None)
    assert is_marked(story)
    assert is_marked(telling)


def test_headline_in_one_edition_has_the_others_pressed(told):
    story, telling, _draft = told
    retitle_placement(placement=telling.placements.get(), by=None, headline="In other words")

    assert is_marked(story)


def test_kill_reaches_the_pages_that_link_to_the_story(told):
    story, telling, _draft = told
    kill_story(story=telling, by=None, reason="Legal")

    assert set(marks_of(story).values_list("lane", flat=True)) == {Lane.KILL}
    assert story_tag(story.pk) in Tombstone.objects.get(subject=story_tag(telling.pk)).shown_by


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has one connection; one writer anyway"
)
def test_of_two_tellings_that_appear_at_once_one_sees_the_other():
    story = a_live_story()
    first, second = (a_story(edition=an_edition(), family=story.family) for _ in range(2))
    Change.objects.all().delete()

    def publish_second():
        try:
            publish_story(story=second, by=None)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publish_story(story=first, by=None)
            other = pool.submit(publish_second)
            with pytest.raises(TimeoutError):
                other.result(timeout=1)
            own = marks_of(first).count()
        other.result(timeout=30)

    assert marks_of(first).count() > own
