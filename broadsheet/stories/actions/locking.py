"""Locking: one person edits in peace; publishing, correcting and killing stay possible."""

from django.db import transaction
from django.utils import timezone

from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.stories.errors import LockedError
from broadsheet.stories.models import Story
from broadsheet.stories.rows import locked_story

LOCK = ["locked", "locked_at", "locked_by"]


def lock_story(*, story: Story, by: User) -> Story:
    """Lock the story for `by`. Raises LockedError if somebody else has it, NotAllowedError."""
    with transaction.atomic():
        row = locked_story(story.pk)
        require(by, Act.WRITE, row.home_edition)
        if row.locked and row.locked_by_id != by.pk:
            raise LockedError(row.pk, str(row.locked_by))
        row.locked, row.locked_at, row.locked_by = True, timezone.now(), by
        row.save(update_fields=LOCK)
        _record(row, by, "lock")
    return row


def unlock_story(*, story: Story, by: User) -> Story:
    """Unlock the story: whoever locked it may, and whoever may publish it.

    Raises NotAllowedError.
    """
    with transaction.atomic():
        row = locked_story(story.pk)
        own = row.locked_by_id == by.pk
        require(by, Act.WRITE if own else Act.PUBLISH, row.home_edition)
        row.locked, row.locked_at, row.locked_by = False, None, None
        row.save(update_fields=LOCK)
        _record(row, by, "unlock")
    return row


def _record(story: Story, by: User, verb: str) -> None:
    record(
        by=by,
        act=f"stories.story.{verb}",
        obj=f"story:{story.pk}",
        edition=story.home_edition.code,
    )
