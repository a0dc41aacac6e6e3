"""How comments are judged: waits, decisions and appeals of each of the user's editions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.figures import Figures, figures_of
from broadsheet.comments.models import Comment, State
from broadsheet.desk.comments.access import ModeratorScreen, moderated
from broadsheet.editions.models import Edition

SPANS: tuple[tuple[Promise, timedelta], ...] = (
    (gettext_lazy("7 days"), timedelta(days=7)),
    (gettext_lazy("30 days"), timedelta(days=30)),
)
NOTHING = "–"


@dataclass(frozen=True)
class Measured:
    """One edition now: what waits, and a line of the table for each span."""

    edition: Edition
    waiting: int
    lines: list[tuple[Promise, list[str]]]


class FiguresView(ModeratorScreen):
    template_name = "desk/comments/figures.html"
    page_title = gettext_lazy("Figures")
    room = "figures"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"rows": [measured(one) for one in moderated(self.request.user)]}


def measured(edition: Edition) -> Measured:
    now = timezone.now()
    waiting = Comment.objects.filter(edition=edition, state__in=[State.PENDING, State.HELD])
    return Measured(
        edition=edition,
        waiting=waiting.count(),
        lines=[(label, cells_of(figures_of(edition, now, over=span))) for label, span in SPANS],
    )


def cells_of(figures: Figures) -> list[str]:
    """The figures in the order of the table's columns."""
    return [
        str(figures.decided),
        str(figures.refused),
        time_of(figures.half_within),
        time_of(figures.nine_in_ten_within),
        str(figures.appeals),
        share_of(figures.overturned_share),
    ]


def time_of(seconds: int | None) -> str:
    """Seconds as minutes, or as hours from two of them on; a dash for none."""
    if seconds is None:
        return NOTHING
    if seconds < 2 * 3_600:
        return _("%(minutes)s min") % {"minutes": max(1, round(seconds / 60))}
    return _("%(hours)s h") % {"hours": round(seconds / 3_600)}


def share_of(share: float | None) -> str:
    return NOTHING if share is None else _("%(share)s %%") % {"share": round(100 * share)}
