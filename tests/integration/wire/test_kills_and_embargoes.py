"""What an agency kills, withholds or embargoes, readers do not see, whatever came first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.stories.actions import publish_story, save_draft
from broadsheet.stories.due import do_due
from broadsheet.stories.errors import EmbargoedError
from broadsheet.stories.models import Story
from broadsheet.wire.models import Version
from tests.integration.wire.agency import (
    an_english_newsroom,
    in_hours,
    is_buried,
    lift,
    pressed,
    take,
)
from tests.newsroom import an_editor, page_tree

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = [
    {"pubstatus": "canceled"},
    {"pubstatus": "cancelled"},
    {"pubstatus": "stat:canceled"},
    {"pubstatus": "usable", "signals": ["sig:kill"]},
    {"operation": "kill"},
]


@pytest.fixture
def site(tmp_path):
    page_tree()
    return tmp_path / "public"


def pages_of(story, site):
    return {path: text for path, text in pressed(site).items() if story.pk in path}


@pytest.mark.parametrize("kill", KILLS)
def test_a_kill_takes_the_live_story_off_and_leaves_a_tombstone(kill, site):
    an_english_newsroom()
    story = lift(headline="Harbour master resigns").story
    (before,) = pages_of(story, site).values()

    take(version="2", headline="Mandatory kill", **kill)

    (after,) = pages_of(story, site).values()
    assert "Harbour master resigns" in before
    assert is_buried(story)
    assert not any("Harbour master" in text for text in pressed(site).values())
    assert "Harbour master" not in after


def test_a_kill_under_an_identifier_of_its_own_kills_the_item_that_it_names(site):
    an_english_newsroom()
    story = lift().story

    lifted = lift(uri="urn:halden:kill", kills=[story.lift.item.guid], headline="Kill", version="1")

    assert Story.objects.get().is_killed
    assert lifted.story is None


def test_a_killed_story_stays_dead_whatever_is_sent_again(site):
    an_english_newsroom()
    lift()
    take(version="2", pubstatus="canceled")

    resent, newer = lift(), lift(version="3", headline="Here it is again")

    assert Story.objects.filter(live=True).count() == 0
    assert {resent.why_not, newer.why_not} == {"The agency killed this item."}


@pytest.mark.parametrize("kill", KILLS)
def test_an_item_that_is_born_killed_becomes_no_story(kill):
    an_english_newsroom()

    lifted = lift(**kill)

    assert lifted.why_not == "The agency killed this item."
    assert not Story.objects.exists()


def test_an_item_whose_kill_came_first_becomes_no_story():
    an_english_newsroom()
    take(version="2", pubstatus="canceled")

    lifted = lift(version="1")

    assert lifted.why_not == "The agency killed this item."
    assert not Story.objects.exists()


def test_a_withheld_version_takes_the_story_back_until_it_is_usable_again(site):
    an_english_newsroom()
    story = lift(headline="Harbour master resigns").story
    pressed(site)

    withheld = lift(version="2", pubstatus="withheld", publish=False, headline="On hold")
    off = pages_of(story, site)
    usable = lift(version="3", headline="Harbour master stays")
    on = pages_of(story, site)

    assert (withheld.taken_back, withheld.published) == (True, False)
    assert withheld.why_not == "The agency marked it withheld."
    assert off == {}
    assert usable.published
    assert "Harbour master stays" in "".join(on.values())


def test_a_withheld_version_takes_back_even_what_the_desk_edited():
    edition = an_english_newsroom()
    story = lift().story
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.headline = "As the desk has it"
    save_draft(story=draft, by=an_editor(edition))

    withheld = lift(version="2", pubstatus="withheld")

    assert not Story.objects.get().live
    assert "the desk's edits were kept" in withheld.why_not
    assert Story.objects.get().get_latest_revision_as_object().headline == "As the desk has it"


def test_a_withheld_version_without_words_takes_the_story_back_and_keeps_its_copy():
    an_english_newsroom()
    lift()

    lift(version="2", pubstatus="withheld", body_html="")

    story = Story.objects.get()
    assert not story.live
    assert story.get_latest_revision_as_object().body[0].value.source


def test_an_older_withheld_version_that_comes_late_changes_nothing():
    an_english_newsroom()
    lift(version="3")

    late = lift(version="2", pubstatus="withheld")

    assert Story.objects.get().live
    assert not late.taken_back


def test_an_item_under_embargo_stays_a_draft():
    an_english_newsroom()

    lifted = lift(embargoed=in_hours(2))

    assert (lifted.published, Story.objects.get().live) == (False, False)
    assert lifted.why_not.startswith("It is under embargo until ")


def test_nobody_publishes_a_story_before_its_embargo_ends():
    edition = an_english_newsroom()
    lift(embargoed=in_hours(2), publish=False)
    story = Story.objects.get()

    with pytest.raises(EmbargoedError, match="is under embargo until"):
        publish_story(story=story, by=an_editor(edition))

    assert not Story.objects.get().live


def test_an_embargo_outlives_the_edits_of_the_desk():
    edition = an_english_newsroom()
    story = lift(embargoed=in_hours(2)).story
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.headline, draft.embargoed_until = "As the desk has it", None
    save_draft(story=draft, by=an_editor(edition))

    with pytest.raises(EmbargoedError):
        publish_story(story=story, by=an_editor(edition))

    assert Story.objects.get().get_latest_revision_as_object().embargoed_until is not None


def test_an_item_is_published_once_its_embargo_has_ended():
    an_english_newsroom()
    lifted = lift(embargoed=in_hours(-1))

    assert lifted.published


def test_a_resent_item_is_published_if_its_embargo_has_ended_meanwhile():
    an_english_newsroom()
    lift(embargoed=in_hours(2))
    version, past = Version.objects.get(), timezone.now() - timedelta(minutes=1)
    Version.objects.filter(pk=version.pk).update(line=version.line | {"embargo": past.isoformat()})
    Story.objects.update(embargoed_until=past)

    lifted = lift(embargoed=version.line["embargo"])

    assert Version.objects.get() == version
    assert lifted.published


def test_an_agency_that_lifts_its_embargo_lets_the_story_go():
    an_english_newsroom()
    lift(embargoed=in_hours(2))

    lifted = lift(version="2")

    assert lifted.published
    assert Story.objects.get().embargoed_until is None


def test_a_new_version_under_embargo_waits_beside_the_live_one():
    an_english_newsroom()
    story = lift(headline="Budget due today").story

    waiting = lift(version="2", headline="Budget in full", embargoed=in_hours(2))

    story = Story.objects.get()
    assert (story.live, story.headline) == (True, "Budget due today")
    assert waiting.why_not.startswith("It is under embargo until ")


def test_an_embargo_that_cannot_be_read_withholds_the_item():
    an_english_newsroom()

    lifted = lift(embargoed="not before the minister speaks")

    assert not lifted.published
    assert lifted.why_not == "The agency marked it withheld."


def test_what_a_rule_would_publish_goes_out_when_its_embargo_ends():
    an_english_newsroom()
    story = lift(embargoed=in_hours(2)).story

    assert do_due(timezone.now() + timedelta(hours=1)) == []
    do_due(timezone.now() + timedelta(hours=3))

    story.refresh_from_db()
    assert story.live


def test_what_the_agency_withholds_meanwhile_does_not_go_out():
    an_english_newsroom()
    story = lift(embargoed=in_hours(2)).story
    lift(version="2", embargoed=in_hours(2), pubstatus="withheld")

    do_due(timezone.now() + timedelta(hours=3))

    story.refresh_from_db()
    assert not story.live
