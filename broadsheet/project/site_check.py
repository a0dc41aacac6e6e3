"""When the readers' site is proved, and its old pages are packed: once a day."""

from datetime import datetime, timedelta

from broadsheet.press.checking import last_check
from broadsheet.press.models import Change, Output
from broadsheet.press.packing import packed_until, packing_age
from broadsheet.project.daily import COMMAND_LINE, Daily

EVERY = timedelta(days=1)


def is_due(at: datetime) -> bool:
    """Whether the latest check is a day old, and the press is at rest.

    A site that is being pressed would only tell what is known: that pages are stale.
    """
    last = last_check()
    if last is not None and at - last.at < EVERY:
        return False
    at_work = Output.objects.filter(stale_since__isnull=False, last_error="")
    return not at_work.exists() and not Change.objects.exists() and Output.objects.exists()


def site_check() -> Daily:
    """What it finds is printed, and remembered for the press room."""
    return Daily((*COMMAND_LINE, "press", "check"), is_due)


def packing() -> Daily:
    """Has old pages packed, where PACK_AFTER_DAYS wants that."""
    return Daily((*COMMAND_LINE, "press", "pack"), is_packing_due)


def is_packing_due(at: datetime) -> bool:
    """Whether pages are packed here, and the time up to which they are was not moved for a day."""
    age = packing_age()
    if age is None:
        return False
    until = packed_until()
    return until is None or at - age - until >= EVERY
