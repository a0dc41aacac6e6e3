"""Correcting: readers are told what was wrong."""

from django.db import transaction
from django.utils import timezone

from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.models import Lane
from broadsheet.stories.effects import mark_copy, stamp
from broadsheet.stories.errors import AlreadyKilledError, NotPublishedError, NotReadyError
from broadsheet.stories.models import Correction, Placement, PlacementState, Story
from broadsheet.stories.rows import locked_story


def correct_story(
    *, story: Story, by: User | None, text: str, lane: Lane = Lane.UPDATE
) -> Correction:
    """Add a correction note to a live story.

    Raises NotPublishedError, AlreadyKilledError, NotReadyError for an empty note, NotAllowedError.
    """
    with transaction.atomic():
        row = locked_story(story.pk)
        require(by, Act.CORRECT, row.home_edition)
        if row.is_killed:
            raise AlreadyKilledError(row.pk)
        if not row.live:
            raise NotPublishedError(row.pk, "corrected")
        if not text.strip():
            raise NotReadyError(row.pk, {"text": "Say what was wrong and what is right."})
        correction = Correction.objects.create(story=row, by=by, text=text.strip())
        row.updated_at = timezone.now()
        row.save(update_fields=["updated_at"])
        live = Placement.objects.filter(story=row, state=PlacementState.LIVE)
        placements = list(live.select_related("edition", "section", "story"))
        mark_copy(row, placements, card=False, lane=lane)
        stamp((placement.edition for placement in placements), row.updated_at, lane=lane)
        record(
            by=by,
            act="stories.story.correct",
            obj=f"story:{row.pk}",
            edition=row.home_edition.code,
            reason=text.strip(),
        )
    return correction
