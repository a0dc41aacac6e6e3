"""A role in the edition that an act touches decides, and nothing else does."""

import pytest

from broadsheet.editions.models import Role
from broadsheet.people.errors import NotAllowedError
from broadsheet.people.models import AuditEntry
from broadsheet.stories import actions
from broadsheet.stories.actions import lock_story, publish_story, unlock_story
from broadsheet.stories.models import PlacementState
from tests.integration.stories.acts import ACTS, OTHER, a_scene, everything_stored, somebody
from tests.newsroom import a_reporter, a_story, an_edition, an_editor

pytestmark = pytest.mark.django_db

# A moderator judges comments and has no say in copy.
RISING = [role.value for role in Role if role is not Role.MODERATOR]
PEOPLE = ["nobody", "moderator", "chief elsewhere", "chief who left", *RISING, "superuser"]


def may(who, least):
    return who == "superuser" or (who in RISING and RISING.index(who) >= RISING.index(least.value))


def test_every_action_on_copy_is_asked_here():
    asked = {name.split()[0] for name in ACTS}

    assert asked == set(actions.__all__)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", ACTS)
def test_a_role_in_the_edition_decides(name, who):
    scene, act = a_scene(), ACTS[name]
    by = somebody(who, getattr(scene, act.where))

    if may(who, act.role):
        act.do(scene, by)
        assert AuditEntry.objects.latest("pk").by == by
        return

    with pytest.raises(NotAllowedError, match=f"^{by} may not "):
        act.do(scene, by)


@pytest.mark.parametrize("name", ACTS)
def test_a_refusal_leaves_nothing_behind(name):
    scene = a_scene()
    by = somebody("nobody", scene.home)
    before = everything_stored()

    with pytest.raises(NotAllowedError):
        ACTS[name].do(scene, by)

    assert everything_stored() == before


@pytest.mark.parametrize("name", [name for name, act in ACTS.items() if act.where == OTHER])
def test_a_role_at_home_gives_none_in_another_edition(name):
    scene, act = a_scene(), ACTS[name]
    by = somebody("chief", scene.home)

    with pytest.raises(NotAllowedError, match=f" in {scene.other}"):
        act.do(scene, by)


def test_a_planned_placement_waits_for_somebody_who_may_publish_there():
    scene = a_scene()
    ACTS["place_story of a draft"].do(scene, None)

    publish_story(story=scene.draft, by=somebody("editor", scene.home))

    states = dict(scene.draft.placements.values_list("edition__code", "state"))
    assert states[scene.home.code] == PlacementState.LIVE
    assert states[scene.other.code] == PlacementState.PLANNED


def test_a_reporter_unlocks_the_story_that_they_locked():
    story = a_story()
    reporter = a_reporter(story.home_edition)
    lock_story(story=story, by=reporter)

    unlock_story(story=story, by=reporter)

    story.refresh_from_db()
    assert not story.locked


def test_a_refusal_says_who_may():
    edition = an_edition(name="The Harbour Post")
    story = a_story(edition=edition)
    reporter = a_reporter(edition, username="desk")

    with pytest.raises(NotAllowedError) as refused:
        publish_story(story=story, by=reporter)

    assert str(refused.value) == (
        "desk may not publish in The Harbour Post. "
        "Ask a chief of The Harbour Post for the role that may: Editor or Chief."
    )
    assert publish_story(story=story, by=an_editor(edition)).live
