"""Where a story runs: its people and those of the editions that it visits."""

import pytest

from broadsheet.stories.actions import kill_story, place_story, withdraw_placement
from broadsheet.stories.models import FormerAddress, PlacementState
from tests.integration.desk.screens import at, opened_by
from tests.integration.desk.story_data import story_data
from tests.newsroom import (
    a_chief,
    a_grant,
    a_live_story,
    a_reporter,
    a_story,
    an_edition,
    an_editor,
)

pytestmark = pytest.mark.django_db


def test_story_runs_in_another_edition_and_leaves_it_again():
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_live_story(edition=home)
    editor = an_editor(home)
    a_grant(user=editor, edition=other)
    client = opened_by(editor)
    url = at("stories:placements", story.pk)

    client.post(url, {"section": other.sections.get().pk})
    placement = story.placements.get(edition=other)
    state = placement.state
    client.post(at("stories:retitle", story.pk, placement.pk), {"headline": "For our readers"})
    client.post(at("stories:withdraw", story.pk, placement.pk))

    placement.refresh_from_db()
    assert state == PlacementState.LIVE
    assert placement.headline == "For our readers"
    assert placement.state == PlacementState.WITHDRAWN


def test_sections_of_editions_without_a_grant_are_not_offered():
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_live_story(edition=home)
    client = opened_by(an_editor(home))

    response = client.post(at("stories:placements", story.pk), {"section": other.sections.get().pk})

    assert response.context["form"].errors.keys() == {"section"}
    assert story.placements.count() == 1


def test_placement_in_an_edition_without_a_grant_stays_as_it_is():
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_live_story(edition=home)
    placement = place_story(story=story, by=None, section=other.sections.get())
    client = opened_by(a_chief(home))

    client.post(at("stories:withdraw", story.pk, placement.pk))
    client.post(at("stories:retitle", story.pk, placement.pk), {"headline": "Mine"})

    placement.refresh_from_db()
    assert (placement.state, placement.headline) == (PlacementState.LIVE, "")


def test_planned_placement_can_be_dropped():
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_story(edition=home)
    placement = place_story(story=story, by=None, section=other.sections.get())
    editor = an_editor(home)
    a_grant(user=editor, edition=other)

    opened_by(editor).post(at("stories:withdraw", story.pk, placement.pk))

    placement.refresh_from_db()
    assert placement.state == PlacementState.WITHDRAWN


def test_reporter_drops_a_placement_that_readers_never_saw():
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_story(edition=home)
    placement = place_story(story=story, by=None, section=other.sections.get())

    opened_by(a_reporter(other)).post(at("stories:withdraw", story.pk, placement.pk))

    placement.refresh_from_db()
    assert placement.state == PlacementState.WITHDRAWN


def test_publishing_leaves_an_edition_without_a_grant_for_its_own_people():
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_story(edition=home, headline="Bridge opens")
    placement = place_story(story=story, by=None, section=other.sections.get())
    client = opened_by(an_editor(home))

    data = story_data(story) | {"action-publish": "1"}
    response = client.post(at("stories:edit", story.pk), data, follow=True)

    placement.refresh_from_db()
    story.refresh_from_db()
    assert story.live
    assert placement.state == PlacementState.PLANNED
    assert f"It waits for somebody who may publish in {other.name}." in response.text


def test_editor_of_the_other_edition_lets_a_planned_story_out():
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_story(edition=home)
    placement = place_story(story=story, by=None, section=other.sections.get())
    opened_by(an_editor(home)).post(
        at("stories:edit", story.pk), story_data(story) | {"action-publish": "1"}
    )
    let_out = at("stories:let_out", story.pk, placement.pk)
    editor, reporter = opened_by(an_editor(other)), opened_by(a_reporter(other))

    reporter.post(let_out)
    placement.refresh_from_db()
    before = placement.state
    page = editor.get(at("stories:placements", story.pk)).text
    editor.post(let_out)

    placement.refresh_from_db()
    assert let_out in page
    assert let_out not in reporter.get(at("stories:placements", story.pk)).text
    assert (before, placement.state) == (PlacementState.PLANNED, PlacementState.LIVE)


def test_editor_takes_a_guest_out_of_ones_own_edition_and_sees_nothing_else_of_it():
    home, mine = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_live_story(edition=home)
    placement = place_story(story=story, by=None, section=mine.sections.get())
    client = opened_by(an_editor(mine))
    where = at("stories:placements", story.pk)

    page = client.get(where)
    left = client.post(at("stories:withdraw", story.pk, placement.pk))

    placement.refresh_from_db()
    assert at("stories:edit", story.pk) not in page.text
    assert placement.state == PlacementState.WITHDRAWN
    assert left.url == at("stories:index")
    assert client.get(where).status_code == 404
    assert client.get(at("stories:edit", story.pk)).status_code == 404


def test_guests_people_change_nothing_at_its_home():
    home, mine = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_live_story(edition=home)
    place_story(story=story, by=None, section=mine.sections.get())
    own = story.placements.get(is_home=True)

    opened_by(a_chief(mine)).post(
        at("stories:retitle", story.pk, own.pk), {"headline": "Theirs, changed"}
    )

    own.refresh_from_db()
    assert own.headline == ""


@pytest.mark.parametrize("live", [True, False])
def test_story_placed_again_in_another_section_leaves_a_redirect(live):
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport", "travel"])
    story = a_live_story(edition=home)
    placement = place_story(story=story, by=None, section=other.sections.get(slug="sport"))
    withdraw_placement(placement=placement, by=None)
    if not live:
        opened_by(an_editor(home)).post(at("stories:unpublish", story.pk), {"reason": "Wait."})

    place_story(story=story, by=None, section=other.sections.get(slug="travel"))

    former = FormerAddress.objects.get()
    assert former.edition == other
    assert former.path.startswith("sport/")


def test_killed_story_is_placed_nowhere():
    home, other = an_edition(sections=["world"]), an_edition(sections=["sport"])
    story = a_live_story(edition=home)
    editor = an_editor(home)
    a_grant(user=editor, edition=other)
    kill_story(story=story, by=None, reason="Untrue.")

    response = opened_by(editor).post(
        at("stories:placements", story.pk), {"section": other.sections.get().pk}
    )

    assert "This story was killed" in response.text
    assert story.placements.count() == 1
