"""Publishing, taking back, correcting and killing: what readers see, and what is counted."""

from datetime import UTC, date, datetime

import pytest

from broadsheet.press.models import Change, Tombstone
from broadsheet.stories import actions
from broadsheet.stories.actions import (
    correct_story,
    kill_story,
    place_story,
    publish_story,
    save_draft,
    unpublish_story,
    withdraw_placement,
)
from broadsheet.stories.bodies import body_from_html
from broadsheet.stories.errors import AlreadyKilledError, NotPublishedError, NotReadyError
from broadsheet.stories.models import (
    DayCount,
    Placement,
    PlacementState,
    RelatedStory,
    Story,
    StoryTerm,
    TermCount,
)
from broadsheet.stories.queries import story_tag, updated_tag
from tests.newsroom import (
    a_live_story,
    a_picture,
    a_section,
    a_story,
    an_edition,
    some_copy,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 11, 24, 12, tzinfo=UTC)
BRIDGE = ["The harbour bridge closed for repairs after a ferry struck its lantern pier."]


def counts(edition):
    rows = DayCount.objects.filter(edition=edition).order_by("day")
    return dict(rows.values_list("day", "stories"))


def marked():
    return set(Change.objects.values_list("tag", flat=True))


def saved(story, **changes):
    for name, value in changes.items():
        setattr(story, name, value)
    save_draft(story=story, by=None)
    return story


def test_each_missing_field_is_named():
    edition = an_edition()
    copy = some_copy(headline="  ", text=[])
    story = actions.create_story(by=None, edition=edition, section=None, copy=copy)

    with pytest.raises(NotReadyError) as refused:
        publish_story(story=story, by=None)

    assert refused.value.faults == {
        "headline": "Write a headline before publishing.",
        "section": "Choose a section before publishing.",
        "body": "Write some text before publishing.",
    }
    assert str(refused.value) == (
        f"Story {story.pk} cannot be published yet: Write a headline before publishing. "
        "Choose a section before publishing. Write some text before publishing."
    )
    assert not Story.objects.get(pk=story.pk).live


@pytest.mark.parametrize(
    "body",
    [
        [{"type": "text", "value": '<p data-block-key="a1b2c"></p>'}],
        [{"type": "text", "value": '<p data-block-key="a1b2c">&nbsp;<br/></p>'}],
        [{"type": "quote", "value": {"text": " ", "attribution": ""}}],
        [{"type": "subhead", "value": ""}],
    ],
)
def test_a_body_without_words_is_not_ready(body):
    story = a_story(body=body)

    with pytest.raises(NotReadyError) as refused:
        publish_story(story=story, by=None)

    assert refused.value.faults.keys() == {"body"}


def test_a_picture_without_words_is_not_ready():
    block = {"type": "picture", "value": {"picture": a_picture().pk, "caption": ""}}
    story = a_story(body=[block])

    with pytest.raises(NotReadyError):
        publish_story(story=story, by=None)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "quote", "value": {"text": "We are open.", "attribution": ""}},
        {"type": "subhead", "value": "We are open"},
        {"type": "text", "value": '<ul><li data-block-key="a1b2c">We are open</li></ul>'},
    ],
)
def test_words_in_any_block_are_a_body(block):
    story = a_story(body=[block])

    assert publish_story(story=story, by=None).live


@pytest.mark.parametrize(
    ("name", "most"), [("headline", 250), ("byline", 250), ("kicker", 80), ("dateline", 120)]
)
def test_a_field_that_is_too_long_is_named(name, most):
    story = a_story()
    saved(story, **{name: "x" * (most + 1)})

    with pytest.raises(NotReadyError) as refused:
        publish_story(story=story, by=None)

    assert refused.value.faults == {name: f"Shorten it to {most} characters."}


def test_an_older_version_can_be_published_and_the_newer_draft_stays_the_latest():
    story = a_story(headline="First")
    first = story.latest_revision
    second = saved(story, headline="Second").latest_revision

    published = publish_story(story=story, by=None, revision=first)

    story.refresh_from_db()
    assert published.headline == story.headline == "First"
    assert (story.live_revision, story.latest_revision) == (first, second)
    assert story.has_unpublished_changes
    assert story.get_latest_revision_as_object().headline == "Second"


