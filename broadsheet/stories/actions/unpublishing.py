"""Taking a story back: readers no longer find it, the newsroom keeps it."""

from django.db import transaction
from django.utils import timezone

from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.models import Lane
from broadsheet.stories.actions.breaking import lower_bars
from broadsheet.stories.effects import count, mark_membership, stamp
from broadsheet.stories.errors import NotPublishedError
from broadsheet.stories.models import BreakingBar, Placement, PlacementState, Story
from broadsheet.stories.overtaking import overtake_all
from broadsheet.stories.pictures import keep_picture_uses
from broadsheet.stories.relating import forget_related
from broadsheet.stories.rows import locked_story


def unpublish_story(
    *, story: Story, by: User | None, reason: str = "", lane: Lane = Lane.UPDATE
) -> Story:
    """Take the story back from all editions; it may be published again later.

    Raises NotPublishedError, NotAllowedError.
    """
    with transaction.atomic():
        row = locked_story(story.pk)
        require(by, Act.UNPUBLISH, row.home_edition)
        if not row.live:
            raise NotPublishedError(row.pk, "unpublished")
        hide(row, lane=lane)
        record(
            by=by,
            act="stories.story.unpublish",
            obj=f"story:{row.pk}",
            edition=row.home_edition.code,
            reason=reason,
        )
    return row


def hide(story: Story, *, lane: Lane) -> None:
    """Withdraw every live placement of a story whose row is locked."""
    overtake_all(Placement.objects.filter(story=story).only("pk"))
    live = Placement.objects.select_for_update(of=("self",), no_key=True).filter(
        story=story, state=PlacementState.LIVE
    )
    placements = list(live.select_related("edition", "section", "story").order_by("edition_id"))
    for placement in placements:
        withdraw(placement, lane=lane)
    story.live = False
    story.live_revision = None
    story.has_unpublished_changes = True
    story.save()
    keep_picture_uses(story, lane=lane)
    forget_related(story, lane=lane)
    stamp((placement.edition for placement in placements), timezone.now(), lane=lane)


def withdraw(placement: Placement, *, lane: Lane) -> None:
    """Take one live placement out of its edition's lists."""
    overtake_all([placement])
    lower_bars(BreakingBar.objects.filter(placement=placement).select_related("edition"))
    placement.state = PlacementState.WITHDRAWN
    placement.withdrawn_at = timezone.now()
    placement.save()
    mark_membership(placement, lane=lane)
    count(placement, -1, lane=lane)
