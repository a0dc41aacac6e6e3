"""Scheduling in the newsroom: on the edition's own clock, and only what one may."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.stories.actions import place_story, schedule_publication
from broadsheet.stories.due import do_due
from broadsheet.stories.embargoes import keep_embargo
from broadsheet.stories.models import DueAct, DueState, DueTime
from tests.integration.desk.screens import at, opened_by
from tests.newsroom import a_live_story, a_reporter, a_section, a_story, an_edition, an_editor

pytestmark = pytest.mark.django_db


def asking(placement, **times):
    fields = {f"p{placement.pk}-{name}": value for name, value in times.items()}
    return {"placement": placement.pk, **fields}


def test_times_are_those_of_the_editions_own_clock():
    story = a_story(edition=an_edition(time_zone="Africa/Cairo", sections=["world"]))
    placement = story.placements.get()
    client = opened_by(an_editor(story.home_edition))

    client.post(
        at("stories:schedule", story.pk),
        asking(placement, publish_at="2031-01-05T10:30", take_back_at="2031-01-06T10:30"),
    )

    dues = dict(DueTime.objects.values_list("act", "at"))
    assert dues == {
        DueAct.PUBLISH: datetime(2031, 1, 5, 8, 30, tzinfo=UTC),
        DueAct.TAKE_BACK: datetime(2031, 1, 6, 8, 30, tzinfo=UTC),
    }
    page = client.get(at("stories:schedule", story.pk)).content.decode()
    assert "10:30" in page or "10:30 a.m." in page
    assert "Africa/Cairo" in page


def test_an_hour_that_the_clock_skips_is_refused():
    story = a_story(edition=an_edition(time_zone="Europe/Lisbon", sections=["world"]))
    placement = story.placements.get()
    client = opened_by(an_editor(story.home_edition))

    # In Lisbon the clocks go from 01:00 to 02:00 on the last Sunday of March.
    response = client.post(
        at("stories:schedule", story.pk), asking(placement, publish_at="2031-03-30T01:30")
    )

    assert "may not exist" in response.content.decode()
    assert not DueTime.objects.exists()


def test_a_refusal_is_said_beside_the_form_it_belongs_to():
    story = a_story()
    placement = story.placements.get()
    client = opened_by(an_editor(story.home_edition))

    past = client.post(
        at("stories:schedule", story.pk), asking(placement, publish_at="2001-01-01T10:00")
    )
    empty = client.post(at("stories:schedule", story.pk), asking(placement))

    assert "That time is over." in past.content.decode()
    assert "Give a time first." in empty.content.decode()


def test_the_end_of_the_embargo_can_be_chosen_where_there_is_one():
    story = a_story()
    placement = story.placements.get()
    until = timezone.now() + timedelta(hours=3)
    keep_embargo(story=story, until=until)
    client = opened_by(an_editor(story.home_edition))

    client.post(at("stories:schedule", story.pk), asking(placement, at_embargo="on"))

    due = DueTime.objects.get()
    assert (due.at, due.follows_embargo) == (until, True)


def test_somebody_of_a_guest_edition_schedules_there_and_not_at_home():
    story = a_story()
    guest = place_story(story=story, by=None, section=a_section())
    client = opened_by(an_editor(guest.edition))
    page = client.get(at("stories:schedule", story.pk)).content.decode()
    home = story.placements.get(is_home=True)
    assert f"p{guest.pk}-publish_at" in page
    assert f"p{home.pk}-publish_at" not in page

    client.post(at("stories:schedule", story.pk), asking(home, publish_at="2031-01-05T10:30"))
    client.post(at("stories:schedule", story.pk), asking(guest, publish_at="2031-01-05T10:30"))

    assert list(DueTime.objects.values_list("placement", flat=True)) == [guest.pk]


def test_a_reporter_sees_the_times_and_changes_none():
    story = a_story()
    schedule_publication(
        placement=story.placements.get(), by=None, at=timezone.now() + timedelta(hours=1)
    )
    client = opened_by(a_reporter(story.home_edition))

    page = client.get(at("stories:schedule", story.pk)).content.decode()

    assert "publish_at" not in page
    assert "call-off" not in page
    assert client.post(at("schedule:call_off", DueTime.objects.get().pk)).status_code == 302
    assert DueTime.objects.get().state == DueState.WAITING


def test_what_is_due_is_listed_for_ones_own_editions_and_can_be_called_off_and_retried():
    mine, theirs = a_story(headline="Mine"), a_live_story(headline="Theirs")
    due = schedule_publication(
        placement=mine.placements.get(), by=None, at=timezone.now() + timedelta(hours=1)
    )
    keep_embargo(story=theirs, until=None)
    client = opened_by(an_editor(mine.home_edition))
    DueTime.objects.update(state=DueState.FAILED, error="The roof leaks.")

    page = client.get(at("schedule:index")).content.decode()
    client.post(at("schedule:retry", due.pk))
    do_due(timezone.now())

    assert "Mine" in page
    assert "The roof leaks." in page
    assert "Theirs" not in page
    due.refresh_from_db()
    assert due.state == DueState.DONE
    assert due.asked_by is not None


def test_a_due_time_of_another_edition_is_not_there():
    due = schedule_publication(
        placement=a_story().placements.get(), by=None, at=timezone.now() + timedelta(hours=1)
    )
    client = opened_by(an_editor(an_edition()))

    assert client.post(at("schedule:call_off", due.pk)).status_code == 404
    assert due.pk in DueTime.objects.filter(state=DueState.WAITING).values_list("pk", flat=True)


def test_the_storys_own_screen_says_when_it_goes_out():
    story = a_story()
    schedule_publication(
        placement=story.placements.get(), by=None, at=timezone.now() + timedelta(hours=1)
    )
    client = opened_by(an_editor(story.home_edition))

    page = client.get(at("stories:edit", story.pk)).content.decode()

    assert at("stories:schedule", story.pk) in page
    assert "Change the schedule" in page
