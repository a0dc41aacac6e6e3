"""How much one writer, one machine and one newsroom may send; more is refused with a reason."""

from datetime import timedelta

from django.utils import timezone

from broadsheet.comments.errors import RefusedError
from broadsheet.comments.models import Comment, Letter, Report, State

A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
MACHINE_A_MINUTE = 10  # A network shares one hash, so a café and its readers do too.
AUTHOR_A_MINUTE, AUTHOR_A_DAY = 3, 50
UNCONFIRMED_A_DAY = 3
REPORTS_A_MINUTE = 10
REPEAT_AFTER = timedelta(days=7)


def check_author(author: str) -> None:
    """Raise RefusedError for a mailbox that writes too much, or confirms too little."""
    now = timezone.now()
    of_author = Comment.objects.filter(author=author)
    lately = of_author.filter(created_at__gt=now - A_MINUTE).count()
    today = of_author.filter(created_at__gt=now - A_DAY)
    unconfirmed = today.filter(mail_confirmed_at=None, state=State.UNCONFIRMED).count()
    if lately >= AUTHOR_A_MINUTE or unconfirmed >= UNCONFIRMED_A_DAY:
        raise RefusedError("too_many")
    if today.count() >= AUTHOR_A_DAY:
        raise RefusedError("too_many_today")


def check_machine(machine: str) -> None:
    since = timezone.now() - A_MINUTE
    if machine and _from_machine(machine, since) >= MACHINE_A_MINUTE:
        raise RefusedError("too_many")


def _from_machine(machine: str, since: object) -> int:
    return Comment.objects.filter(machine=machine, created_at__gt=since).count()


def check_repeat(author: str, text: str) -> None:
    """Raise RefusedError for what the same author wrote, word for word, in the last week."""
    lately = Comment.objects.filter(author=author, created_at__gt=timezone.now() - REPEAT_AFTER)
    if lately.filter(text=text).exclude(state=State.ERASED).exists():
        raise RefusedError("repeat")


def check_reports(machine: str) -> None:
    since = timezone.now() - A_MINUTE
    reports = Report.objects.filter(machine=machine, created_at__gt=since)
    if machine and reports.count() >= REPORTS_A_MINUTE:
        raise RefusedError("too_many")


def letters_today(author: str) -> int:
    """How many letters asked this mailbox to confirm something within a day."""
    letters = Letter.objects.filter(kind__in=["confirm", "received"], comment__author=author)
    return letters.filter(due_at__gt=timezone.now() - A_DAY).count()
