"""Asking the clock: publish or take back at a time, when an embargo ends, or not after all.

The clock acts in the name of whoever asked, with the rights that they have when the time comes.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.stories.errors import (
    AlreadyKilledError,
    BadTimeError,
    EmbargoedError,
    NotPublishedError,
    NotWaitingError,
)
from broadsheet.stories.models import DueAct, DueState, DueTime, Placement, PlacementState, Story
from broadsheet.stories.readiness import check_ready
from broadsheet.stories.rows import locked_story

ACTS = {DueAct.PUBLISH: Act.PUBLISH, DueAct.TAKE_BACK: Act.UNPUBLISH}


class _Time(NamedTuple):
    at: datetime
    follows_embargo: bool = False


def schedule_publication(
    *,
    placement: Placement,
    by: User | None,
    at: datetime | None = None,
    revision: Revision | None = None,
) -> DueTime:
    """Publish `revision`, or the latest one, at `at`; without a time, when the embargo ends.

    The home placement publishes the story everywhere it is planned but where it has a time of its
    own; another one follows at that time, if the story is live then. Instead of what was scheduled
    before. Raises NotReadyError, EmbargoedError, BadTimeError, AlreadyKilledError, NotAllowedError.
    """
    with transaction.atomic():
        row = _locked(placement)
        require(by, Act.PUBLISH, row.edition)
        time = _time_of(row.story, at)
        revision = revision or row.story.latest_revision
        if row.is_home:
            telling = row.story.with_content_json(revision.content) if revision else row.story
            check_ready(telling, [row])
        elif row.state == PlacementState.LIVE:
            raise NotPublishedError(row.story_id, "scheduled where it runs already")
        due = _keep(row, DueAct.PUBLISH, time, by, revision)
        _require_order(row)
    return due


def schedule_taking_back(*, placement: Placement, by: User | None, at: datetime) -> DueTime:
    """Unpublish the story at `at`, or withdraw it from one edition that is not its home.

    Raises BadTimeError, NotPublishedError where it is neither live nor scheduled to be,
    AlreadyKilledError, NotAllowedError.
    """
    with transaction.atomic():
        row = _locked(placement)
        require(by, Act.UNPUBLISH, row.edition)
        if row.state == PlacementState.WITHDRAWN:
            raise NotPublishedError(row.story_id, "taken back")
        due = _keep(row, DueAct.TAKE_BACK, _future(row.story, at), by, None)
        _require_order(row)
    return due


def call_off(*, due: DueTime, by: User | None) -> DueTime:
    """Do not do it after all, waiting or failed. Raises NotWaitingError, NotAllowedError."""
    with transaction.atomic():
        row = _locked_due(due, by, {DueState.WAITING, DueState.FAILED})
        row.state, row.done_at = DueState.CALLED_OFF, timezone.now()
        row.save()
        note_due(row, by, "call_off")
    return row


def retry_due(*, due: DueTime, by: User | None) -> DueTime:
    """Let the clock try once more at once, now in the name of `by`.

    Raises NotWaitingError for what has not failed, AlreadyKilledError, NotAllowedError.
    """
    with transaction.atomic():
        row = _locked_due(due, by, {DueState.FAILED})
        if row.placement.story.is_killed:
            raise AlreadyKilledError(row.placement.story_id)
        _drop_waiting(row.placement, row.act, by)
        row.state, row.attempts, row.error, row.done_at = DueState.WAITING, 0, "", None
        row.asked_by, row.again_at = by, timezone.now()
        row.save()
        note_due(row, by, "retry")
    return row


def _locked(placement: Placement) -> Placement:
    """The placement's row and its story's, locked; a killed story has no future."""
    story = locked_story(placement.story_id)
    if story.is_killed:
        raise AlreadyKilledError(story.pk)
    rows = Placement.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("edition", "section").get(pk=placement.pk)
    row.story = story
    return row


def _locked_due(due: DueTime, by: User | None, states: set[DueState]) -> DueTime:
    locked_story(due.placement.story_id)
    rows = DueTime.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("placement__edition", "placement__story").get(pk=due.pk)
    require(by, ACTS[DueAct(row.act)], row.placement.edition)
    if row.state not in states:
        raise NotWaitingError(row.placement.story_id, row.get_state_display().lower())
    return row


def _time_of(story: Story, at: datetime | None) -> _Time:
    embargo = story.embargoed_until
    if at is None:
        if embargo is None:
            raise BadTimeError(story.pk, "no_embargo")
        return _Time(max(embargo, timezone.now()), follows_embargo=True)
    if embargo is not None and at < embargo:
        raise EmbargoedError(story.pk, embargo)
    return _future(story, at)


def _future(story: Story, at: datetime) -> _Time:
    if at <= timezone.now():
        raise BadTimeError(story.pk, "past")
    return _Time(at)


def _keep(
    placement: Placement, act: DueAct, time: _Time, by: User | None, revision: Revision | None
) -> DueTime:
    due, _new = DueTime.objects.update_or_create(
        placement=placement,
        act=act,
        state=DueState.WAITING,
        defaults={
            "at": time.at,
            "again_at": time.at,
            "follows_embargo": time.follows_embargo,
            "revision": revision,
            "asked_by": by,
            "asked_at": timezone.now(),
            "attempts": 0,
            "error": "",
        },
    )
    failed = DueTime.objects.filter(placement=placement, act=act, state=DueState.FAILED)
    failed.update(state=DueState.CALLED_OFF, done_at=timezone.now())
    note_due(due, by, "schedule")
    return due


def _require_order(placement: Placement) -> None:
    """A placement is published before it is taken back."""
    waiting = DueTime.objects.filter(placement=placement, state=DueState.WAITING)
    times = dict(waiting.values_list("act", "at"))
    publish, take_back = times.get(DueAct.PUBLISH), times.get(DueAct.TAKE_BACK)
    if publish is not None and take_back is not None and take_back <= publish:
        raise BadTimeError(placement.story_id, "order")


def _drop_waiting(placement: Placement, act: str, by: User | None) -> None:
    """What was scheduled anew since a failure gives way to trying the failed one again."""
    for other in DueTime.objects.filter(placement=placement, act=act, state=DueState.WAITING):
        call_off(due=other, by=by)


def note_due(due: DueTime, by: User | None, verb: str) -> None:
    record(
        by=by,
        act=f"stories.due.{verb}",
        obj=f"story:{due.placement.story_id}",
        edition=due.placement.edition.code,
        what=str(due.act),
        at=due.at.isoformat(),
    )
