"""Wants every page that the database wants, for a new newsroom or one that was brought back."""

from django.db import transaction
from django.utils import timezone

from broadsheet.press.expansion import touch, want_outputs
from broadsheet.press.models import Lane, Output
from broadsheet.press.registry import kinds

KEYS_AT_ONCE = 2_000


def want_everything(*, lane: Lane = Lane.ROUTINE) -> int:
    """Make every output stale that is wanted or known; returns how many there are.

    The ledger forgets their digests, so that files which went missing or bad are written too.
    One short transaction for each chunk, so that editors and workers go on meanwhile.
    """
    keys = {key for kind in kinds() for key in kind.expected()}
    keys.update(Output.objects.values_list("key", flat=True))
    wanted = sorted(keys)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        chunk = wanted[start : start + KEYS_AT_ONCE]
        with transaction.atomic():
            want_outputs(chunk, lane=lane)
            Output.objects.filter(key__in=chunk).update(digest="")
    return len(keys)


def retry_failed(keys: list[str]) -> int:
    """Press failed outputs at once instead of at their next turn; returns how many there were."""
    with transaction.atomic():
        failed = Output.objects.filter(key__in=keys).exclude(last_error="")
        ids = sorted(failed.values_list("pk", flat=True))
        touch(ids, lane=Lane.ROUTINE, since=timezone.now())
    return len(ids)
