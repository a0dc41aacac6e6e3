"""How much waits: counted as far as anybody reads a number, on every screen of the newsroom."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.comments.actions.judging import UNDO_WITHIN
from broadsheet.comments.models import Comment, Decision, State
from broadsheet.comments.queries import comments_to_judge
from broadsheet.editions.models import Edition

MOST_COUNTED = 1_000
JUDGEMENTS = ("approve", "reject", "hold")


def waiting_for(user: Any, edition: Edition | None = None) -> QuerySet[Comment]:
    """What nobody has looked at yet, the most harmful first."""
    return comments_to_judge(user, edition).exclude(state=State.HELD)


def held_for(user: Any, edition: Edition | None = None) -> QuerySet[Comment]:
    """What somebody put aside."""
    return comments_to_judge(user, edition).filter(state=State.HELD)


def number_waiting(user: Any) -> int:
    return _number(waiting_for(user))


def number_held(user: Any) -> int:
    return _number(held_for(user))


def _number(rows: QuerySet[Comment]) -> int:
    """At most `MOST_COUNTED`: more is not worth the time of every screen."""
    return rows.order_by().values("pk")[:MOST_COUNTED].count()


def undoable_by(user: Any) -> list[Decision]:
    """The user's own decisions of the last ten seconds that are still the last, latest first."""
    since = timezone.now() - UNDO_WITHIN
    mine = Decision.objects.filter(by=user, at__gte=since).order_by("-pk")
    latest: dict[str, Decision] = {}
    for decision in mine:
        latest.setdefault(decision.comment_id, decision)
    return [decision for decision in latest.values() if decision.act in JUDGEMENTS]
