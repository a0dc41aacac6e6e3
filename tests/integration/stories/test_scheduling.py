"""The clock publishes and takes back on time, each thing alone; a failing one is set aside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.editions.actions import revoke_role
from broadsheet.people.models import AuditEntry
from broadsheet.stories import due as due_module
from broadsheet.stories.actions import (
    call_off,
    kill_story,
    place_story,
    publish_story,
    retry_due,
    save_draft,
    schedule_publication,
    schedule_taking_back,
    unpublish_story,
)
from broadsheet.stories.due import do_due, forget_old_due, next_due
from broadsheet.stories.embargoes import hold_back, keep_embargo
from broadsheet.stories.errors import (
    AlreadyKilledError,
    BadTimeError,
    EmbargoedError,
    NotReadyError,
    NotWaitingError,
)
from broadsheet.stories.models import DueState, DueTime, PlacementState
from broadsheet.stories.schedule import schedule_of
from tests.newsroom import a_live_story, a_section, a_story, an_editor

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def soon():
    return timezone.now() + HOUR


def home_of(story):
    return story.placements.get(is_home=True)


def state_of(due):
    due.refresh_from_db()
    return due.state


def test_a_story_goes_out_at_its_time_and_not_before():
    story = a_story()
    at = soon()
    due = schedule_publication(placement=home_of(story), by=None, at=at)

    assert next_due() == at
    assert do_due(at - timedelta(seconds=1)) == []
    story.refresh_from_db()
    assert not story.live
    (done,) = do_due(at)

    story.refresh_from_db()
    assert done == due
    assert story.live
    assert state_of(due) == DueState.DONE
    assert do_due(at + HOUR) == []


def test_the_version_of_the_asking_goes_out_in_the_name_of_who_asked():
    story = a_story()
    editor = an_editor(story.home_edition)
    schedule_publication(placement=home_of(story), by=editor, at=soon())
    asked_for = story.headline
    story.headline = "A later thought"
    save_draft(story=story, by=None)

    do_due(soon() + HOUR)

    story.refresh_from_db()
    assert story.headline == asked_for
    assert story.has_unpublished_changes
    assert AuditEntry.objects.get(act="stories.story.publish").by == editor


def test_one_that_fails_is_set_aside_with_its_reason_and_the_others_go_out():
    first, second, third = a_story(), a_story(), a_story()
    editor = an_editor(second.home_edition)
    dues = [
        schedule_publication(placement=home_of(story), by=by, at=soon())
        for story, by in ((first, None), (second, editor), (third, None))
    ]
    revoke_role(user=editor, edition=second.home_edition, by=None)

    do_due(soon() + HOUR)

    assert [state_of(due) for due in dues] == [DueState.DONE, DueState.FAILED, DueState.DONE]
    assert "may not publish" in dues[1].error
    assert schedule_of().failed == [dues[1]]
    assert schedule_of([first.home_edition.code]).failed == []


def test_a_fault_that_may_pass_is_tried_again_before_it_is_set_aside(monkeypatch):
    story = a_story()
    due = schedule_publication(placement=home_of(story), by=None, at=soon())

    def fail(*_args, **_kwargs):
        raise RuntimeError("the roof leaks")

    monkeypatch.setattr(due_module, "publish_story", fail)
    states = []
    for hours in range(2, 6):
        do_due(timezone.now() + hours * HOUR)
        states.append(state_of(due))
    assert states == [DueState.WAITING, DueState.WAITING, DueState.FAILED, DueState.FAILED]
    assert due.error == "RuntimeError: the roof leaks"

    monkeypatch.undo()
    retry_due(due=due, by=None)
    do_due(timezone.now() + HOUR)

    assert state_of(due) == DueState.DONE


def test_nothing_half_done_stays_behind_a_failure(monkeypatch):
    story = a_story()
    due = schedule_publication(placement=home_of(story), by=None, at=soon())

    def publish_and_fail(**kwargs):
        publish_story(**kwargs)
        raise RuntimeError("too late")

    monkeypatch.setattr(due_module, "publish_story", publish_and_fail)
    do_due(soon() + HOUR)

    story.refresh_from_db()
    assert not story.live
    assert state_of(due) == DueState.WAITING


def test_taking_back_at_a_time_unpublishes_at_home_and_withdraws_elsewhere():
    story = a_live_story()
    guest = place_story(story=story, by=None, section=a_section())
    schedule_taking_back(placement=guest, by=None, at=soon())

    do_due(soon() + HOUR)

    guest.refresh_from_db()
    story.refresh_from_db()
    assert guest.state == PlacementState.WITHDRAWN
    assert story.live
    schedule_taking_back(placement=home_of(story), by=None, at=soon())
    do_due(soon() + HOUR)
    story.refresh_from_db()
    assert not story.live


def test_an_edition_with_a_time_of_its_own_does_not_go_out_with_the_others():
    story = a_story()
    guest = place_story(story=story, by=None, section=a_section())
    at = soon()
    schedule_publication(placement=guest, by=None, at=at)

    publish_story(story=story, by=None)
    guest.refresh_from_db()
    assert guest.state == PlacementState.PLANNED
    do_due(at)

    guest.refresh_from_db()
    assert guest.state == PlacementState.LIVE


def test_publishing_by_hand_calls_the_time_off():
    story = a_story()
    due = schedule_publication(placement=home_of(story), by=None, at=soon())

    publish_story(story=story, by=None)

    assert state_of(due) == DueState.CALLED_OFF


def test_an_update_due_later_with_newer_copy_survives_a_publication_of_older_copy():
    story = a_live_story()
    older = story.latest_revision
    story.headline = "The bridge opens"
    save_draft(story=story, by=None)
    due = schedule_publication(placement=home_of(story), by=None, at=soon())

    publish_story(story=story, by=None, revision=older)
    assert state_of(due) == DueState.WAITING
    do_due(soon() + HOUR)

    story.refresh_from_db()
    assert story.headline == "The bridge opens"


@pytest.mark.parametrize("end", [kill_story, unpublish_story])
def test_what_is_taken_away_has_nothing_due(end):
    story = a_live_story()
    due = schedule_taking_back(placement=home_of(story), by=None, at=soon())

    end(story=story, by=None, reason="A doubt.")

    assert state_of(due) == DueState.CALLED_OFF


def test_a_killed_story_cannot_be_scheduled_nor_tried_again():
    story = a_story()
    due = schedule_publication(placement=home_of(story), by=None, at=soon())
    DueTime.objects.update(state=DueState.FAILED)
    kill_story(story=story, by=None, reason="Untrue.")

    with pytest.raises(AlreadyKilledError):
        schedule_publication(placement=home_of(story), by=None, at=soon())
    with pytest.raises(AlreadyKilledError):
        retry_due(due=due, by=None)


def test_times_that_make_no_sense_are_refused():
    story = a_story()
    home = home_of(story)
    with pytest.raises(BadTimeError, match="is over"):
        schedule_publication(placement=home, by=None, at=timezone.now() - HOUR)
    with pytest.raises(BadTimeError, match="under no embargo"):
        schedule_publication(placement=home, by=None)
    schedule_publication(placement=home, by=None, at=soon() + HOUR)
    with pytest.raises(BadTimeError, match="before it is published"):
        schedule_taking_back(placement=home, by=None, at=soon())
    assert DueTime.objects.count() == 1


def test_an_unready_story_is_refused_while_the_editor_looks():
    story = a_story(headline="")

    with pytest.raises(NotReadyError):
        schedule_publication(placement=home_of(story), by=None, at=soon())


def test_what_was_done_cannot_be_called_off():
    story = a_story()
    due = schedule_publication(placement=home_of(story), by=None, at=soon())
    do_due(soon() + HOUR)

    with pytest.raises(NotWaitingError):
        call_off(due=due, by=None)


def test_an_embargo_cannot_be_undercut_by_a_time():
    story = a_story()
    keep_embargo(story=story, until=soon() + HOUR)

    with pytest.raises(EmbargoedError):
        schedule_publication(placement=home_of(story), by=None, at=soon())


def test_publication_at_the_end_of_the_embargo_follows_it_where_the_agency_moves_it():
    story = a_story()
    first = soon()
    keep_embargo(story=story, until=first)
    schedule_publication(placement=home_of(story), by=None)
    keep_embargo(story=story, until=first + HOUR)

    assert do_due(first) == []
    story.refresh_from_db()
    assert not story.live
    do_due(first + HOUR)

    story.refresh_from_db()
    assert story.live


def test_a_time_of_ones_own_waits_for_an_embargo_that_came_later():
    story = a_story()
    at = soon()
    due = schedule_publication(placement=home_of(story), by=None, at=at)
    keep_embargo(story=story, until=at + HOUR)

    do_due(at)
    story.refresh_from_db()
    assert not story.live
    assert state_of(due) == DueState.WAITING
    do_due(at + HOUR)

    story.refresh_from_db()
    assert story.live


def test_what_was_done_long_ago_is_forgotten_and_failures_stay():
    done, failed = a_story(), a_story()
    schedule_publication(placement=home_of(done), by=None, at=soon())
    do_due(soon() + HOUR)
    due = schedule_publication(placement=home_of(failed), by=None, at=soon())
    DueTime.objects.filter(pk=due.pk).update(state=DueState.FAILED)

    assert forget_old_due(timezone.now() + timedelta(days=31) + 3 * HOUR) == 1

    assert DueTime.objects.get() == due


def test_copy_that_the_agency_holds_back_is_not_published_by_the_machine():
    story, other = a_story(), a_story()
    machine = schedule_publication(placement=home_of(story), by=None, at=soon())
    editor = an_editor(other.home_edition)
    human = schedule_publication(placement=home_of(other), by=editor, at=soon())

    hold_back(story=story)
    hold_back(story=other)

    assert (state_of(machine), state_of(human)) == (DueState.CALLED_OFF, DueState.WAITING)
