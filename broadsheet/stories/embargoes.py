"""What the agency says of the time: its embargo, and that copy is held back after all."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.people.actions import record
from broadsheet.stories.actions.scheduling import call_off
from broadsheet.stories.models import DueState, DueTime, Story
from broadsheet.stories.rows import locked_story


def keep_embargo(*, story: Story, until: datetime | None) -> None:
    """Set the embargo that the agency names; what was to go out at its end follows it.

    Without an embargo that goes out at once. The agency's word, so it asks for no permission.
    """
    with transaction.atomic():
        row = locked_story(story.pk)
        if row.embargoed_until == until:
            return
        story.embargoed_until = row.embargoed_until = until
        Story.objects.filter(pk=row.pk).update(embargoed_until=until)
        at = until or timezone.now()
        _waiting(row).filter(follows_embargo=True).update(at=at, again_at=at)
        record(
            by=None,
            act="stories.story.embargo",
            obj=f"story:{row.pk}",
            edition=row.home_edition.code,
            until=until.isoformat() if until else "",
        )


def hold_back(*, story: Story) -> None:
    """Call off what the wire scheduled itself, since the agency holds the story back again."""
    with transaction.atomic():
        locked_story(story.pk)
        for due in _waiting(story).filter(asked_by=None).order_by("pk"):
            call_off(due=due, by=None)


def _waiting(story: Story) -> QuerySet[DueTime]:
    return DueTime.objects.filter(placement__story_id=story.pk, state=DueState.WAITING)
