"""Wants every page that the database wants, for a new newsroom or one that was brought back."""

from itertools import islice

from django.db import transaction
from django.utils import timezone

from broadsheet.press.expansion import touch, want_outputs
from broadsheet.press.models import Lane, Output
from broadsheet.press.registry import kinds

KEYS_AT_ONCE = 2_000


def want_everything(*, lane: Lane = Lane.ROUTINE) -> int:
    """Make every output stale that is wanted or known; returns how many there are.

    The ledger doubts their files, so that files which went missing or bad are written too.
    One short transaction for each chunk, so that editors and workers go on meanwhile.
    """
    ids = Output.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while chunk := list(ids.filter(pk__gt=last)[:KEYS_AT_ONCE]):
        with transaction.atomic():
            touch(chunk, lane=lane, since=timezone.now())
            Output.objects.filter(pk__in=chunk).update(doubted=True)
        last = chunk[-1]
    for kind in kinds():
        keys = iter(kind.expected())
        while wanted := list(islice(keys, KEYS_AT_ONCE)):
            _want_new(wanted, lane)
    return Output.objects.count()


def _want_new(keys: list[str], lane: Lane) -> None:
    with transaction.atomic():
        known = set(Output.objects.filter(key__in=keys).values_list("key", flat=True))
        want_outputs([key for key in keys if key not in known], lane=lane)


def retry_failed(keys: list[str]) -> int:
    """Press failed outputs at once instead of at their next turn; returns how many there were."""
    with transaction.atomic():
        failed = Output.objects.filter(key__in=keys).exclude(last_error="")
        ids = sorted(failed.values_list("pk", flat=True))
        touch(ids, lane=Lane.ROUTINE, since=timezone.now())
    return len(ids)
