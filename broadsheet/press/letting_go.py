"""Lets go of former styles and scripts once no page can be left that names them.

A style's address carries a hash of its bytes, so a new one stands beside the old, and an old page
that nobody has pressed anew yet is still whole. Every page that names a style reads what the style
reads, so it is stale as long as it names the former one; and while a design waits for a verdict,
nothing is let go of. Nor while an edition is set back: its pages name former ones.
"""

from django.db import transaction

from broadsheet.press.design import is_in_force
from broadsheet.press.models import Change, Output, Pin
from broadsheet.press.registry import kinds
from broadsheet.press.writers import Writer


def let_go(writer: Writer) -> int:
    """Remove former files of lingering kinds when nothing is stale; returns how many went.

    The output's row stays locked meanwhile, so that no worker can come back to a former path.
    """
    if Pin.objects.exists():
        return 0
    keys = [key for kind in kinds() if kind.lingers for key in kind.expected()]
    rows = Output.objects.filter(key__in=keys, stale_since=None).exclude(leaving=[])
    if not rows.exists():
        return 0
    gone = 0
    with transaction.atomic():
        for row in rows.select_for_update().order_by("pk"):
            if _is_something_stale() or not is_in_force():
                return gone
            gone += _remove(row, writer)
    return gone


def _is_something_stale() -> bool:
    """A page that was never written names nothing, so it need not be waited for."""
    stale = Output.objects.filter(stale_since__isnull=False).exclude(path="")
    return Change.objects.exists() or stale.exists()


def _remove(row: Output, writer: Writer) -> int:
    owned = set(Output.objects.at(row.leaving).values_list("path", flat=True))
    free = [path for path in row.leaving if path not in owned]
    for path in free:
        writer.remove(path)
    Output.objects.filter(pk=row.pk).update(leaving=[])
    return len(free)
