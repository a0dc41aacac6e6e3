"""Filing, saving and publishing a story on its screen."""

import pytest
from django.urls import reverse

from broadsheet.people.models import AuditEntry
from broadsheet.stories.actions import lock_story, save_draft
from broadsheet.stories.errors import SideDoorError
from broadsheet.stories.models import FormerAddress, Story
from tests.integration.desk.screens import opened_by
from tests.integration.desk.story_data import story_data
from tests.newsroom import (
    a_grant,
    a_live_story,
    a_reporter,
    a_story,
    an_arabic_edition,
    an_edition,
    an_editor,
)

pytestmark = pytest.mark.django_db


def edit(client, story, **data):
    return client.post(reverse("stories:edit", args=[story.pk]), story_data(story, **data))


def test_saved_draft_is_a_revision_that_readers_do_not_see():
    story = a_live_story(edition=an_edition(sections=["world"]), headline="Bridge opens")
    client = opened_by(an_editor(story.home_edition))

    response = edit(client, story, headline="Bridge closes", keyword_list="bridge, harbour")

    story.refresh_from_db()
    draft = story.get_latest_revision_as_object()
    assert response.status_code == 302
    assert (story.headline, draft.headline) == ("Bridge opens", "Bridge closes")
    assert draft.keywords == ["bridge", "harbour"]


def test_publishing_makes_the_draft_live():
    story = a_story(edition=an_edition(sections=["world"]))
    client = opened_by(an_editor(story.home_edition))

    edit(client, story, headline="Bridge opens", **{"action-publish": "1"})

    story.refresh_from_db()
    assert story.live
    assert story.headline == "Bridge opens"


def test_new_story_goes_to_the_chosen_edition_and_section():
    edition = an_edition(sections=["world", "sport"])
    client = opened_by(a_reporter(edition))
    section = edition.sections.get(slug="sport")

    data = story_data(headline="Ferry late", text="<p>Fog.</p>", section=section.pk)
    response = client.post(reverse("stories:add"), data | {"edition": edition.pk})

    story = Story.objects.get()
    assert response.url == reverse("stories:edit", args=[story.pk])
    assert story.placements.get().section == section
    assert not story.live


def test_section_of_another_edition_is_refused_at_its_field():
    edition, other = an_edition(sections=["world"]), an_edition(sections=["world"])
    user = a_reporter(edition)
    client = opened_by(user)

    data = story_data(headline="Ferry late", section=other.sections.get().pk)
    response = client.post(reverse("stories:add"), data | {"edition": edition.pk})

    assert response.context["form"].errors.keys() == {"section"}
    assert not Story.objects.exists()


def test_publishing_without_headline_section_and_text_is_told_at_the_fields():
    edition = an_edition(sections=["world"])
    client = opened_by(an_editor(edition))

    data = story_data(byline="World desk") | {"edition": edition.pk, "action-publish": "1"}
    response = client.post(reverse("stories:add"), data)

    errors = response.context["form"].errors
    assert errors.keys() == {"headline", "section", "body"}
    assert errors["headline"] == ["Write a headline before publishing."]
    assert not Story.objects.exists()


def test_refused_publication_keeps_what_was_typed_and_saves_nothing():
    story = a_story(edition=an_edition(sections=["world"]))
    client = opened_by(an_editor(story.home_edition))
    before = story.latest_revision_id

    response = edit(client, story, headline="", byline="Night desk", **{"action-publish": "1"})

    story.refresh_from_db()
    assert "Night desk" in response.text
    assert story.latest_revision_id == before


def test_outdated_form_never_overwrites_a_newer_draft_however_often_it_is_sent():
    story = a_story(edition=an_edition(sections=["world"]), headline="First")
    stale = story_data(story, headline="Mine", text="<p>My own words.</p>")
    colleague = an_editor(story.home_edition, username="colleague")
    newer = story.get_latest_revision_as_object()
    newer.headline = "Theirs"
    save_draft(story=newer, by=colleague)
    client = opened_by(an_editor(story.home_edition))

    for _attempt in range(2):
        response = client.post(reverse("stories:edit", args=[story.pk]), stale)
        stale = stale | {"opened": response.context["opened"]}

    story.refresh_from_db()
    assert story.get_latest_revision_as_object().headline == "Theirs"
    assert "colleague saved this story after you had opened it" in response.text
    assert "My own words." in response.text


def test_form_that_does_not_say_which_version_was_open_is_refused():
    story = a_story(edition=an_edition(sections=["world"]), headline="First")
    client = opened_by(an_editor(story.home_edition))

    edit(client, story, headline="Second", opened="")

    story.refresh_from_db()
    assert story.get_latest_revision_as_object().headline == "First"


def test_reporter_who_sends_the_publish_button_saves_a_draft_only():
    story = a_story(edition=an_edition(sections=["world"]))
    client = opened_by(a_reporter(story.home_edition))

    page = client.get(reverse("stories:edit", args=[story.pk])).text
    edit(client, story, headline="Mine", **{"action-publish": "1"})

    story.refresh_from_db()
    assert "action-publish" not in page
    assert not story.live


