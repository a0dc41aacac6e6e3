"""Contesting: readers report comments and appeal against decisions, and somebody else judges."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from broadsheet.comments.actions.judging import set_state, tell
from broadsheet.comments.actions.keeping import end_ban
from broadsheet.comments.bans import ban_by
from broadsheet.comments.chain import append
from broadsheet.comments.effects import locked
from broadsheet.comments.errors import (
    FieldsError,
    OwnDecisionError,
    RefusedError,
    WrongStateError,
)
from broadsheet.comments.keys import machine_on, seal
from broadsheet.comments.letters import write_letter
from broadsheet.comments.limits import check_reports
from broadsheet.comments.models import (
    Answer,
    Appeal,
    Ban,
    ClauseVersion,
    Comment,
    Decision,
    Report,
    State,
)
from broadsheet.comments.queries import last_decision_on
from broadsheet.comments.texts import clean_line, clean_text, is_mail
from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User

LONGEST = 3_000


def report_comment(
    *,
    comment: Comment,
    clause: ClauseVersion | None = None,
    unlawful: bool = False,
    explanation: str = "",
    name: str = "",
    mail: str = "",
    machine: str = "",
) -> Report:
    """A reader reports an approved comment, by a clause or as unlawful; name and mail are optional.

    A report as unlawful has to say which law is broken and how. Raises FieldsError, RefusedError.
    """
    explanation = clean_text(explanation)
    faults = _faults(clause, explanation, mail.strip(), unlawful=unlawful)
    if faults:
        raise FieldsError(faults)
    with transaction.atomic():
        row = locked(comment)
        if row.state != State.APPROVED:
            raise RefusedError("comment_gone")
        machine_hash = machine_on(timezone.now().date(), machine)
        check_reports(machine_hash)
        report = Report.objects.create(
            comment=row,
            clause=clause,
            unlawful=unlawful,
            explanation=explanation,
            name=clean_line(name)[:80],
            mail=seal(mail.strip()) if mail.strip() else "",
            machine=machine_hash,
        )
        write_letter("report_received", report=report)
        record(by=None, act="comments.report.make", obj=f"comment:{row.pk}",
               edition=row.edition.code, report=report.pk)  # fmt: skip
    return report


def _faults(
    clause: ClauseVersion | None, explanation: str, mail: str, *, unlawful: bool
) -> dict[str, str]:
    faults = {}
    if not unlawful and clause is None:
        faults["clause"] = "clause_missing"
    if unlawful and not explanation:
        faults["explanation"] = "explanation_missing"
    if len(explanation) > LONGEST:
        faults["explanation"] = "explanation_long"
    if mail and not is_mail(mail):
        faults["mail"] = "mail_wrong"
    return faults


def judge_report(
    *, report: Report, by: User | None, uphold: bool, clause: ClauseVersion | None = None
) -> Report:
    """Answer a report: upheld, the comment is rejected under `clause` or the one reported.

    Raises NotAllowedError, WrongStateError, and ValueError where no clause is named at all.
    """
    with transaction.atomic():
        comment = locked(report.comment)
        require(by, Act.MODERATE, comment.edition)
        row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if row.answer != Answer.OPEN:
            raise WrongStateError(comment.pk, f"answered ({row.answer})", "judge a report of")
        row.answer = Answer.UPHELD if uphold else Answer.DISMISSED
        row.judged_at, row.judged_by = timezone.now(), by
        row.save()
        if uphold and comment.state == State.APPROVED:
            under = clause or row.clause
            if under is None:
                message = "Name the clause that the comment breaks."
                raise ValueError(message)
            words: dict[str, object] = {"clause": under}
            row.decision = set_state(comment, State.REJECTED, by=by, act="reject", words=words)
            row.save(update_fields=["decision"])
            tell(comment, "reject")
        write_letter("report_judged", report=row)
        record(by=by, act="comments.report.judge", obj=f"comment:{comment.pk}",
               edition=comment.edition.code, report=row.pk, answer=row.answer)  # fmt: skip
    return row


def appeal_decision(*, comment: Comment, text: str = "") -> Appeal:
    """The writer asks for another moderator's judgement of a rejection, once.

    Raises RefusedError.
    """
    with transaction.atomic():
        row = locked(comment)
        decision = last_decision_on(row)
        if row.state != State.REJECTED or decision is None:
            raise RefusedError("no_appeal")
        appeal = _new_appeal(row, decision, clean_text(text)[:LONGEST])
        record(by=None, act="comments.appeal.make", obj=f"comment:{row.pk}",
               edition=row.edition.code)  # fmt: skip
    return appeal


def _new_appeal(comment: Comment, decision: Decision, text: str) -> Appeal:
    judged_before = Appeal.objects.filter(comment=comment, answer=Answer.DISMISSED)
    if decision.act == "uphold" or judged_before.filter(decision=decision).exists():
        raise RefusedError("appealed")
    try:
        with transaction.atomic():
            return Appeal.objects.create(comment=comment, decision=decision, text=text)
    except IntegrityError as error:
        raise RefusedError("appealed") from error


def contest_ban(*, comment: Comment, text: str = "") -> Appeal:
    """The banned author asks for another moderator's judgement of the ban, once.

    Raises RefusedError.
    """
    with transaction.atomic():
        row = locked(comment)
        ban = ban_by(row)
        if ban is None or ban.decision is None:
            raise RefusedError("no_appeal")
        appeal = _new_appeal(row, ban.decision, clean_text(text)[:LONGEST])
        record(by=None, act="comments.ban.contest", obj=f"comment:{row.pk}",
               edition=row.edition.code, ban=ban.pk)  # fmt: skip
    return appeal


def judge_appeal(*, appeal: Appeal, by: User | None, overturn: bool, reason: str = "") -> Appeal:
    """Answer an appeal: overturned, the comment appears or the ban ends.

    Whoever decided may not judge it. Raises OwnDecisionError, WrongStateError, NotAllowedError.
    """
    with transaction.atomic():
        comment = locked(appeal.comment)
        require(by, Act.MODERATE, comment.edition)
        row = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
        first = Decision.objects.select_related("clause").get(pk=row.decision_id)
        if by is not None and first.by_id == by.pk:
            raise OwnDecisionError(comment.pk)
        about_ban = first.act == "ban"
        if row.answer != Answer.OPEN or not (about_ban or comment.state == State.REJECTED):
            raise WrongStateError(comment.pk, comment.state, "judge an appeal of")
        row.answer = Answer.UPHELD if overturn else Answer.DISMISSED
        row.judged_at, row.judged_by, row.reason = timezone.now(), by, reason
        row.save()
        judge = _judge_ban if about_ban else _judge_rejection
        judge(comment, first, by, overturn=overturn, reason=reason)
    return row


def _judge_rejection(
    comment: Comment, first: Decision, by: User | None, *, overturn: bool, reason: str
) -> None:
    decision = set_state(
        comment,
        State.APPROVED if overturn else State.REJECTED,
        by=by,
        act="overturn" if overturn else "uphold",
        words={"reason": reason, "clause": None if overturn else first.clause},
    )
    write_letter("overturned" if overturn else "upheld", comment=comment, decision=decision)


def _judge_ban(
    comment: Comment, first: Decision, by: User | None, *, overturn: bool, reason: str
) -> None:
    """End the ban, for which its edition's moderators are enough, or leave it as it is."""
    if overturn:
        for ban in Ban.objects.filter(decision=first, lifted_at=None):
            end_ban(ban, by, reason=reason)
        return
    decision = append(comment_id=comment.pk, edition=comment.edition.code, by=by,
                      act="uphold_ban", clause=first.clause, reason=reason)  # fmt: skip
    record(by=by, act="comments.ban.uphold", obj=f"comment:{comment.pk}",
           edition=comment.edition.code)  # fmt: skip
    write_letter("ban_upheld", comment=comment, decision=decision)