def test_a_version_of_another_story_is_not_published_in_its_place():
    story, other = a_story(), a_story(headline="Not for readers")

    with pytest.raises(ValueError, match="is no version of story"):
        publish_story(story=story, by=None, revision=other.latest_revision)

    assert not Story.objects.filter(live=True).exists()


def test_publishing_the_latest_version_leaves_nothing_unpublished():
    story = saved(a_live_story(), headline="Second")

    published = publish_story(story=story, by=None)

    assert not published.has_unpublished_changes
    assert published.live_revision == published.latest_revision
    assert published.headline == "Second"


def test_taking_back_withdraws_every_placement_and_publishing_again_only_the_home_one():
    home, other = an_edition(sections=["world"]), an_edition(sections=["world"])
    story = a_live_story(edition=home)
    place_story(story=story, by=None, section=other.sections.get())

    unpublish_story(story=story, by=None)
    withdrawn = set(story.placements.values_list("state", flat=True))
    publish_story(story=story, by=None)

    states = dict(story.placements.values_list("edition__code", "state"))
    assert withdrawn == {PlacementState.WITHDRAWN}
    assert states == {home.code: PlacementState.LIVE, other.code: PlacementState.WITHDRAWN}


@pytest.mark.parametrize("act", [unpublish_story, correct_story])
def test_a_draft_can_neither_be_taken_back_nor_corrected(act):
    story = a_story()
    said = {"text": "It was Tuesday."} if act is correct_story else {}

    with pytest.raises(NotPublishedError, match="Publish it first"):
        act(story=story, by=None, **said)


def test_a_correction_without_words_is_refused_by_field():
    story = a_live_story()

    with pytest.raises(NotReadyError) as refused:
        correct_story(story=story, by=None, text=" \n")

    assert refused.value.faults == {"text": "Say what was wrong and what is right."}
    assert not story.corrections.exists()


def test_a_correction_changes_the_story_and_no_list():
    story = a_live_story(at=NOON)
    Change.objects.all().delete()

    correct_story(story=story, by=None, text=" It was Tuesday. ")

    story.refresh_from_db()
    code = story.home_edition.code
    assert story.corrections.get().text == "It was Tuesday."
    assert story.updated_at > NOON
    assert marked() == {story_tag(story.pk), updated_tag(code), f"map:{code}:{NOON:%Y-%m-%d}"}


def test_a_kill_leaves_a_tombstone_and_no_live_placement():
    story = a_live_story()
    elsewhere = place_story(story=story, by=None, section=a_section())

    killed = kill_story(story=story, by=None, reason="Untrue.")

    elsewhere.refresh_from_db()
    assert killed.is_killed
    assert not killed.live
    assert elsewhere.state == PlacementState.WITHDRAWN
    assert Tombstone.objects.get().subject == story_tag(story.pk)
    assert Tombstone.objects.get().reason == "Untrue."


@pytest.mark.parametrize(
    "act",
    [
        lambda story: publish_story(story=story, by=None),
        lambda story: publish_story(story=story, by=None, revision=story.revisions.first()),
        lambda story: save_draft(story=story, by=None),
        lambda story: kill_story(story=story, by=None, reason="Again."),
        lambda story: correct_story(story=story, by=None, text="It was Tuesday."),
        lambda story: place_story(story=story, by=None, section=a_section()),
        lambda story: withdraw_placement(placement=_elsewhere(story), by=None),
        lambda story: actions.move_placement(
            placement=_elsewhere(story), by=None, section=_elsewhere(story).section
        ),
        lambda story: actions.readdress_placement(placement=_elsewhere(story), by=None, slug="x"),
        lambda story: actions.retitle_placement(placement=_elsewhere(story), by=None, headline="x"),
    ],
)
def test_a_killed_story_stays_killed(act):
    story = a_live_story()
    place_story(story=story, by=None, section=a_section())
    kill_story(story=story, by=None, reason="Untrue.")
    dead = Story.objects.values().get(pk=story.pk)

    with pytest.raises(AlreadyKilledError, match=r"it cannot come back\. File a new story instead"):
        act(story)

    assert Story.objects.values().get(pk=story.pk) == dead
    assert not Placement.objects.filter(state=PlacementState.LIVE).exists()


def _elsewhere(story):
    return story.placements.get(is_home=False)


