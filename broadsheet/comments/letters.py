"""Letters to readers: written with their cause, sent afterwards, in the comment's own language.

Until a mailbox is confirmed to be the writer's, a letter holds no word that a reader wrote, so
nobody can send theirs to somebody else through the newsroom.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from broadsheet.comments.bans import term_in_words
from broadsheet.comments.keys import token_for, unseal
from broadsheet.comments.limits import letters_today
from broadsheet.comments.models import Ban, Comment, Decision, Letter, Report
from broadsheet.comments.words import talk_in
from broadsheet.editions.addresses import origin
from broadsheet.editions.models import Edition

MOST_A_DAY = 6
TRIES = 8
AT_ONCE = 50
FIRST_WAIT = timedelta(minutes=1)
logger = logging.getLogger(__name__)


def write_letter(
    kind: str,
    *,
    comment: Comment | None = None,
    report: Report | None = None,
    decision: Decision | None = None,
    after: timedelta = timedelta(0),
) -> Letter | None:
    """Write a letter to be sent; None where there is no address, or too many asked for it today."""
    sealed = comment.mail if comment else report.mail if report else ""
    if not sealed:
        return None
    if kind == "received" and comment and letters_today(comment.author) >= MOST_A_DAY:
        return None
    return Letter.objects.create(
        kind=kind,
        comment=comment,
        report=report,
        decision=decision,
        due_at=timezone.now() + after,
    )


def take_back_letters(decision: Decision) -> None:
    """Tear up what was written about a decision and not sent yet."""
    Letter.objects.filter(decision=decision, sent_at=None).delete()


def are_letters_due() -> bool:
    return Letter.objects.filter(sent_at=None, due_at__lte=timezone.now()).exists()


def send_due_letters() -> int:
    """Send what is due; one that fails is tried again, ever later. Returns how many were sent."""
    sent = 0
    due = Letter.objects.filter(sent_at=None, due_at__lte=timezone.now()).order_by("due_at")
    for letter_id in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        sent += _send(letter_id)
    return sent


def _send(letter_id: int) -> bool:
    """Send one letter while its row is locked, so that two workers never send it twice."""
    with transaction.atomic():
        rows = Letter.objects.select_for_update(of=("self",)).select_related(
            "comment__edition", "report__comment__edition", "decision__clause__clause"
        )
        letter = rows.filter(pk=letter_id, sent_at=None).first()
        if letter is None:
            return False
        message = message_of(letter)
        if message is None:
            letter.delete()
            return False
        try:
            message.send()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            _put_off(letter, error)
            return False
        letter.sent_at = timezone.now()
        letter.save(update_fields=["sent_at"])
    return True


def _put_off(letter: Letter, error: Exception) -> None:
    """Try again later, ever later; not at all where no later try can end otherwise."""
    letter.attempts = TRIES if _is_final(error) else letter.attempts + 1
    letter.last_error = str(error)[:500]
    letter.due_at = timezone.now() + FIRST_WAIT * 2**letter.attempts
    logger.warning("Letter %s was not sent: %s", letter.pk, error)
    if letter.attempts >= TRIES:
        letter.due_at = timezone.now() + timedelta(days=3_650)
    letter.save()


def _is_final(error: Exception) -> bool:
    """Whether the mailbox is refused for good (5xx, RFC 5321), or no message can be made of it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, ValueError)


def message_of(letter: Letter) -> EmailMessage | None:
    """The mail as it goes out; None when its address is gone."""
    about = letter.comment or (letter.report.comment if letter.report else None)
    if about is None:
        return None
    address = unseal(letter.report.mail if letter.report else about.mail)
    if not address:
        return None
    talk = talk_in(about.language)
    values = {
        "title": about.edition.name,
        "address": _address(letter, about),
        "decision": _decision(letter, about),
        "term": _term(letter, about.edition),
    }
    body = talk[f"mail_{letter.kind}"].format(**values)
    return EmailMessage(
        subject=" ".join(talk[f"subject_{letter.kind}"].format(**values).split()),
        body=f"{body}\n\n{talk['mail_foot'].format(**values)}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": about.language},
    )


def receipt_address(comment: Comment) -> str:
    return _live(comment.edition, f"receipt/{token_for('receipt', comment.pk)}/")


def _address(letter: Letter, comment: Comment) -> str:
    if letter.report:
        return _live(comment.edition, f"notice/{token_for('notice', letter.report.pk)}/")
    if comment.mail_confirmed_at is None:
        return _live(comment.edition, f"mail/{token_for('mail', comment.pk)}/")
    return receipt_address(comment)


def _live(edition: Edition, path: str) -> str:
    return f"{origin(edition)}/comments/{path}"


def _term(letter: Letter, edition: Edition) -> str:
    ban = Ban.objects.filter(decision=letter.decision).first() if letter.kind == "banned" else None
    return term_in_words(ban, edition) if ban else ""


def _decision(letter: Letter, comment: Comment) -> str:
    """The clause of a decision and, for a mailbox known to be the writer's, what it quotes."""
    decision = letter.decision
    if decision is None:
        return ""
    talk, lines = talk_in(comment.language), []
    if decision.clause:
        said = decision.clause.in_language(comment.language)["text"]
        lines.append(talk["clause"].format(number=decision.clause.clause.number) + f" {said}")
    if comment.mail_confirmed_at is not None:
        lines += [f"> {line}" for line in decision.quoted.splitlines()]
        lines += [decision.reason] if decision.reason else []
    return "\n".join(lines)
