"""Since when there is a history, as a fact in the ledger: of the time before nothing is known."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from broadsheet.press.models import Fact

SINCE = "history-since"


def is_kept() -> bool:
    """Whether former pages are kept at all."""
    return bool(settings.HISTORY_DAYS > 0)


def history_since() -> datetime | None:
    """From when on every version is known; None where none is kept, or no worker began yet."""
    fact = Fact.objects.filter(name=SINCE).first()
    return datetime.fromisoformat(fact.value) if fact else None


def begin_history() -> None:
    """Note that versions are kept from now on, or that they are no longer.

    A worker calls it before its first page: what was replaced earlier left no version.
    """
    if is_kept():
        Fact.objects.get_or_create(name=SINCE, defaults={"value": timezone.now().isoformat()})
    else:
        Fact.objects.filter(name=SINCE).delete()


def shorten_history(since: datetime) -> None:
    """Note that versions which ended before `since` are no longer kept."""
    known = history_since()
    if known is not None and known < since:
        Fact.objects.filter(name=SINCE).update(value=since.isoformat())
