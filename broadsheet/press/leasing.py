"""Hands stale outputs to a worker for a limited time."""

import secrets
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from broadsheet.press.models import Output

LEASE = timedelta(seconds=60)


def lease_outputs(most: int) -> list[Output]:
    """Take up to `most` stale outputs, the most urgent first, all from one lane.

    The rows handed out still carry the digest that the ledger had; the ledger itself forgets it
    until the output is settled. A lease that ran out is free for the next worker: the one that
    held it died or is late, and its result is refused when it comes.
    """
    now = timezone.now()
    with transaction.atomic():
        free = Output.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), due_at__lte=now)
        stale = free.filter(stale_since__isnull=False).order_by("lane", "order", "-newness", "id")
        stale = stale.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        taken = list(stale[:most])
        taken = [output for output in taken if output.lane == taken[0].lane]
        lease = secrets.token_hex(8)
        for output in taken:
            output.lease = lease
            output.lease_until = now + LEASE
        Output.objects.filter(pk__in=[output.pk for output in taken]).update(
            lease=lease, lease_until=now + LEASE, digest=""
        )
    return taken
