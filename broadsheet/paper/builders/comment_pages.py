"""The live pages of comments, drawn for one request each; none of them is an output."""

from dataclasses import replace

from broadsheet.comments.bans import (
    ban_by,
    clause_in_words,
    is_contested,
    may_contest,
    term_in_words,
)
from broadsheet.comments.live import AskPage, FormPage, NoticePage, ReceiptPage, ReportPage
from broadsheet.comments.models import Answer, Appeal, Ban, Decision, State
from broadsheet.comments.proofs import Question
from broadsheet.comments.queries import expected_wait, last_decision_on
from broadsheet.comments.words import talk_in
from broadsheet.editions.models import Edition
from broadsheet.paper.builders.conversation import (
    clause_piece,
    clause_pieces,
    comment_piece,
    form_of,
    story_url,
    time_text,
)
from broadsheet.paper.cards import headline_of
from broadsheet.paper.comment_sheets import (
    AskSheet,
    BanPiece,
    CommentForm,
    FormSheet,
    ReceiptSheet,
    ReportSheet,
)
from broadsheet.paper.framing import frame_of
from broadsheet.paper.pieces import Head, Link
from broadsheet.paper.rendering import render


def draw_form(about: FormPage) -> bytes:
    placement = about.placement
    edition = placement.edition
    talk = talk_in(edition.language)
    heading = talk["write"]
    if about.question:
        heading = talk["confirm_heading"]
    elif about.answers:
        heading = talk["write_reply"].format(name=about.answers.name)
    form = form_of(placement, values=about.values, faults=about.faults)
    form = replace(form, answers=about.answers.pk if about.answers else "")
    if about.question:
        form = _with_question(form, edition, about.question)
    sheet = FormSheet(
        frame=frame_of(edition),
        head=_head(heading),
        headline=headline_of(placement),
        story_url=story_url(placement),
        heading=heading,
        message=talk[about.message] if about.message else "",
        form=form,
        notes=tuple(note for note in (about.note, talk["flood"] * about.flooded) if note),
    )
    return render("comment-form.html", sheet).encode()


def _with_question(form: CommentForm, edition: Edition, question: Question) -> CommentForm:
    """The form as the page without scripts sends it: no script of ours, a question instead."""
    return replace(
        form, question=_asked(edition, question), token=question.token, script_url="", worker_url=""
    )


def _asked(edition: Edition, question: Question) -> str:
    number = edition.date_style.number
    asked = talk_in(edition.language)["question"]
    return asked.format(first=number(question.first), second=number(question.second))


def draw_receipt(about: ReceiptPage) -> bytes:
    comment, placement = about.comment, about.placement
    edition = placement.edition
    talk = talk_in(edition.language)
    action = f"/comments/receipt/{about.token}/"
    said = about.message or about.done
    gone = comment.state in {State.ERASED, State.WITHDRAWN}
    decision = last_decision_on(comment) if comment.state == State.REJECTED else None
    ban = ban_by(comment)
    appeal = comment.appeals.exclude(decision__act="ban").order_by("-pk").first()
    sheet = ReceiptSheet(
        frame=frame_of(edition),
        head=_head(talk["receipt"]),
        headline=headline_of(placement),
        story_url=story_url(placement),
        comment=None if comment.state == State.ERASED else comment_piece(placement, comment),
        state=comment.state,
        state_text=talk[f"state_{comment.state}"],
        wait=_wait(edition) if comment.state == State.PENDING else "",
        message=talk[said] if said else "",
        clause=clause_piece(edition, decision.clause) if decision and decision.clause else None,
        quoted=tuple(decision.quoted.splitlines()) if decision else (),
        reason=decision.reason if decision else "",
        appeal_text=talk[_APPEALS[Answer(appeal.answer)]] if appeal else "",
        may_appeal=decision is not None and _may_appeal(decision),
        action=action,
        ban=_ban(ban, edition) if ban else None,
        form=None if gone or ban else _revising(about, action),
    )
    return render("comment-receipt.html", sheet).encode()


def _ban(ban: Ban, edition: Edition) -> BanPiece:
    talk = talk_in(edition.language)
    return BanPiece(
        text=talk["banned"],
        term=term_in_words(ban, edition),
        clause=clause_in_words(ban, edition),
        reason=ban.reason,
        contested=talk["ban_contested"] if is_contested(ban) else "",
        may_contest=may_contest(ban),
    )


_APPEALS = {
    Answer.OPEN: "appeal_open",
    Answer.UPHELD: "appeal_upheld",
    Answer.DISMISSED: "appeal_dismissed",
}


def _may_appeal(decision: Decision) -> bool:
    return decision.act != "uphold" and not Appeal.objects.filter(decision=decision).exists()


def _revising(about: ReceiptPage, action: str) -> CommentForm:
    comment = about.comment
    now = {"name": comment.name, "title": comment.title, "text": comment.text, "agree": "1"}
    form = form_of(about.placement, values={**now, **about.values}, faults=about.faults)
    submit = talk_in(about.placement.edition.language)["resubmit"]
    return replace(
        form, action=f"{action}revise", with_mail=False, submit=submit, script_url="", worker_url=""
    )


def _wait(edition: Edition) -> str:
    wait = expected_wait(edition)
    if wait is None:
        return ""
    return talk_in(edition.language)["wait_about"].format(time=time_text(edition, wait))


def draw_report(about: ReportPage) -> bytes:
    edition = about.placement.edition
    talk = talk_in(edition.language)
    sheet = ReportSheet(
        frame=frame_of(edition),
        head=_head(talk["report_heading"]),
        comment=comment_piece(about.placement, about.comment),
        action=f"/comments/report/{about.comment.pk}/",
        clauses=clause_pieces(edition),
        question=_asked(edition, about.question),
        token=about.question.token,
        message=talk[about.message] if about.message else "",
        values=about.values,
        faults={name: talk[code] for name, code in about.faults.items()},
    )
    return render("comment-report.html", sheet).encode()


def draw_notice(about: NoticePage) -> bytes:
    edition = about.report.comment.edition
    return _ask(edition, "notice", f"notice_{about.report.answer}")


def draw_ask(about: AskPage) -> bytes:
    talk = talk_in(about.edition.language)
    back = Link(text=talk["back"], url=story_url(about.back)) if about.back else None
    buttons = tuple((name, talk[code]) for name, code in about.buttons)
    return _ask(about.edition, about.heading, about.text, about.action, buttons=buttons, back=back)


def _ask(
    edition: Edition,
    heading: str,
    text: str,
    action: str = "",
    *,
    buttons: tuple[tuple[str, str], ...] = (),
    back: Link | None = None,
) -> bytes:
    talk = talk_in(edition.language)
    sheet = AskSheet(
        frame=frame_of(edition),
        head=_head(talk[heading]),
        heading=talk[heading],
        text=talk[text].format(title=edition.name),
        action=action,
        buttons=buttons,
        back=back,
    )
    return render("comment-ask.html", sheet).encode()


def _head(title: str) -> Head:
    return Head(title=title, description="", canonical="", is_indexed=False)
