"""Telling a story again in another edition: it begins with the copy there is."""

import pytest

from broadsheet.stories.actions import kill_story
from broadsheet.stories.models import Story
from tests.integration.desk.screens import at, opened_by
from tests.integration.desk.story_data import story_data
from tests.newsroom import (
    a_grant,
    a_live_story,
    a_picture,
    a_reporter,
    an_arabic_edition,
    an_edition,
    an_editor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return a_live_story(
        edition=an_edition(sections=["world"]),
        headline="Bridge opens",
        text=["The bridge carried its first lorry at dawn."],
        lead_picture=a_picture(),
    )


def writer_in(*editions):
    first, *others = editions
    user = a_reporter(first)
    for edition in others:
        a_grant(user=user, edition=edition, role="reporter")
    return user


def again(story):
    return f"{at('stories:add')}?telling_of={story.pk}"


def test_form_begins_with_the_copy_and_the_first_edition_that_has_not_told_it(story):
    arabic = an_arabic_edition(sections=["world"])
    client = opened_by(writer_in(story.home_edition, arabic))

    response = client.get(again(story))

    form = response.context["form"]
    assert form["headline"].value() == "Bridge opens"
    assert form["lead_picture"].value() == story.lead_picture_id
    assert "first lorry" in str(form["body"].value()[0].value)
    assert form["edition"].value() == arabic.pk
    assert form["headline"].field.widget.attrs["dir"] == "rtl"
    assert at("stories:edit", story.pk) in response.text


def test_paragraphs_that_stay_remember_where_they_came_from(story):
    origin = {"origin": "wire", "guid": "tag:agency.example:1"}
    key = story.body[0].value.source.partition('data-block-key="')[2][:8]
    draft = story.get_latest_revision_as_object()
    draft.provenance = {key: origin}
    draft.save_revision(log_action=False, clean=False)
    arabic = an_arabic_edition(sections=["world"])
    client = opened_by(writer_in(story.home_edition, arabic))

    data = story_data(story, headline="جسر", telling_of=story.pk)
    client.post(
        at("stories:add"), data | {"edition": arabic.pk, "section": arabic.sections.get().pk}
    )

    told = Story.objects.get(home_edition=arabic)
    assert told.family == story.family
    assert list(told.provenance.values()) == [origin]


def test_story_is_offered_for_telling_only_where_it_is_untold(story):
    both = opened_by(writer_in(story.home_edition, an_arabic_edition()))
    home_alone = opened_by(an_editor(story.home_edition))

    offered = at("stories:add") + "?telling_of="

    assert offered in both.get(at("stories:edit", story.pk)).text
    assert offered not in home_alone.get(at("stories:edit", story.pk)).text


def test_killed_story_is_not_told_again(story):
    arabic = an_arabic_edition(sections=["world"])
    client = opened_by(writer_in(story.home_edition, arabic))
    kill_story(story=story, by=None, reason="Untrue.")

    form = client.get(again(story)).context["form"]
    data = story_data(headline="جسر", telling_of=story.pk) | {"edition": arabic.pk}
    refused = client.post(at("stories:add"), data)

    assert not form["headline"].value()
    assert "There is no such story to tell again." in refused.text
    assert Story.objects.count() == 1


def test_story_of_an_edition_without_a_grant_cannot_be_told_again(story):
    mine = an_edition(sections=["world"])
    client = opened_by(a_reporter(mine))

    page = client.get(again(story)).text
    data = story_data(headline="Mine", telling_of=story.pk) | {"edition": mine.pk}
    refused = client.post(at("stories:add"), data)

    assert "Bridge opens" not in page
    assert "There is no such story to tell again." in refused.text


def test_new_story_names_no_other_telling():
    client = opened_by(a_reporter(an_edition(sections=["world"])))

    page = client.get(at("stories:add")).text

    assert "telling of" not in page.lower()
