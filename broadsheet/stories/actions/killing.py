"""Killing: the story goes for good, from every edition, and nothing brings it back."""

from django.db import transaction
from django.utils import timezone

from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.burying import bury
from broadsheet.press.models import Lane
from broadsheet.stories.actions.unpublishing import hide
from broadsheet.stories.errors import AlreadyKilledError
from broadsheet.stories.models import Story
from broadsheet.stories.queries import story_tag


def kill_story(*, story: Story, by: User | None, reason: str) -> Story:
    """Kill the story in all editions; a published one leaves a tombstone page with status 410.

    Raises AlreadyKilledError, NotAllowedError.
    """
    with transaction.atomic():
        row = Story.objects.select_for_update().select_related("home_edition").get(pk=story.pk)
        require(by, Act.KILL, row.home_edition)
        if row.is_killed:
            raise AlreadyKilledError(row.pk)
        row.killed_at = timezone.now()
        hide(row, lane=Lane.KILL)
        bury(story_tag(row.pk), reason=reason)
        record(
            by=by,
            act="stories.story.kill",
            obj=f"story:{row.pk}",
            edition=row.home_edition.code,
            reason=reason,
        )
    return row
