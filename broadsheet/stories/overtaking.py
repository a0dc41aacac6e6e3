"""What a human did first, or did otherwise, the clock need not do any more."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.stories.models import DueAct, DueState, DueTime, Placement


def overtake_publication(placements: Iterable[Placement], revision: Revision | None) -> None:
    """Call off publications of what is as old as `revision`, or older: it must not come back."""
    older = Q(revision=None)
    older |= Q(revision_id__lte=revision.pk) if revision is not None else Q()
    _call_off(placements, Q(act=DueAct.PUBLISH) & older)


def overtake_all(placements: Iterable[Placement]) -> None:
    """Call off everything: readers no longer find the story there."""
    _call_off(placements, Q())


def held_back(story: str) -> set[int]:
    """The placements of a story that wait for a time of their own to be published."""
    waiting = DueTime.objects.filter(
        placement__story_id=story, act=DueAct.PUBLISH, state=DueState.WAITING
    )
    return set(waiting.values_list("placement_id", flat=True))


def _call_off(placements: Iterable[Placement], which: Q) -> None:
    ids = [placement.pk for placement in placements]
    waiting = DueTime.objects.filter(which, placement_id__in=ids, state=DueState.WAITING)
    waiting.update(state=DueState.CALLED_OFF, done_at=timezone.now())
