"""What is due and what became of it, for the newsroom's screen and the command line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from broadsheet.press.models import Fact
from broadsheet.stories.models import DueState, DueTime

SHOWN = 200
CLOCK_MOVED = "clock_moved"  # The fact that says by how many seconds the machine's clock is off.
LOOKED_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Schedule:
    """Failed ones first of all, then what waits by its time, then what was done, newest first.

    `late` holds the seconds from the time asked for to the commit, sorted, for what was done in
    the last day. Lists hold at most SHOWN. `clock_off`: the seconds by which the machine's clock
    jumped, while that is not made good.
    """

    failed: list[DueTime] = field(default_factory=list)
    waiting: list[DueTime] = field(default_factory=list)
    done: list[DueTime] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    clock_off: int | None = None

    def late_at(self, share: float) -> float | None:
        """The lateness in seconds that `share` (0 to 1) of the done ones kept within."""
        if not self.late:
            return None
        return self.late[min(len(self.late) - 1, int(share * len(self.late)))]


def schedule_of(editions: Iterable[str] | None = None) -> Schedule:
    """The schedule of the editions with these codes; of all without any named."""
    rows = DueTime.objects.select_related(
        "placement__edition", "placement__section", "placement__story", "asked_by"
    )
    if editions is not None:
        rows = rows.filter(placement__edition__code__in=list(editions))
    done = rows.filter(state=DueState.DONE, at__gte=timezone.now() - LOOKED_BACK).order_by("-at")
    recent = list(done[:SHOWN])
    moved = Fact.objects.filter(name=CLOCK_MOVED).values_list("value", flat=True).first()
    return Schedule(
        failed=list(rows.filter(state=DueState.FAILED).order_by("at")[:SHOWN]),
        waiting=list(rows.filter(state=DueState.WAITING).order_by("at", "id")[:SHOWN]),
        done=recent,
        late=sorted(due.late_seconds for due in recent if due.late_seconds is not None),
        clock_off=int(moved) if moved else None,
    )
