"""The list of stories and the dashboard."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.desk.stories.listing import BoundedPaginator
from broadsheet.desk.stories.visible import State, in_state, state_of
from broadsheet.stories.actions import kill_story, place_story, save_draft
from broadsheet.stories.models import Story
from tests.integration.desk.screens import at, opened_by
from tests.newsroom import a_live_story, a_reporter, a_story, a_superuser, an_edition

pytestmark = pytest.mark.django_db


def listed(client, **query):
    response = client.get(at("stories:index"), query)
    return [story.pk for story in response.context["object_list"]]


def redraft(story, headline):
    draft = story.get_latest_revision_as_object()
    draft.headline = headline
    save_draft(story=draft, by=None)


def in_every_state(edition):
    killed = kill_story(story=a_live_story(edition=edition), by=None, reason="Untrue.")
    edited = a_live_story(edition=edition)
    save_draft(story=edited.get_latest_revision_as_object(), by=None)
    edited.refresh_from_db()
    return {
        State.DRAFT: a_story(edition=edition),
        State.LIVE: a_live_story(edition=edition),
        State.LIVE_AND_DRAFT: edited,
        State.KILLED: killed,
    }


def test_list_shows_stories_of_ones_own_editions_newest_first():
    mine, other = an_edition(), an_edition()
    first, second = a_story(edition=mine), a_live_story(edition=mine)
    a_live_story(edition=other)

    assert listed(opened_by(a_reporter(mine))) == [second.pk, first.pk]


def test_superuser_sees_all_editions():
    stories = [a_story(edition=an_edition()), a_story(edition=an_edition())]

    assert set(listed(opened_by(a_superuser()))) == {story.pk for story in stories}


@pytest.mark.parametrize("state", State)
def test_state_has_one_name_in_list_and_filter(state):
    stories = in_every_state(an_edition())

    found = in_state(Story.objects.all(), state)

    assert [story.pk for story in found] == [stories[state].pk]
    assert state_of(found.get()) is state


def test_filter_by_state_and_edition():
    edition = an_edition()
    stories = in_every_state(edition)
    client = opened_by(a_superuser())
    a_story(edition=an_edition())

    found = listed(client, state="draft", home_edition=edition.pk)

    assert found == [stories[State.DRAFT].pk]


def test_filter_by_section_shows_its_drafts_and_live_stories():
    edition = an_edition(sections=["world", "sport"])
    sport = edition.sections.get(slug="sport")
    draft, live = a_story(section=sport), a_live_story(section=sport)
    a_story(section=edition.sections.get(slug="world"))

    found = listed(opened_by(a_reporter(edition)), section=sport.pk)

    assert found == [live.pk, draft.pk]


def test_filter_by_section_of_an_edition_without_a_grant_finds_nothing_of_it():
    edition, other = an_edition(), an_edition(sections=["sport"])
    mine, theirs = a_story(edition=edition), a_story(edition=other)

    found = listed(opened_by(a_reporter(edition)), section=other.sections.get().pk)

    assert theirs.pk not in found
    assert found in ([], [mine.pk])


def test_filter_shows_the_guests_of_an_edition_and_leads_to_where_they_run():
    home, mine = an_edition(), an_edition(sections=["sport"])
    guest = a_live_story(edition=home)
    place_story(story=guest, by=None, section=mine.sections.get())
    a_live_story(edition=mine)
    client = opened_by(a_reporter(mine))

    response = client.get(at("stories:index"), {"guests": mine.pk})

    assert list(response.context["object_list"]) == [guest]
    assert at("stories:placements", guest.pk) in response.text
    assert at("stories:edit", guest.pk) not in response.text


def test_filter_shows_no_guests_of_an_edition_without_a_grant():
    home, mine, other = an_edition(), an_edition(), an_edition(sections=["sport"])
    guest = a_live_story(edition=home)
    place_story(story=guest, by=None, section=other.sections.get())

    assert listed(opened_by(a_reporter(mine)), guests=other.pk) == []


def test_count_stops_at_a_bound():
    class Short(BoundedPaginator):
        most = 2

    edition = an_edition()
    for _number in range(3):
        a_story(edition=edition)

    paginator = Short(Story.objects.order_by("-pk"), per_page=40)

    assert paginator.count == 2
    assert paginator.items_count_label == "2 stories+"


def test_list_asks_no_more_for_many_stories_than_for_few():
    edition = an_edition(sections=["world"])
    client = opened_by(a_reporter(edition))

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(at("stories:index"))
        return len(queries)

    a_live_story(edition=edition)
    asked()
    few = asked()
    for _number in range(5):
        a_live_story(edition=edition)

    assert asked() == few


def test_export_of_the_whole_archive_is_not_offered():
    edition = an_edition()
    a_story(edition=edition)

    response = opened_by(a_reporter(edition)).get(at("stories:index"), {"export": "csv"})

    assert response["Content-Type"].startswith("text/html")


def test_dashboard_shows_newest_drafts_and_live_stories_of_ones_own_editions():
    mine, other = an_edition(), an_edition()
    a_story(edition=mine, headline="My draft")
    a_live_story(edition=mine, headline="My live one")
    a_story(edition=other, headline="Their draft")
    redraft(a_live_story(edition=mine, headline="As it was"), "As it shall be")

    page = opened_by(a_reporter(mine)).get(at("wagtailadmin_home")).text

    assert "My draft" in page
    assert "My live one" in page
    assert "Their draft" not in page
    assert "As it shall be" in page
    assert str(State.LIVE_AND_DRAFT.label) in page
