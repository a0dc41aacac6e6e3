"""Figures of moderation: how long decisions take, and how many an appeal overturns.

What pages show is a row that the clock writes once a day, so no page depends on a watch.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from broadsheet.comments.models import Answer, Appeal, Comment, DayFigures, Rule, State
from broadsheet.editions.models import Edition
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane
from broadsheet.press.recording import note
from broadsheet.press.remembering import remembered
from broadsheet.stories.queries import bounds_of

WINDOW = timedelta(days=30)
LOOKED_AT = 50_000
KEPT_DAYS = 400


def figures_tag(edition: str) -> str:
    """Changes with the day's figures of the edition, and with whether it shows them."""
    return f"comment-figures:{edition}"


@dataclass(frozen=True)
class Figures:
    """Over the days before a moment; times in seconds, None where nothing was decided.

    `half_within` and `nine_in_ten_within` count from when a comment began to wait to the decision
    that let it appear or refused it. Comments about which somebody appealed are left out there,
    because their decision is the later one; `appeals` counts those that were judged.
    """

    decided: int = 0
    refused: int = 0
    half_within: int | None = None
    nine_in_ten_within: int | None = None
    appeals: int = 0
    overturned: int = 0

    @property
    def overturned_share(self) -> float | None:
        return self.overturned / self.appeals if self.appeals else None


def figures_of(edition: Edition, until: datetime, *, over: timedelta = WINDOW) -> Figures:
    """What was decided in the edition in the time before `until`; imports do not count."""
    decided = Comment.objects.filter(
        edition=edition, by=None, decided_at__gte=until - over, decided_at__lt=until,
        waiting_since__isnull=False, decided_at__gt=F("waiting_since"),
    )  # fmt: skip
    counted = decided.aggregate(
        decided=Count("pk"), refused=Count("pk", filter=Q(state=State.REJECTED))
    )
    times = decided.filter(appeals=None).order_by("-decided_at")
    waits = sorted(
        (decided_at - since).total_seconds()
        for since, decided_at in times.values_list("waiting_since", "decided_at")[:LOOKED_AT]
        if since and decided_at
    )
    judged = Appeal.objects.filter(
        comment__edition=edition, judged_at__gte=until - over, judged_at__lt=until
    ).exclude(decision__act="ban")
    return Figures(
        decided=counted["decided"],
        refused=counted["refused"],
        half_within=_at(waits, 0.5),
        nine_in_ten_within=_at(waits, 0.9),
        appeals=judged.count(),
        overturned=judged.filter(answer=Answer.UPHELD).count(),
    )


def _at(waits: Sequence[float], share: float) -> int | None:
    """The shortest of the sorted times within which that share lies (nearest rank)."""
    return round(waits[ceil(share * len(waits)) - 1]) if waits else None


@remembered
def shows_figures(edition: Edition) -> bool:
    note(figures_tag(edition.code))
    return Rule.objects.filter(edition=edition, section=None, shows_figures=True).exists()


def figures_shown(edition: Edition) -> DayFigures | None:
    """The latest day's row, for an edition that shows its figures."""
    if not shows_figures(edition):
        return None
    return DayFigures.objects.filter(edition=edition).order_by("-day").first()


def read(row: DayFigures) -> Figures:
    return Figures(**row.figures)


def keep_day_figures(edition: Edition, *, at: datetime | None = None) -> bool:
    """Write the figures as the edition's day begins, and have its page pressed; once a day."""
    day = edition.date_style.day_of(at or timezone.now())
    if DayFigures.objects.filter(edition=edition, day__gte=day).exists():
        return False
    begins, _ends = bounds_of(edition, day, day)
    with transaction.atomic():
        DayFigures.objects.create(
            edition=edition, day=day, figures=asdict(figures_of(edition, begins))
        )
        old = DayFigures.objects.filter(edition=edition, day__lt=day - timedelta(days=KEPT_DAYS))
        old.delete()
        mark(figures_tag(edition.code), lane=Lane.ROUTINE)
    return True


def keep_figures(*, at: datetime) -> None:
    """For each edition that shows its figures; the clock calls it."""
    for edition in Edition.objects.filter(comment_rules__shows_figures=True).distinct():
        keep_day_figures(edition, at=at)
