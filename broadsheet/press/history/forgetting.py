"""Lets go of former bytes: at once when they show what was killed, else when they are old."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q

from broadsheet.press.chunks import AT_ONCE, chunks
from broadsheet.press.common import stored_with
from broadsheet.press.errors import PlaceRefusedError
from broadsheet.press.history.past import dead_tags, is_dead, of_version
from broadsheet.press.history.since import begin_history, shorten_history
from broadsheet.press.models import Erasure, Fact, Pin, Tombstone, Version
from broadsheet.press.receipts import end_history, stones_to_forget
from broadsheet.press.writers import Writer

SWEPT: Final = "history-swept"
EVERY: Final = timedelta(days=1)
logger = logging.getLogger(__name__)


def forget_killed(writer: Writer) -> int:
    """Forget all versions that showed a subject whose pages are withdrawn; returns how many.

    A place that does not answer is asked again in a later round: the receipt waits for it.
    """
    forgotten = 0
    for stone in stones_to_forget():
        try:
            forgotten += _forget(writer, _versions_showing(stone))
        except PlaceRefusedError as error:
            logger.warning("The history still holds what was killed: %s", error)
            return forgotten
        end_history(stone)
    return forgotten


def _versions_showing(stone: Tombstone) -> list[Version]:
    """What came before the kill and read one of the tags under which the subject was shown."""
    names = {stone.subject, *stone.shown_by}
    showing = Q(pk__in=[])
    for ids in stored_with(names).values():
        for pk in ids:
            showing |= Q(shown__contains=f",{pk},")
    rows = Version.objects.filter(showing, is_kept=True, came_at__lte=stone.expanded_at)
    return list(rows.order_by("pk"))


def _forget(writer: Writer, versions: Iterable[Version]) -> int:
    """Forget the bytes, and say so in every version that had them; versions stay in the list."""
    digests = sorted({version.digest for version in versions})
    for some in chunks(digests):
        writer.forget(some)
        Version.objects.filter(digest__in=some).update(is_kept=False)
    return len(digests)


def sweep_if_due(site: Callable[[], Writer], at: datetime) -> int | None:
    """Sweep once a day; None where it was done less than a day before `at`."""
    fact = Fact.objects.filter(name=SWEPT).first()
    if fact is not None and timedelta() <= at - datetime.fromisoformat(fact.value) < EVERY:
        return None
    swept = sweep_history(site(), at)
    Fact.objects.update_or_create(name=SWEPT, defaults={"value": at.isoformat()})
    return swept


def sweep_history(writer: Writer, at: datetime) -> int:
    """Forget what is older than BROADSHEET_HISTORY_DAYS; returns how many versions went.

    What a pinned edition may need stays. Bytes that no version names, as a crash leaves them, go
    when they are a day old.
    """
    begin_history()
    until = min(
        [at - timedelta(days=settings.HISTORY_DAYS), *Pin.objects.values_list("to", flat=True)]
    )
    went = _sweep_old(writer, Q(went_at__lte=until)) + _sweep_old(writer, _no_longer_held())
    shorten_history(until)
    _forget(writer, _dead_versions())
    Erasure.objects.filter(expanded_at__lte=until).delete()
    _sweep_leftovers(writer, at - EVERY)
    return went


def _no_longer_held() -> Q:
    """Live bytes that were put by for a pin which was taken out since."""
    waiting = Q(went_at=None)
    for code in Pin.objects.values_list("edition", flat=True):
        waiting &= ~Q(key__startswith=f"{code}:")
    return waiting


def _sweep_old(writer: Writer, which: Q) -> int:
    went = 0
    while some := list(Version.objects.filter(which).order_by("pk")[:AT_ONCE]):
        ids = [version.pk for version in some]
        digests = {version.digest for version in some}
        others = Version.objects.filter(digest__in=digests).exclude(pk__in=ids)
        writer.forget(sorted(digests.difference(others.values_list("digest", flat=True))))
        Version.objects.filter(pk__in=ids).delete()
        went += len(ids)
    return went


def _dead_versions() -> list[Version]:
    """What a late worker put by after the kill's own sweep."""
    if not dead_tags(frozenset()):
        return []
    rows = Version.objects.filter(is_kept=True).order_by("pk").iterator(chunk_size=2_000)
    return [version for version in rows if is_dead(of_version(version))]


def _sweep_leftovers(writer: Writer, before: datetime) -> None:
    for some in chunks(writer.kept_before(before)):
        named = Version.objects.filter(digest__in=some, is_kept=True)
        writer.forget(sorted(set(some).difference(named.values_list("digest", flat=True))))
