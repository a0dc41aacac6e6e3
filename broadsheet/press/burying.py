"""Burying a subject: whatever stood under it is replaced by a tombstone, for good.

And taking something off pages of which the rest may stand, such as a comment: former pages that
showed it are given to nobody again.
"""

from collections.abc import Iterable
from datetime import datetime

from broadsheet.press.marking import mark
from broadsheet.press.models import Erasure, Lane, Tombstone
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


def erase_from_history(tags: Iterable[str], *, since: datetime, lane: Lane) -> None:
    """Mark `tags`, and have no version given again that read one of them from `since` until now.

    Inside the caller's transaction.
    """
    names = sorted(set(tags))
    Erasure.objects.create(tags=names, since=since)
    mark(*names, lane=lane)
