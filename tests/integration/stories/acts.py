"""Every action on copy, ready to be done by anybody to a scene of two editions and some stories."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from broadsheet.editions.models import Edition, Role
from broadsheet.people.models import User
from broadsheet.stories import actions
from broadsheet.stories.models import DueState, DueTime, Placement, Story
from tests.newsroom import (
    a_grant,
    a_live_story,
    a_picture,
    a_story,
    a_superuser,
    a_user,
    an_edition,
    some_copy,
)

HOME, OTHER = "home", "other"
SOON = timezone.now() + timedelta(hours=1)


@dataclass(frozen=True)
class Scene:
    """Two editions; a draft, a locked one that is due soon, a story live at home alone, and one live in both."""

    home: Edition
    other: Edition
    draft: Story
    locked: Story
    alone: Story
    live: Story
    placed: Placement
    due: DueTime
    failed: DueTime

    def section(self, where: str, slug: str):
        return getattr(self, where).sections.get(slug=slug)


def a_scene() -> Scene:
    home, other = (an_edition(sections=["world", "sport"]) for _ in range(2))
    draft, locked = a_story(edition=home), a_story(edition=home)
    actions.lock_story(story=locked, by=a_superuser())
    alone, live = a_live_story(edition=home, lead_picture=a_picture()), a_live_story(edition=home)
    placed = actions.place_story(story=live, by=None, section=other.sections.get(slug="world"))
    due = actions.schedule_publication(placement=locked.placements.get(), by=None, at=SOON)
    failed = actions.schedule_taking_back(placement=alone.placements.get(), by=None, at=SOON)
    DueTime.objects.filter(pk=failed.pk).update(state=DueState.FAILED)
    at_home = alone.placements.get()
    actions.raise_bar(placement=at_home, by=None, text="The bridge is up", until=SOON)
    return Scene(home, other, draft, locked, alone, live, placed, due, failed)


@dataclass(frozen=True)
class Act:
    """`do` does it; `role` is the least role that may, in the edition that `where` names."""

    do: Callable[[Scene, User | None], object]
    role: Role
    where: str = HOME


def _create(scene, by):
    section = scene.section(HOME, "world")
    return actions.create_story(by=by, edition=scene.home, section=section, copy=some_copy())


def _save(scene, by):
    scene.draft.headline = "Ferry sails again"
    return actions.save_draft(story=scene.draft, by=by)


def _unlock(scene, by):
    return actions.unlock_story(story=scene.locked, by=by)


def _place(scene, by):
    return actions.place_story(story=scene.alone, by=by, section=scene.section(OTHER, "sport"))


def _place_draft(scene, by):
    section = scene.section(OTHER, "sport")
    return actions.place_story(story=scene.draft, by=by, section=section)


def _move(scene, by):
    section = scene.section(OTHER, "sport")
    return actions.move_placement(placement=scene.placed, by=by, section=section)


def _move_unseen(scene, by):
    section = scene.section(HOME, "sport")
    placement = scene.draft.placements.get()
    return actions.move_placement(placement=placement, by=by, section=section)


def _readdress(scene, by):
    return actions.readdress_placement(placement=scene.placed, by=by, slug="the-bridge")


def _retitle(scene, by):
    return actions.retitle_placement(placement=scene.placed, by=by, headline="Over the water")


def _withdraw(scene, by):
    return actions.withdraw_placement(placement=scene.placed, by=by)


def _publish(scene, by):
    return actions.publish_story(story=scene.draft, by=by)


def _unpublish(scene, by):
    return actions.unpublish_story(story=scene.live, by=by, reason="A doubt.")


def _correct(scene, by):
    return actions.correct_story(story=scene.live, by=by, text="It opened on Tuesday.")


def _kill(scene, by):
    return actions.kill_story(story=scene.live, by=by, reason="Untrue.")


def _kill_picture(scene, by):
    return actions.kill_picture(picture=scene.alone.lead_picture, by=by, reason="Not ours.")


def _raise_bar(scene, by):
    return actions.raise_bar(placement=scene.placed, by=by, text="The bridge is down", until=SOON)


def _lower_bar(scene, by):
    return actions.lower_bar(edition=scene.home, by=by)


def _lock(scene, by):
    return actions.lock_story(story=scene.draft, by=by)


def _schedule(scene, by):
    return actions.schedule_publication(placement=scene.draft.placements.get(), by=by, at=SOON)


def _schedule_back(scene, by):
    return actions.schedule_taking_back(placement=scene.placed, by=by, at=SOON)


def _call_off(scene, by):
    return actions.call_off(due=scene.due, by=by)


def _retry(scene, by):
    return actions.retry_due(due=scene.failed, by=by)


ACTS = {
    "create_story": Act(_create, Role.REPORTER),
    "save_draft": Act(_save, Role.REPORTER),
    "lock_story": Act(_lock, Role.REPORTER),
    "unlock_story": Act(_unlock, Role.EDITOR),
    "publish_story": Act(_publish, Role.EDITOR),
    "unpublish_story": Act(_unpublish, Role.EDITOR),
    "correct_story": Act(_correct, Role.EDITOR),
    "kill_story": Act(_kill, Role.CHIEF),
    "raise_bar": Act(_raise_bar, Role.EDITOR, OTHER),
    "lower_bar": Act(_lower_bar, Role.EDITOR),
    "kill_picture": Act(_kill_picture, Role.CHIEF),
    "schedule_publication": Act(_schedule, Role.EDITOR),
    "schedule_taking_back": Act(_schedule_back, Role.EDITOR, OTHER),
    "call_off": Act(_call_off, Role.EDITOR),
    "retry_due": Act(_retry, Role.EDITOR),
    "place_story": Act(_place, Role.EDITOR, OTHER),
    "place_story of a draft": Act(_place_draft, Role.REPORTER, OTHER),
    "withdraw_placement": Act(_withdraw, Role.EDITOR, OTHER),
    "move_placement": Act(_move, Role.EDITOR, OTHER),
    "move_placement unseen": Act(_move_unseen, Role.REPORTER),
    "readdress_placement": Act(_readdress, Role.EDITOR, OTHER),
    "retitle_placement": Act(_retitle, Role.EDITOR, OTHER),
}
# Locking is somebody's own, so the machine never does it.
BY_THE_MACHINE = sorted(ACTS.keys() - {"lock_story", "unlock_story"})


def somebody(who: str, edition: Edition) -> User:
    """A user by the name of a role in `edition`, or one who is nobody there."""
    match who:
        case "nobody":
            return a_user()
        case "superuser":
            return a_superuser()
        case "chief elsewhere":
            return a_grant(role=Role.CHIEF).user
        case "chief who left":
            user = a_grant(edition=edition, role=Role.CHIEF).user
            user.is_active = False
            user.save()
            return user
        case _:
            return a_grant(edition=edition, role=Role(who)).user


def everything_stored() -> dict[str, list[tuple]]:
    """Every row of the newsroom's own tables, and of Wagtail's revisions and log."""
    ours = {"people", "editions", "stories", "press", "wagtailcore"}
    models: Iterable = (model for model in apps.get_models() if model._meta.app_label in ours)
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}
