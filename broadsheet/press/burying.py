"""Burying a subject: whatever stood under it is replaced by a tombstone, for good."""

from broadsheet.press.marking import mark
from broadsheet.press.models import Lane, Tombstone


def bury(subject: str, *, reason: str) -> Tombstone:
    """Set a tombstone for `subject` (a tag) inside the caller's transaction."""
    stone, _new = Tombstone.objects.get_or_create(subject=subject, defaults={"reason": reason})
    mark(subject, lane=Lane.KILL)
    return stone
