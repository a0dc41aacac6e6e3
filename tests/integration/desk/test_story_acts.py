"""What is done to a story beyond writing it."""

import pytest

from broadsheet.people.models import AuditEntry
from broadsheet.press import registry
from broadsheet.stories.actions import lock_story, save_draft
from tests.integration.desk.screens import at, opened_by
from tests.integration.desk.story_data import story_data
from tests.newsroom import (
    a_chief,
    a_live_story,
    a_reporter,
    a_story,
    an_edition,
    an_editor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain_preview(monkeypatch):
    """A preview that needs no page of the paper: the headline alone."""
    monkeypatch.setattr(registry, "_previewers", [lambda story: story.headline.encode()])


def live_in(edition):
    return a_live_story(edition=edition)


def test_unpublishing_takes_a_reason_and_withdraws_the_story():
    story = live_in(an_edition())
    client = opened_by(an_editor(story.home_edition))

    without = client.post(at("stories:unpublish", story.pk), {"reason": ""})
    client.post(at("stories:unpublish", story.pk), {"reason": "Wrong bridge."})

    story.refresh_from_db()
    assert without.context["form"].errors.keys() == {"reason"}
    assert not story.live
    assert AuditEntry.objects.get(act="stories.story.unpublish").reason == "Wrong bridge."


def test_reporter_may_not_unpublish():
    story = live_in(an_edition())
    client = opened_by(a_reporter(story.home_edition))

    response = client.post(at("stories:unpublish", story.pk), {"reason": "Mine."})

    story.refresh_from_db()
    assert response.status_code == 302
    assert response.url == at("wagtailadmin_home")
    assert story.live


def test_killing_takes_a_reason_and_a_tick():
    story = live_in(an_edition())
    client = opened_by(a_chief(story.home_edition))

    without = client.post(at("stories:kill", story.pk), {"reason": ""})
    client.post(at("stories:kill", story.pk), {"reason": "Untrue.", "sure": "on"})

    story.refresh_from_db()
    assert without.context["form"].errors.keys() == {"reason", "sure"}
    assert story.is_killed


def test_editor_may_not_kill():
    story = live_in(an_edition())
    client = opened_by(an_editor(story.home_edition))

    client.post(at("stories:kill", story.pk), {"reason": "Untrue.", "sure": "on"})

    story.refresh_from_db()
    assert not story.is_killed


def test_killed_story_is_shown_and_never_saved_again():
    story = live_in(an_edition())
    client = opened_by(a_chief(story.home_edition))
    data = story_data(story, headline="Back again")
    client.post(at("stories:kill", story.pk), {"reason": "Untrue.", "sure": "on"})

    page = client.get(at("stories:edit", story.pk)).text
    client.post(at("stories:edit", story.pk), data | {"action-publish": "1"})

    story.refresh_from_db()
    assert "This story was killed" in page
    assert 'name="action-publish"' not in page
    assert not story.live


def test_correction_stands_on_the_live_story():
    story = live_in(an_edition())
    client = opened_by(an_editor(story.home_edition))

    client.post(at("stories:correct", story.pk), {"text": "The bridge has two lanes."})

    assert story.corrections.get().text == "The bridge has two lanes."


def test_correction_of_a_draft_says_that_it_is_not_published():
    story = a_story(edition=an_edition())
    client = opened_by(an_editor(story.home_edition))

    response = client.post(at("stories:correct", story.pk), {"text": "Two lanes."})

    assert "This story is not published" in response.text
    assert not story.corrections.exists()


def test_earlier_version_comes_back_as_the_newest_draft():
    story = a_story(edition=an_edition(), headline="First")
    first = story.latest_revision
    draft = story.get_latest_revision_as_object()
    draft.headline = "Second"
    save_draft(story=draft, by=None)
    client = opened_by(a_reporter(story.home_edition))

    client.post(at("stories:revert", story.pk, first.pk))

    story.refresh_from_db()
    assert story.get_latest_revision_as_object().headline == "First"
    assert story.revisions.count() == 3


def test_history_names_what_was_done_and_offers_each_version():
    story = live_in(an_edition())
    reporter = a_reporter(story.home_edition, first_name="Night", last_name="Desk")
    client = opened_by(reporter)
    client.post(at("stories:edit", story.pk), story_data(story, headline="Other"))
    saved = story.revisions.order_by("pk").last()

    page = client.get(at("stories:history", story.pk)).text

    assert "Published" in page
    assert "Night Desk" in page
    assert at("stories:revision", story.pk, saved.pk) in page
    assert at("stories:compare", story.pk, "live", saved.pk) in page


def test_comparison_shows_the_changed_headline():
    story = live_in(an_edition())
    client = opened_by(a_reporter(story.home_edition))
    client.post(at("stories:edit", story.pk), story_data(story, headline="Other words"))
    saved = story.revisions.order_by("pk").last()

    page = client.get(at("stories:compare", story.pk, "live", saved.pk))

    changed = [comparison.field_label() for comparison in page.context["comparison"]]
    assert "Headline" in changed


@pytest.mark.usefixtures("plain_preview")
def test_preview_shows_the_form_as_it_is_unsaved():
    story = live_in(an_edition())
    client = opened_by(a_reporter(story.home_edition))
    url = at("stories:preview", story.pk)

    sent = client.post(url, story_data(story, headline="Not saved yet"))
    page = client.get(url)

    story.refresh_from_db()
    assert sent.json() == {"is_valid": True, "is_available": True}
    assert page.content == b"Not saved yet"
    assert story.get_latest_revision_as_object().headline != "Not saved yet"


@pytest.mark.usefixtures("plain_preview")
def test_preview_of_an_earlier_version_shows_that_version():
    story = a_story(edition=an_edition(), headline="First")
    first = story.latest_revision
    client = opened_by(a_reporter(story.home_edition))
    client.post(at("stories:edit", story.pk), story_data(story, headline="Second"))

    page = client.get(at("stories:revision", story.pk, first.pk))

    assert page.content == b"First"


def test_version_comes_back_to_no_story_that_somebody_else_locked():
    story = a_story(edition=an_edition(), headline="First")
    first = story.latest_revision
    draft = story.get_latest_revision_as_object()
    draft.headline = "Second"
    save_draft(story=draft, by=None)
    lock_story(story=story, by=an_editor(story.home_edition, username="owner"))

    response = opened_by(a_reporter(story.home_edition)).post(
        at("stories:revert", story.pk, first.pk)
    )

    story.refresh_from_db()
    assert "owner has locked this story." in response.text
    assert story.get_latest_revision_as_object().headline == "Second"


def test_copy_as_it_was_filed_and_as_it_was_published_comes_back_too():
    story = live_in(an_edition())
    filed = story.revisions.get()
    client = opened_by(an_editor(story.home_edition))
    client.post(at("stories:edit", story.pk), story_data(story, headline="Other"))

    page = client.get(at("stories:history", story.pk)).text

    assert page.count(at("stories:revert", story.pk, filed.pk)) == 2
