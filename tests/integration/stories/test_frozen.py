"""What readers were told once stays: the date of a story, its month, its id, its slug."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.stories.actions import (
    create_story,
    publish_story,
    save_draft,
    unpublish_story,
)
from broadsheet.stories.models import Story, StoryFamily
from broadsheet.stories.queries import path_of
from broadsheet.stylebook import ids
from broadsheet.stylebook.ids import is_minted, minted_at
from tests.newsroom import a_live_story, a_story, an_edition, some_copy

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 11, 24, 12, tzinfo=UTC)  # Long ago, whenever the tests run.


def test_first_publication_survives_being_taken_back_and_published_again():
    story = a_live_story(at=NOON)
    placement = story.placements.get()

    unpublish_story(story=story, by=None)
    again = publish_story(story=story, by=None)

    placement.refresh_from_db()
    assert again.first_published_at == placement.published_at == NOON
    assert again.last_published_at > NOON
    assert again.dated == "2025/11"
    assert placement.withdrawn_at is None


def test_a_second_publication_cannot_be_backdated():
    story = a_live_story(at=NOON)

    again = publish_story(story=story, by=None, at=NOON - timedelta(days=400))

    assert again.first_published_at == NOON
    assert again.updated_at > NOON


def test_an_older_object_in_hand_does_not_move_the_first_publication():
    story = a_story()
    revision = save_draft(story=story, by=None)
    publish_story(story=story, by=None, at=NOON)

    publish_story(story=story, by=None, revision=revision)

    story.refresh_from_db()
    assert (story.first_published_at, story.dated) == (NOON, "2025/11")


@pytest.mark.parametrize(
    ("time_zone", "at", "dated"),
    [
        ("Africa/Cairo", datetime(2026, 11, 30, 21, 59, tzinfo=UTC), "2026/11"),
        ("Africa/Cairo", datetime(2026, 11, 30, 22, 0, tzinfo=UTC), "2026/12"),
        ("America/New_York", datetime(2027, 1, 1, 4, 59, tzinfo=UTC), "2026/12"),
        ("America/New_York", datetime(2027, 1, 1, 5, 0, tzinfo=UTC), "2027/01"),
    ],
)
def test_month_of_the_address_turns_at_the_midnight_of_the_home_edition(time_zone, at, dated):
    edition = an_edition(time_zone=time_zone)

    story = a_live_story(edition=edition, at=at)

    assert story.dated == dated
    assert f"/{dated}/" in path_of(story.placements.get())


def test_month_of_the_address_outlives_another_zone_and_another_publication():
    story = a_live_story(
        edition=an_edition(time_zone="UTC"), at=datetime(2025, 11, 30, 23, tzinfo=UTC)
    )
    story.home_edition.time_zone = "Asia/Tokyo"
    story.home_edition.save()

    again = publish_story(story=story, by=None)

    assert again.dated == "2025/11"


def test_an_address_keeps_its_slug_when_the_headline_changes():
    story = a_live_story(headline="Bridge opens")
    before = path_of(story.placements.get())
    story.headline = "Bridge stays shut"
    save_draft(story=story, by=None)

    publish_story(story=story, by=None)

    assert path_of(story.placements.get()) == before
    assert before.endswith(f"{story.pk}-bridge-opens/")


def test_ids_are_minted_and_tell_when():
    before = timezone.now()

    first, second = a_story(), a_story()

    assert is_minted(first.pk)
    assert first.pk < second.pk
    assert (
        before - timedelta(seconds=1) < minted_at(first.pk) < timezone.now() + timedelta(seconds=1)
    )
    assert first.family_id != first.pk


@pytest.fixture
def next_ids():
    """The ids that this process mints next, while its clock is an hour ahead."""
    latest = ids._mint._latest
    ahead = ids._mint._latest = ids._number(timezone.now() + timedelta(hours=1))
    yield [ids._spelled(ahead + step) for step in range(1, 9)]
    ids._mint._latest = latest


def test_an_id_that_another_process_took_is_minted_again(next_ids):
    edition = an_edition(sections=["world"])
    family = StoryFamily.objects.create(id=next_ids[0])
    taken = Story.objects.create(id=next_ids[2], family=family, home_edition=edition)

    story = create_story(by=None, edition=edition, section=None, copy=some_copy(headline="Mine"))

    taken.refresh_from_db()
    assert (taken.headline, story.headline) == ("", "Mine")
    assert (story.family_id, story.pk) == (next_ids[1], next_ids[3])
