"""What the clock does for conversations: closes them, sends letters, forgets what has to go.

Each sweep takes a bounded bite, so that a tick stays short however much is due.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from broadsheet.comments.actions.erasing import erase_comment
from broadsheet.comments.actions.keeping import close_old_stories
from broadsheet.comments.figures import keep_figures
from broadsheet.comments.learning import is_training_due
from broadsheet.comments.letters import are_letters_due
from broadsheet.comments.models import (
    Answer,
    Comment,
    Conversation,
    DayKey,
    Letter,
    Recommendation,
    Report,
    Rule,
    State,
    UsedProof,
)
from broadsheet.comments.queries import conversation_tag
from broadsheet.comments.tasks import learn, send_letters
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane

KEEP_MAIL = timedelta(days=30)
KEEP_MACHINES = timedelta(days=7)
KEEP_UNCONFIRMED = timedelta(days=2)
KEEP_LETTERS = timedelta(days=30)
KEEP_RECOMMENDATIONS = timedelta(days=30)
AT_ONCE = 500


def tend_conversations(*, at: datetime | None = None) -> None:
    """Do what is due at `at` (now)."""
    at = at or timezone.now()
    close_conversations(at=at)
    forget_addresses(at=at)
    forget_machines(at=at)
    forget_unconfirmed(at=at)
    forget_spent(at=at)
    queue_letters()
    queue_training(at=at)
    keep_figures(at=at)


def close_conversations(*, at: datetime) -> int:
    """Close what was to close by now, and move on the day before which stories are closed."""
    for rule in Rule.objects.filter(closes_after_days__gt=0).select_related("edition"):
        close_old_stories(rule=rule, at=at)
    due = Conversation.objects.filter(closed_at=None, closes_at__lte=at)
    with transaction.atomic():
        rows = list(due.select_for_update(of=("self",)).select_related("edition")[:AT_ONCE])
        for row in rows:
            row.closed_at = at
            row.save(update_fields=["closed_at"])
            mark(conversation_tag(row.edition.code, row.story_id), lane=Lane.ROUTINE)
    return len(rows)


def forget_addresses(*, at: datetime) -> int:
    """Destroy sealed addresses thirty days after the last decision, unless an appeal is open."""
    before = at - KEEP_MAIL
    over = Q(decided_at__lte=before) | Q(state=State.WITHDRAWN, created_at__lte=before)
    due = Comment.objects.filter(over).exclude(mail="").exclude(appeals__answer=Answer.OPEN)
    ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
    Comment.objects.filter(pk__in=ids).update(mail="")
    reports = Report.objects.filter(judged_at__lte=before).exclude(mail="", name="")
    reports.update(mail="", name="")
    return len(ids)


def forget_machines(*, at: datetime) -> None:
    """Destroy the days' keys after a week, and the hashes that were made with them."""
    before = at - KEEP_MACHINES
    for rows in (Comment.objects, Report.objects):
        due = rows.filter(created_at__lte=before).exclude(machine="")
        ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
        rows.filter(pk__in=ids).update(machine="")
    DayKey.objects.filter(day__lt=before.date()).delete()


def forget_unconfirmed(*, at: datetime) -> int:
    """Erase what nobody confirmed within two days."""
    due = Comment.objects.filter(
        state=State.UNCONFIRMED, created_at__lte=at - KEEP_UNCONFIRMED
    ).order_by("pk")
    rows = list(due[:AT_ONCE])
    for comment in rows:
        erase_comment(comment=comment)
    return len(rows)


def forget_spent(*, at: datetime) -> None:
    """Let go of spent checks, sent letters and old recommendations; counts stay."""
    UsedProof.objects.filter(expires_at__lte=at).delete()
    Letter.objects.filter(sent_at__lte=at - KEEP_LETTERS).delete()
    Recommendation.objects.filter(at__lte=at - KEEP_RECOMMENDATIONS).delete()


def queue_letters() -> None:
    """Have due letters sent, unless that is queued already."""
    if are_letters_due() and not _is_queued(send_letters.module_path, "READY"):
        send_letters.enqueue()


def queue_training(*, at: datetime) -> None:
    """Have the classifier trained when a day has passed, unless that is queued or going on."""
    if is_training_due(at) and not _is_queued(learn.module_path, "READY", "RUNNING"):
        learn.enqueue()


def _is_queued(path: str, *statuses: str) -> bool:
    return DBTaskResult.objects.filter(task_path=path, status__in=statuses).exists()
