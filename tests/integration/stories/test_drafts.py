"""Drafts: nothing is overwritten in silence, and a lock means what it says."""

import pytest

from broadsheet.stories.actions import (
    create_story,
    kill_story,
    lock_story,
    publish_story,
    save_draft,
    unlock_story,
)
from broadsheet.stories.errors import AlreadyKilledError, EditedMeanwhileError, LockedError
from broadsheet.stories.models import Story
from tests.newsroom import (
    a_live_story,
    a_reporter,
    a_section,
    a_story,
    a_superuser,
    an_edition,
    an_editor,
    some_copy,
)

pytestmark = pytest.mark.django_db


def test_a_draft_of_a_live_story_is_not_seen_by_readers():
    story = a_live_story(headline="Bridge opens")
    story.headline = "Bridge stays shut"

    revision = save_draft(story=story, by=None)

    story.refresh_from_db()
    assert story.headline == "Bridge opens"
    assert story.has_unpublished_changes
    assert story.latest_revision == revision
    assert story.get_latest_revision_as_object().headline == "Bridge stays shut"


def test_a_draft_of_a_story_that_nobody_sees_shows_its_newest_headline_in_lists():
    story = a_story(headline="Bridge opens")
    story.headline = "Bridge stays shut"

    save_draft(story=story, by=None)

    assert Story.objects.get(pk=story.pk).headline == "Bridge stays shut"


def test_a_newer_draft_of_somebody_else_is_not_overwritten():
    story = a_story()
    opened = story.latest_revision
    other = an_editor(story.home_edition, username="night-desk")
    theirs = story.get_latest_revision_as_object()
    theirs.headline = "Theirs"
    save_draft(story=theirs, by=other, opened=opened)
    story.headline = "Mine"

    with pytest.raises(EditedMeanwhileError) as refused:
        save_draft(story=story, by=None, opened=opened)

    assert str(refused.value) == (
        f"night-desk saved story {story.pk} after you had opened it. "
        "Open it again, compare, and put your changes into the newer text."
    )
    assert Story.objects.get(pk=story.pk).get_latest_revision_as_object().headline == "Theirs"


def test_the_newest_draft_may_be_saved_over_again():
    story = a_story()
    story.headline = "Once"
    once = save_draft(story=story, by=None, opened=story.latest_revision)
    story.headline = "Twice"

    save_draft(story=story, by=None, opened=once)

    assert Story.objects.get(pk=story.pk).headline == "Twice"


def test_a_locked_story_is_edited_by_its_holder_alone():
    story = a_story()
    holder = a_reporter(story.home_edition, username="harbour-desk")
    lock_story(story=story, by=holder)

    with pytest.raises(LockedError) as refused:
        save_draft(story=story, by=a_superuser())
    save_draft(story=story, by=holder)

    assert str(refused.value) == (
        f"harbour-desk has locked story {story.pk}. "
        "Ask harbour-desk, or an editor, to unlock it first."
    )
    assert story.revisions.count() == 2


def test_a_lock_is_not_taken_from_somebody_else():
    story = a_story()
    holder = a_reporter(story.home_edition)
    lock_story(story=story, by=holder)

    with pytest.raises(LockedError):
        lock_story(story=story, by=an_editor(story.home_edition))

    story.refresh_from_db()
    assert story.locked_by == holder


def test_a_lock_taken_twice_is_one_lock():
    story = a_story()
    holder = a_reporter(story.home_edition)

    lock_story(story=story, by=holder)
    lock_story(story=story, by=holder)
    unlock_story(story=story, by=holder)

    story.refresh_from_db()
    assert (story.locked, story.locked_by, story.locked_at) == (False, None, None)


def test_publishing_and_killing_pass_a_lock_and_leave_it():
    story = a_story()
    holder = a_reporter(story.home_edition)
    lock_story(story=story, by=holder)

    published = publish_story(story=story, by=an_editor(story.home_edition))
    killed = kill_story(story=story, by=None, reason="Untrue.")

    assert published.live
    assert (published.locked, published.locked_by) == (True, holder)
    assert killed.locked_by == holder


def test_a_draft_saved_under_a_lock_does_not_bring_the_lock_back():
    story = a_story()
    holder = a_reporter(story.home_edition)
    locked = lock_story(story=story, by=holder)
    save_draft(story=locked, by=holder)
    unlock_story(story=story, by=holder)

    publish_story(story=story, by=None)

    story.refresh_from_db()
    assert not story.locked


def test_a_killed_story_takes_no_draft():
    story = a_live_story()
    kill_story(story=story, by=None, reason="Untrue.")

    with pytest.raises(AlreadyKilledError, match="File a new story instead"):
        save_draft(story=story, by=None)


def test_a_story_may_be_filed_before_it_has_a_section():
    edition = an_edition()

    story = create_story(by=None, edition=edition, section=None, copy=some_copy())

    assert not story.placements.exists()
    assert story.language == edition.language


def test_a_story_is_not_filed_in_a_section_of_another_edition():
    edition, elsewhere = an_edition(), a_section(name="Sport")

    with pytest.raises(ValueError, match="Sport is not in"):
        create_story(by=None, edition=edition, section=elsewhere, copy=some_copy())

    assert not Story.objects.exists()


def test_what_is_not_copy_cannot_be_filed_with_it():
    edition = an_edition()
    copy = {**some_copy(), "live": True, "killed_at": "2026-11-24", "dated": "1999/01"}

    story = create_story(by=None, edition=edition, section=None, copy=copy)

    assert (story.live, story.killed_at, story.dated) == (False, None, "")