def test_a_draft_can_be_killed_before_readers_saw_it():
    story = a_story()

    killed = kill_story(story=story, by=None, reason="Untrue.")

    assert killed.is_killed
    assert Tombstone.objects.get().subject == story_tag(story.pk)


def test_days_are_counted_right_after_each_act():
    home = an_edition(sections=["world"], time_zone="Africa/Cairo")
    other = an_edition(sections=["world"], time_zone="UTC")
    told = []

    story = a_live_story(edition=home, at=datetime(2025, 11, 24, 22, 30, tzinfo=UTC))
    told.append(counts(home))
    a_live_story(edition=home, at=datetime(2025, 11, 25, 9, tzinfo=UTC))
    told.append(counts(home))
    publish_story(story=saved(story, headline="Second"), by=None)
    told.append(counts(home))
    unpublish_story(story=story, by=None)
    told.append(counts(home))
    publish_story(story=story, by=None)
    told.append(counts(home))
    kill_story(story=story, by=None, reason="Untrue.")
    told.append(counts(home))

    day = date(2025, 11, 25)
    assert told == [{day: 1}, {day: 2}, {day: 2}, {day: 1}, {day: 2}, {day: 1}]
    assert counts(other) == {}


def test_a_placement_is_counted_in_its_own_edition_on_the_day_of_its_appearance_there():
    other = an_edition(sections=["world"])
    story = a_live_story(at=NOON)

    placement = place_story(story=story, by=None, section=other.sections.get())
    while_live = counts(other)
    withdraw_placement(placement=placement, by=None)

    today = other.date_style.day_of(placement.published_at)
    assert while_live == {today: 1}
    assert counts(other) == {today: 0}


def test_stories_of_one_subject_are_kept_as_related_when_published():
    edition = an_edition(sections=["world"])
    first = a_live_story(edition=edition, headline="Harbour bridge closed", text=BRIDGE, at=NOON)
    Change.objects.all().delete()

    second = a_live_story(edition=edition, headline="Harbour bridge opens", text=BRIDGE)

    pairs = set(RelatedStory.objects.values_list("story_id", "other_id"))
    assert pairs == {(first.pk, second.pk), (second.pk, first.pk)}
    assert {story_tag(first.pk), story_tag(second.pk)} <= marked()


@pytest.mark.parametrize("act", [unpublish_story, kill_story])
def test_a_story_that_goes_leaves_the_lists_of_others(act):
    edition = an_edition(sections=["world"])
    first = a_live_story(edition=edition, headline="Harbour bridge closed", text=BRIDGE)
    second = a_live_story(edition=edition, headline="Harbour bridge opens", text=BRIDGE)
    Change.objects.all().delete()

    act(story=second, by=None, reason="Untrue.")

    assert not RelatedStory.objects.exists()
    assert not StoryTerm.objects.filter(story=second).exists()
    assert {story_tag(first.pk), story_tag(second.pk)} <= marked()


def test_a_story_is_counted_once_for_its_terms_however_often_it_comes_and_goes():
    story = a_live_story(text=BRIDGE)
    once = dict(TermCount.objects.values_list("term", "stories"))

    for _ in range(3):
        unpublish_story(story=story, by=None)
        publish_story(story=story, by=None)

    assert once["ferri" if "ferri" in once else "ferry"] == 1
    assert dict(TermCount.objects.values_list("term", "stories")) == once


def test_a_draft_is_related_to_nothing():
    edition = an_edition(sections=["world"])
    a_live_story(edition=edition, headline="Harbour bridge closed", text=BRIDGE)

    a_story(edition=edition, headline="Harbour bridge opens", text=BRIDGE)

    assert not RelatedStory.objects.exists()


def test_a_picture_is_in_use_while_a_published_story_shows_it():
    lead, amid = a_picture(), a_picture()
    body = [*body_from_html("<p>Words.</p>"),
            {"type": "picture", "value": {"picture": amid.pk, "caption": ""}}]  # fmt: skip
    story = a_story(lead_picture=lead, body=body)
    told = []

    for act in (publish_story, unpublish_story):
        act(story=story, by=None)
        told.append(set(story.picture_uses.values_list("picture_id", flat=True)))

    assert told == [{lead.pk, amid.pk}, set()]
