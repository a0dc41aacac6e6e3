"""A version becomes a story, or brings its story up to date, but never against the desk."""

import pytest

from broadsheet.stories.actions import kill_story, lock_story, save_draft, unpublish_story
from broadsheet.stories.errors import NotReadyError
from broadsheet.stories.models import Story
from broadsheet.wire.actions import lift_version
from broadsheet.wire.errors import NoEdition
from broadsheet.wire.models import Item, Version
from tests.integration.wire.agency import an_english_newsroom, in_hours, lift
from tests.newsroom import an_arabic_edition, an_edition, an_editor

pytestmark = pytest.mark.django_db

NEWER = {"version": "2", "headline": "Night ferry opens a day late"}


def edited_by_the_desk(story, edition):
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.headline = "As the desk has it"
    save_draft(story=draft, by=an_editor(edition))


def headline_of(story):
    return Story.objects.get(pk=story.pk).headline


def test_a_version_becomes_a_published_story_whose_paragraphs_know_where_they_came_from():
    edition = an_english_newsroom()

    lifted = lift(creditline="Halden Wire", body_html="<p>The ferry left.</p><p>It came back.</p>")

    story = Story.objects.get()
    assert (lifted.published, lifted.why_not) == (True, "")
    assert (story.live, story.home_edition, story.agency_credit) == (True, edition, "Halden Wire")
    assert [origin["origin"] for origin in story.provenance.values()] == ["wire", "wire"]
    assert {origin["guid"] for origin in story.provenance.values()} == {"urn:halden:1"}


def test_the_same_version_lifted_again_changes_nothing():
    an_english_newsroom()
    first = lift()

    second = lift()

    assert Story.objects.count() == 1
    assert second.story.updated_at == first.story.updated_at
    assert second.why_not == "Its story already has this version or a newer one."


def test_the_same_words_in_another_wrapping_change_nothing():
    an_english_newsroom()
    first = lift()

    second = lift(keywords=["ferry"])

    assert Version.objects.count() == 2
    assert second.story.updated_at == first.story.updated_at


def test_a_newer_version_updates_a_story_that_nobody_edited():
    an_english_newsroom()
    story = lift().story

    lifted = lift(**NEWER)

    assert (lifted.story, lifted.published) == (story, True)
    assert headline_of(story) == NEWER["headline"]


def test_a_correction_without_a_new_number_is_told_by_its_words():
    an_english_newsroom()
    story = lift().story

    lift(body_html="<p>The ferry did not leave.</p>")

    assert "did not leave" in Story.objects.get(pk=story.pk).body[0].value.source


def test_an_older_version_that_comes_late_changes_nothing():
    an_english_newsroom()
    story = lift(**NEWER).story

    late = lift(version="1", headline="Night ferry to open")

    assert headline_of(story) == NEWER["headline"]
    assert late.why_not == "Its story already has this version or a newer one."


def test_a_version_of_a_story_that_the_desk_edited_is_held_and_said_so():
    edition = an_english_newsroom()
    story = lift().story
    edited_by_the_desk(story, edition)

    held = lift(**NEWER)

    assert held.why_not.startswith("The desk has edited its story")
    assert Story.objects.get().get_latest_revision_as_object().headline == "As the desk has it"


def test_a_resent_version_does_not_publish_what_the_desk_is_still_writing():
    edition = an_english_newsroom()
    story = lift(publish=False).story
    edited_by_the_desk(story, edition)

    held = lift()

    assert held.why_not.startswith("The desk has edited its story")
    assert not Story.objects.get().live


def test_a_version_of_a_story_that_the_desk_locked_is_held():
    edition = an_english_newsroom()
    lock_story(story=lift().story, by=an_editor(edition))

    held = lift(**NEWER)

    assert held.why_not.startswith("The desk has locked its story")


@pytest.mark.parametrize("fields", [{}, NEWER], ids=["resent", "newer"])
def test_nothing_brings_back_what_the_desk_took_back(fields):
    an_english_newsroom()
    unpublish_story(story=lift().story, by=None, reason="A doubt.")

    held = lift(**fields)

    assert not Story.objects.get().live
    assert held.why_not.startswith("The desk took its story back")


def test_nothing_brings_back_what_the_desk_killed():
    an_english_newsroom()
    kill_story(story=lift().story, by=None, reason="Not true.")

    held = lift(**NEWER)

    assert held.why_not == "Its story was killed here."


def test_an_unpublished_draft_is_published_by_taking_it_again():
    an_english_newsroom()
    draft = lift(publish=False)

    again = lift(publish=True)

    assert (draft.published, again.published) == (False, True)
    assert Story.objects.get().live


def test_an_item_goes_to_the_edition_of_its_language():
    an_english_newsroom()
    arabic = an_arabic_edition(sections=["world"])

    story = lift(language="ar-SY", headline="افتتاح عبّارة ليلية").story

    assert (story.home_edition, story.language) == (arabic, "ar-SY")


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("fi", "No edition is in the item's language “fi”. The item is kept."),
        (None, "The item does not say its language, so no edition can be chosen for it."),
    ],
)
def test_an_item_in_a_language_of_no_edition_is_kept_and_the_editor_told(language, reason):
    edition = an_english_newsroom()

    with pytest.raises(NoEdition) as refusal:
        lift(language=language)

    assert refusal.value.reason.startswith(reason)
    assert refusal.value.remedy == f"Name the edition with --edition: {edition.code}."
    assert lift_version(version=Version.objects.get(), edition=edition).story is not None


def test_a_story_keeps_its_own_language_in_an_edition_of_another():
    edition = an_english_newsroom()

    story = lift(language="fi", edition=edition).story

    assert (story.language, story.home_edition) == ("fi", edition)


def test_a_language_that_the_item_does_not_say_is_that_of_the_edition():
    edition = an_english_newsroom()

    assert lift(language=None, edition=edition).story.language == "en"


def test_an_item_without_headline_gets_the_first_words_of_its_text():
    an_english_newsroom()
    words = "The ferry left the quay at dawn. " * 9

    story = lift(headline=None, body_html=f"<p>{words}</p>").story

    assert story.headline.startswith("The ferry left the quay at dawn.")
    assert story.headline.endswith("…")
    assert len(story.headline) <= 110


def test_a_headline_longer_than_any_column_is_cut_between_words():
    an_english_newsroom()

    story = lift(headline="Ferry leaves quay " * 40).story

    assert len(story.headline) <= 250
    assert story.headline.endswith("…")


@pytest.mark.parametrize(
    "created", [None, in_hours(24 * 400), "soon"], ids=["none", "next year", "no date"]
)
def test_a_missing_or_impossible_date_does_not_keep_an_item_from_its_readers(created):
    an_english_newsroom()

    lifted = lift(versioncreated=created)

    assert lifted.published
    assert Story.objects.get().first_published_at is not None


def test_an_item_without_words_for_readers_makes_no_story():
    an_english_newsroom()

    lifted = lift(
        type="picture", body_html="", renditions={"main": {"href": "https://h.example/1.jpg"}}
    )

    assert lifted.story is None
    assert lifted.why_not == "It is a picture, with no text for readers."


def test_an_item_that_cannot_be_published_is_kept_for_the_day_that_it_can():
    an_edition(language="en")

    with pytest.raises(NotReadyError, match="Choose a section"):
        lift()

    assert Item.objects.count() == 1


def test_the_section_is_that_of_the_agency_s_subjects():
    edition = an_english_newsroom()

    story = lift(subject=[{"code": "15054000", "scheme": "subj"}]).story

    assert edition.sections.get(slug="sport") == story.placements.get().section
