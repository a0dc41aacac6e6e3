"""Sends what has to be purged, kills first, and keeps at it until the target has said yes.

Each target has a thread of its own beside the press, so that one that is down holds up neither
pages nor the other targets.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from broadsheet.press.errors import PurgeRefusedError, TargetUnreachableError
from broadsheet.press.models import Purge
from broadsheet.press.purging.targets import Target, targets
from broadsheet.press.receipts import cache_key, drop_caches, end_caches
from broadsheet.press.registry import addresses_of

BATCH = 64
IN_HAND = timedelta(seconds=60)  # A purge whose sender died is sent again after this.
FIRST_RETRY, LAST_RETRY = timedelta(seconds=1), timedelta(minutes=2)
LONGEST_REST = 15.0  # Between two tries of a target that is down, whatever waits for it.
IDLE_SECONDS = 1.0  # Another process may have noted a purge, which wakes nobody here.
logger = logging.getLogger(__name__)


def send_due(target: Target) -> int:
    """Send one batch of what is due; returns how many purges were in it, done or not.

    Raises TargetUnreachableError after putting the batch off.
    """
    rows = _take(target)
    if rows:
        _send(target, rows)
    return len(rows)


def send_all(*, seconds: float) -> int:
    """Send until nothing is left, for about `seconds`; returns how many purges are left."""
    until = time.monotonic() + seconds
    left = targets()
    while left and time.monotonic() < until:
        left = [target for target in left if _try(target)]
        time.sleep(0.05)
    return Purge.objects.count()


def _try(target: Target) -> bool:
    """False once nothing is left for the target, or it does not answer."""
    try:
        send_due(target)
    except TargetUnreachableError:
        return False
    return Purge.objects.filter(target=target.name, last_error="").exists()


def forget_former_targets() -> int:
    """Let go of purges for targets that the settings no longer name."""
    names = [target.name for target in targets()]
    still_ours = Q()
    for name in names:
        still_ours |= Q(key__startswith=cache_key(name, ""))
    drop_caches(~still_ours if names else Q())
    return Purge.objects.exclude(target__in=names).delete()[0]


@contextmanager
def purging() -> Iterator[Callable[[], None]]:
    """Send purges in threads of their own while the block runs.

    Hands out what to call after pages were settled: it wakes the threads, and waits for nothing.
    """
    senders = [Sender(target) for target in targets()]
    forget_former_targets()
    for sender in senders:
        sender.start()
    try:
        yield partial(_wake, senders)
    finally:
        for sender in senders:
            sender.stop()
        for sender in senders:
            sender.join()


def _wake(senders: "list[Sender]") -> None:
    for sender in senders:
        sender.woken.set()


class Sender(threading.Thread):
    """Works off one target's purges until `stopping` is set."""

    def __init__(self, target: Target) -> None:
        super().__init__(name=f"purges of {target.name}", daemon=True)
        self.target = target
        self.stopping = threading.Event()
        self.woken = threading.Event()
        self._failures = 0

    def stop(self) -> None:
        """End after the batch at hand."""
        self.stopping.set()
        self.woken.set()

    def run(self) -> None:
        try:
            while not self.stopping.is_set():
                self._round()
        finally:
            connection.close()

    def _round(self) -> None:
        """Send what is due, then wait for more; rest, whoever wakes, where the target is down."""
        try:
            close_old_connections()
            while send_due(self.target) and not self.stopping.is_set():
                self._failures = 0
            self.woken.wait(seconds_to_next(self.target))
            self.woken.clear()
        except (TargetUnreachableError, DatabaseError) as error:
            if not self._failures:
                logger.warning("%s", error)
            self._failures += 1
            self.stopping.wait(min(2.0 ** min(self._failures - 1, 6), LONGEST_REST))


def seconds_to_next(target: Target) -> float:
    """Until the target's next purge is due, at most IDLE_SECONDS."""
    due = Purge.objects.filter(target=target.name).aggregate(due=Min("due_at"))["due"]
    left = (due - timezone.now()).total_seconds() if due else IDLE_SECONDS
    return max(0.01, min(left, IDLE_SECONDS))


def _take(target: Target) -> list[Purge]:
    now = timezone.now()
    with transaction.atomic():
        due = Purge.objects.filter(target=target.name, due_at__lte=now).order_by("lane", "pk")
        due = due.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        rows = list(due[:BATCH])
        Purge.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + IN_HAND)
    return rows


def _send(target: Target, rows: list[Purge]) -> None:
    """Send `rows`; of a batch that is refused, each half alone, so that one bad address stays one.

    Outside any transaction.
    """
    addresses = sorted({address for row in rows for address in addresses_of(row.path)})
    try:
        target.purge(addresses)
    except TargetUnreachableError as error:
        _put_off(rows, str(error))
        raise
    except PurgeRefusedError as error:
        if len(rows) == 1:
            _put_off(rows, str(error))
            return
        middle = len(rows) // 2
        _send(target, rows[:middle])
        _send(target, rows[middle:])
    else:
        _done(target, rows)


def _done(target: Target, rows: list[Purge]) -> None:
    """Let go of each purge, or look at it again later; one wanted anew meanwhile stays."""
    now = timezone.now()
    with transaction.atomic():
        end_caches(target.name, [row.path for row in rows])
        for row in rows:
            unchanged = Purge.objects.filter(pk=row.pk, wanted=row.wanted)
            if row.look >= len(target.looks):
                unchanged.delete()
            else:
                wait = timedelta(seconds=target.looks[row.look])
                unchanged.update(look=F("look") + 1, due_at=now + wait, attempts=0, last_error="")


def _put_off(rows: list[Purge], reason: str) -> None:
    now = timezone.now()
    with transaction.atomic():
        for row in rows:
            wait = min(FIRST_RETRY * 2 ** min(row.attempts, 12), LAST_RETRY)
            Purge.objects.filter(pk=row.pk, wanted=row.wanted).update(due_at=now + wait)
            Purge.objects.filter(pk=row.pk).update(
                attempts=min(row.attempts + 1, 1_000), last_error=reason
            )
