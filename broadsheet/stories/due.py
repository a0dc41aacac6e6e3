"""What the clock does when a time has come: each thing in a transaction of its own.

One that cannot be done is set aside with its reason, and the rest goes on. A fault that may pass
is tried again first. A database that is away is the caller's business: everything stays waiting.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from broadsheet.people.errors import NotAllowedError
from broadsheet.stories.actions.breaking import lower_bars
from broadsheet.stories.actions.placing import place_story, withdraw_placement
from broadsheet.stories.actions.publishing import publish_story
from broadsheet.stories.actions.unpublishing import unpublish_story
from broadsheet.stories.errors import EmbargoedError, NotPublishedError, StoryError
from broadsheet.stories.models import BreakingBar, DueAct, DueState, DueTime
from broadsheet.stories.rows import locked_story

AT_ONCE = 50
TRIES = 3
BETWEEN_TRIES = timedelta(seconds=20)
KEPT = timedelta(days=30)
REFUSED = (StoryError, NotAllowedError, PermissionDenied, ValidationError)
logger = logging.getLogger(__name__)


def do_due(now: datetime) -> list[DueTime]:
    """Do what is due at `now`, earliest first; returns what was done or set aside.

    `now` is the caller's time, which may be steadier than this machine's.
    """
    waiting = DueTime.objects.filter(state=DueState.WAITING, again_at__lte=now)
    rows = waiting.order_by("at", "id").values_list("pk", "placement__story_id")[:AT_ONCE]
    return list(_do_each(list(rows), now))


def lower_old_bars(now: datetime) -> None:
    """Take down breaking bars whose time is over at `now`."""
    if BreakingBar.objects.filter(until__lte=now).exists():
        with transaction.atomic():
            over = BreakingBar.objects.select_for_update(of=("self",)).filter(until__lte=now)
            lower_bars(over.select_related("edition").order_by("pk"))


def next_due() -> datetime | None:
    """When something is due next; None if nothing waits."""
    waiting = DueTime.objects.filter(state=DueState.WAITING).order_by("again_at")
    return waiting.values_list("again_at", flat=True).first()


def forget_old_due(now: datetime) -> int:
    """Delete what was done or called off long ago; returns how many rows."""
    over = DueTime.objects.filter(
        state__in=[DueState.DONE, DueState.CALLED_OFF], at__lt=now - KEPT, done_at__lt=now - KEPT
    )
    return over.delete()[0]


def _do_each(rows: list[tuple[int, str]], now: datetime) -> Iterator[DueTime]:
    for pk, story in rows:
        try:
            due = _do(pk, story, now)
        except (OperationalError, InterfaceError):
            raise
        except EmbargoedError as error:
            due = _put_off(pk, error.until)
        except REFUSED as error:
            due = _set_aside(pk, _words_of(error), tries=1)
        except Exception as error:
            logger.exception("Due time %s of story %s failed.", pk, story)
            due = _set_aside(pk, f"{type(error).__name__}: {error}", tries=TRIES)
        if due is not None:
            yield due


def _do(pk: int, story: str, now: datetime) -> DueTime | None:
    """Lock as the actions do, the story first; None if it is no longer waiting."""
    with transaction.atomic():
        locked_story(story)
        due = DueTime.objects.select_for_update(of=("self",), no_key=True).select_related(
            "placement__edition", "placement__section", "placement__story", "asked_by", "revision"
        )
        row = due.filter(pk=pk, state=DueState.WAITING, again_at__lte=now).first()
        if row is None:
            return None
        ACTS[DueAct(row.act)](row, now)
        row.state, row.done_at, row.error = DueState.DONE, timezone.now(), ""
        row.save(update_fields=["state", "done_at", "error"])
    return row


def _publish(due: DueTime, now: datetime) -> None:
    placement = due.placement
    if placement.is_home:
        publish_story(story=placement.story, by=due.asked_by, revision=due.revision, as_of=now)
    elif placement.story.live:
        place_story(story=placement.story, by=due.asked_by, section=placement.section)
    else:
        raise NotPublishedError(placement.story_id, "published in one more edition")


def _take_back(due: DueTime, _now: datetime) -> None:
    placement = due.placement
    if placement.is_home:
        unpublish_story(story=placement.story, by=due.asked_by)
    else:
        withdraw_placement(placement=placement, by=due.asked_by)


ACTS = {DueAct.PUBLISH: _publish, DueAct.TAKE_BACK: _take_back}


def _put_off(pk: int, until: datetime) -> DueTime | None:
    """The embargo has moved since; wait for its end."""
    DueTime.objects.filter(pk=pk, state=DueState.WAITING).update(at=until, again_at=until)
    return None


def _set_aside(pk: int, reason: str, *, tries: int) -> DueTime | None:
    """Note the failure; after `tries` of them the due time waits for a human."""
    with transaction.atomic():
        row = DueTime.objects.select_for_update().filter(pk=pk, state=DueState.WAITING).first()
        if row is None:
            return None
        row.attempts, row.error = row.attempts + 1, reason
        row.again_at = timezone.now() + BETWEEN_TRIES
        if row.attempts >= tries:
            row.state = DueState.FAILED
        row.save()
    return row


def _words_of(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
