"""An act happens whole, with its audit entry and its marks, or not at all."""

from contextlib import contextmanager

import pytest
from django.db.models.signals import post_save

from broadsheet.editions.models import Edition
from broadsheet.people.models import AuditEntry
from broadsheet.press.models import Change
from broadsheet.stories.models import Picture, Story
from broadsheet.stories.queries import breaking_tag, story_tag
from tests.integration.stories.acts import (
    ACTS,
    BY_THE_MACHINE,
    a_scene,
    everything_stored,
    somebody,
)

pytestmark = pytest.mark.django_db

# What each act writes into the audit, and whether readers see it.
AUDITED = {
    "create_story": ("stories.story.create", False),
    "save_draft": ("stories.story.save", False),
    "lock_story": ("stories.story.lock", False),
    "unlock_story": ("stories.story.unlock", False),
    "publish_story": ("stories.story.publish", True),
    "unpublish_story": ("stories.story.unpublish", True),
    "correct_story": ("stories.story.correct", True),
    "raise_bar": ("stories.bar.raise", True),
    "lower_bar": ("stories.bar.lower", True),
    "kill_picture": ("stories.picture.kill", True),
    "kill_story": ("stories.story.kill", True),
    "schedule_publication": ("stories.due.schedule", False),
    "schedule_taking_back": ("stories.due.schedule", False),
    "call_off": ("stories.due.call_off", False),
    "retry_due": ("stories.due.retry", False),
    "place_story": ("stories.placement.place", True),
    "place_story of a draft": ("stories.placement.place", False),
    "withdraw_placement": ("stories.placement.withdraw", True),
    "move_placement": ("stories.placement.move", True),
    "move_placement unseen": ("stories.placement.move", False),
    "readdress_placement": ("stories.placement.readdress", True),
    "retitle_placement": ("stories.placement.retitle", True),
}


class PowerCutError(Exception):
    """Nothing after this point happened."""


@pytest.fixture
def power_cut():
    """Cuts the power as soon as the audit entry, which every act writes last, is there."""

    def fail(**_kwargs):
        raise PowerCutError

    @contextmanager
    def at_the_audit():
        post_save.connect(fail, sender=AuditEntry)
        try:
            yield
        finally:
            post_save.disconnect(fail, sender=AuditEntry)

    return at_the_audit


def test_every_action_on_copy_is_asked_here():
    assert AUDITED.keys() == ACTS.keys()


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_is_cut_off_leaves_nothing(name, power_cut):
    scene = a_scene()
    by = somebody("superuser", scene.home)
    before = everything_stored()

    with power_cut(), pytest.raises(PowerCutError):
        ACTS[name].do(scene, by)

    assert everything_stored() == before


@pytest.mark.parametrize("name", ACTS)
def test_an_act_writes_one_line_of_audit(name):
    scene, act = a_scene(), ACTS[name]
    by = somebody("superuser", scene.home)
    before = AuditEntry.objects.count()

    act.do(scene, by)

    line = AuditEntry.objects.latest("pk")
    assert AuditEntry.objects.count() == before + 1
    assert (line.act, line.by, line.edition) == (
        AUDITED[name][0],
        by,
        getattr(scene, act.where).code,
    )
    model, _, pk = line.object.partition(":")
    found = {
        "story": Story.objects.filter(pk=pk),
        "picture": Picture.objects.filter(pk=pk if pk.isdigit() else 0),
        "edition": Edition.objects.filter(code=pk),
    }
    assert found[model].exists()


@pytest.mark.parametrize("name", BY_THE_MACHINE)
def test_the_machine_acts_without_a_name(name):
    scene = a_scene()

    ACTS[name].do(scene, None)

    assert AuditEntry.objects.latest("pk").by is None


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_readers_see_marks_the_story_and_others_mark_nothing(name):
    scene = a_scene()
    by = somebody("superuser", scene.home)
    Change.objects.all().delete()

    ACTS[name].do(scene, by)

    marked = set(Change.objects.values_list("tag", flat=True))
    seen = {story_tag(story.pk) for story in (scene.draft, scene.alone, scene.live)}
    seen |= {breaking_tag(edition.code) for edition in (scene.home, scene.other)}
    assert bool(marked) is AUDITED[name][1]
    assert bool(marked & seen) is AUDITED[name][1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unpublish_story", "A doubt."),
        ("kill_story", "Untrue."),
        ("correct_story", "It opened on Tuesday."),
    ],
)
def test_the_audit_keeps_the_reason(name, said):
    scene = a_scene()

    ACTS[name].do(scene, None)

    assert AuditEntry.objects.latest("pk").reason == said


def test_the_audit_of_a_publication_names_headline_and_revision():
    scene = a_scene()

    ACTS["publish_story"].do(scene, None)

    line = AuditEntry.objects.latest("pk")
    assert line.detail == {
        "headline": scene.draft.headline,
        "revision": scene.draft.latest_revision_id,
    }
