"""Hands stale outputs to a worker for a limited time."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from broadsheet.press.models import Lane, Output
from broadsheet.press.settling import LAST_RETRY

LEASE = timedelta(seconds=60)
ALL_LANES: Collection[Lane] = tuple(Lane)


def lease_outputs(most: int, *, lanes: Collection[Lane] = ALL_LANES) -> list[Output]:
    """Take up to `most` stale outputs of `lanes`, the most urgent first, all from one lane.

    The rows handed out say what the ledger had said of their files; the ledger itself doubts them
    until the output is settled. A lease that ran out is free for the next worker: the one that
    held it died or is late, and its result is refused when it comes.
    """
    now = timezone.now()
    with transaction.atomic(savepoint=False):
        stale = stale_outputs(now, lanes=lanes).order_by("lane", "order", "-newness", "id")
        stale = stale.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        taken = list(stale[:most])
        taken = [output for output in taken if output.lane == taken[0].lane]
        lease = secrets.token_hex(8)
        held = [output for output in taken if output.lease]
        for output in held:
            output.overtaken = [*output.overtaken, output.lease]
        Output.objects.bulk_update(held, ["overtaken"])
        for output in taken:
            output.lease, output.lease_until = lease, now + LEASE
        Output.objects.filter(pk__in=[output.pk for output in taken]).update(
            lease=lease, lease_until=now + LEASE, doubted=True
        )
    return taken


def stale_outputs(
    now: datetime | None = None, *, lanes: Collection[Lane] = ALL_LANES
) -> QuerySet[Output]:
    """The outputs of `lanes` that could be leased at `now`."""
    now = now or timezone.now()
    stale = Output.objects.filter(_is_free(now), _is_due(now), stale_since__isnull=False)
    return stale if len(lanes) == len(ALL_LANES) else stale.filter(lane__in=sorted(lanes))


def _is_free(now: datetime) -> Q:
    """Nobody's, or run out; a lease that ends too late was given by a clock that was put back."""
    ended = Q(lease_until__lt=now) | Q(lease_until__gt=now + 2 * LEASE)
    return Q(lease_until=None) | ended


def _is_due(now: datetime) -> Q:
    """Due, never failed, or put off to a time that only a clock since put back can have named."""
    return Q(due_at=None) | Q(due_at__lte=now) | Q(due_at__gt=now + 2 * LAST_RETRY)