def test_editor_of_one_edition_does_not_publish_in_another_where_they_report():
    edition, other = an_edition(sections=["world"]), an_edition(sections=["world"])
    user = a_reporter(edition)
    an_editor(other, username="other-editor")
    client = opened_by(user)
    data = story_data(headline="Mine", text="<p>Text.</p>", section=edition.sections.get().pk)

    client.post(reverse("stories:add"), data | {"edition": edition.pk, "action-publish": "1"})

    assert not Story.objects.filter(live=True).exists()


def test_editor_who_only_reports_in_the_chosen_edition_keeps_the_text():
    edition, other = an_edition(sections=["world"]), an_edition(sections=["world"])
    user = an_editor(edition)
    a_grant(user=user, edition=other, role="reporter")
    data = story_data(headline="Mine", text="<p>My own words.</p>", section=other.sections.get().pk)

    response = opened_by(user).post(
        reverse("stories:add"), data | {"edition": other.pk, "action-publish": "1"}
    )

    assert "Your role in that edition does not allow this" in response.text
    assert "My own words." in response.text
    assert not Story.objects.exists()


def test_headline_is_one_line_however_it_was_typed():
    story = a_story(edition=an_edition(sections=["world"]))

    edit(opened_by(an_editor(story.home_edition)), story, headline="Bridge\r\n  opens ")

    story.refresh_from_db()
    assert story.headline == "Bridge opens"


def test_moving_a_live_story_to_another_section_leaves_a_redirect():
    story = a_live_story(edition=an_edition(sections=["world", "sport"]))
    client = opened_by(an_editor(story.home_edition))
    sport = story.home_edition.sections.get(slug="sport")

    edit(client, story, section=sport.pk)

    assert story.placements.get().section == sport
    assert FormerAddress.objects.get().path.startswith("world/")


def test_reporter_may_move_a_draft_but_not_a_live_story():
    edition = an_edition(sections=["world", "sport"])
    draft, live = a_story(edition=edition), a_live_story(edition=edition)
    client = opened_by(a_reporter(edition))
    sport = edition.sections.get(slug="sport")

    edit(client, draft, section=sport.pk)
    edit(client, live, section=sport.pk)

    assert draft.placements.get().section == sport
    assert live.placements.get().section.slug == "world"


def test_another_slug_moves_the_address():
    story = a_live_story(edition=an_edition(sections=["world"]))
    client = opened_by(an_editor(story.home_edition))

    edit(client, story, slug="Bridge Open")

    assert story.placements.get().slug == "bridge-open"
    assert FormerAddress.objects.count() == 1


def test_story_locked_by_somebody_else_is_not_saved():
    story = a_story(edition=an_edition(sections=["world"]), headline="First")
    lock_story(story=story, by=an_editor(story.home_edition))
    client = opened_by(a_reporter(story.home_edition))

    response = edit(client, story, headline="Mine")

    story.refresh_from_db()
    assert response.status_code == 200
    assert story.get_latest_revision_as_object().headline == "First"


def test_lock_switch_locks_for_oneself_and_an_editor_may_unlock():
    story = a_story(edition=an_edition(sections=["world"]))
    reporter, editor = a_reporter(story.home_edition), an_editor(story.home_edition)

    opened_by(reporter).post(reverse("stories:lock", args=[story.pk]))
    story.refresh_from_db()
    locked_by = story.locked_by
    opened_by(editor).post(reverse("stories:unlock", args=[story.pk]))
    story.refresh_from_db()

    assert locked_by == reporter
    assert not story.locked


def test_inputs_have_the_direction_of_the_text_and_not_of_the_screen():
    story = a_story(edition=an_arabic_edition(sections=["world"]), headline="جسر")
    client = opened_by(an_editor(story.home_edition))

    response = client.get(reverse("stories:edit", args=[story.pk]))

    headline = response.context["form"]["headline"]
    assert headline.field.widget.attrs["dir"] == "rtl"
    assert headline.field.widget.attrs["lang"] == "ar"
    assert '<html lang="en" dir="ltr"' in response.text


def test_edition_tells_a_story_only_once():
    story = a_live_story(edition=an_edition(sections=["world"]))
    client = opened_by(an_editor(story.home_edition))

    data = story_data(headline="Again", telling_of=story.pk) | {"edition": story.home_edition.pk}
    response = client.post(reverse("stories:add"), data)

    assert response.context["form"].errors.keys() == {"edition"}


def test_wagtails_own_publishing_of_a_story_is_refused():
    story = a_live_story(edition=an_edition(sections=["world"]))

    with pytest.raises(SideDoorError, match=r"stories\.actions\.publish_story"):
        story.latest_revision.publish()
    with pytest.raises(SideDoorError, match=r"stories\.actions\.unpublish_story"):
        story.unpublish()


def test_every_save_is_in_the_audit_with_its_author():
    story = a_story(edition=an_edition(sections=["world"]))
    reporter = a_reporter(story.home_edition)

    edit(opened_by(reporter), story, headline="Mine")

    entry = AuditEntry.objects.filter(act="stories.story.save").get()
    assert entry.by == reporter
    assert entry.object == f"story:{story.pk}"
