"""Burying a subject: whatever stood under it is replaced by a tombstone, for good."""

from collections.abc import Iterable

from broadsheet.press.marking import mark
from broadsheet.press.models import Lane, Tombstone
from broadsheet.press.receipts import list_surfaces


def bury(subject: str, *, reason: str, shown_by: Iterable[str] = ()) -> Tombstone:
    """Set a tombstone for `subject` (a tag) inside the caller's transaction, and open its receipt.

    `shown_by` are further tags of which whatever shows the subject reads at least one.
    """
    tags = sorted({subject, *shown_by})
    stone, new = Tombstone.objects.get_or_create(
        subject=subject, defaults={"reason": reason, "shown_by": tags}
    )
    if new:
        list_surfaces(stone)
    mark(*tags, lane=Lane.KILL)
    return stone
