"""Pages that ask one thing: is this yours, do you recommend it, what is wrong with it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from broadsheet.comments.actions import (
    confirm_comment,
    disown_comment,
    recommend_comment,
    report_comment,
)
from broadsheet.comments.errors import CommentsError, FieldsError, RefusedError
from broadsheet.comments.keys import id_in_token, token_for
from broadsheet.comments.live import AskPage, NoticePage, ReportPage
from broadsheet.comments.models import Comment, Report, State
from broadsheet.comments.proofs import new_question, use_answer
from broadsheet.comments.queries import clause_named
from broadsheet.comments.requests import check_size, machine_of, origin_of
from broadsheet.comments.tasks import send_letters
from broadsheet.comments.views.answering import live, page
from broadsheet.comments.views.receipts import comment_of
from broadsheet.stories.models import Placement

ABOUT_A_REPORT = ("clause", "explanation", "name", "mail", "good_faith")


@live("GET", "POST")
def mail(request: HttpRequest, token: str) -> HttpResponse:
    """The address in a letter: looking at it does nothing, since scanners look at letters too."""
    check_size(request)
    comment, placement = comment_of("mail", token)
    edition = placement.edition
    if request.method == "GET":
        buttons = (("mine", "mail_mine"), ("not_mine", "mail_not_mine"))
        return page(
            "comment-ask", AskPage(edition, "mail_heading", "mail_text", request.path, buttons)
        )
    origin_of(request, edition)
    try:
        if request.POST.get("act") == "mine":
            confirm_comment(comment=comment)
            return _see(f"/comments/receipt/{token_for('receipt', comment.pk)}/")
        disown_comment(comment=comment)
    except CommentsError as error:
        code = error.code if isinstance(error, RefusedError) else "no_receipt"
        return page("comment-ask", AskPage(edition, "receipt", code), status=409)
    return page("comment-ask", AskPage(edition, "mail_heading", "mail_thanks", back=placement))


def approved(comment_id: str) -> tuple[Comment, Placement]:
    """A comment that readers see, and where it stands. Raises RefusedError."""
    rows = Comment.objects.select_related("edition__group", "story", "parent")
    comment = rows.filter(pk=comment_id, state=State.APPROVED).first()
    if comment is None or comment.story.is_killed:
        raise RefusedError("comment_gone")
    placements = Placement.objects.select_related("edition__group", "story", "section")
    return comment, placements.get(story_id=comment.story_id, edition_id=comment.edition_id)


@live("GET", "POST")
def recommend(request: HttpRequest, comment_id: str) -> HttpResponse:
    check_size(request)
    comment, placement = approved(comment_id)
    text = "recommend_heading"
    buttons: tuple[tuple[str, str], ...] = (("yes", "recommend"),)
    if request.method == "POST":
        origin_of(request, placement.edition)
        is_new = recommend_comment(comment=comment, machine=machine_of(request))
        text, buttons = "recommend_thanks" if is_new else "recommend_before", ()
    about = AskPage(placement.edition, "recommend_heading", text, request.path, buttons, placement)
    return page("comment-ask", about)


@live("GET", "POST")
def report(request: HttpRequest, comment_id: str) -> HttpResponse:
    check_size(request)
    comment, placement = approved(comment_id)
    subject = f"report:{comment.pk}"
    if request.method == "GET":
        return page("comment-report", ReportPage(comment, placement, new_question(subject)))
    origin_of(request, placement.edition)
    values = {name: request.POST.get(name, "") for name in ABOUT_A_REPORT}
    try:
        made = _report(request, comment, values, subject)
    except FieldsError as error:
        faults, message = error.fields, error.code
    except RefusedError as error:
        wrong = error.code == "answer_wrong"
        faults, message = {"answer": error.code} if wrong else {}, error.code
    else:
        send_letters.enqueue()
        return _see(f"/comments/notice/{token_for('notice', made.pk)}/")
    about = ReportPage(comment, placement, new_question(subject), values, faults, message)
    return page("comment-report", about, status=422)


def _report(request: HttpRequest, comment: Comment, values: dict[str, str], subject: str) -> Report:
    if not values["good_faith"]:
        raise FieldsError({"good_faith": "good_faith_missing"})
    use_answer(request.POST.get("token", ""), request.POST.get("answer", ""), subject)
    unlawful = values["clause"] == "unlawful"
    return report_comment(
        comment=comment,
        clause=clause_named(values["clause"]) if values["clause"] else None,
        unlawful=unlawful,
        explanation=values["explanation"],
        name=values["name"],
        mail=values["mail"],
        machine=machine_of(request),
    )


@live("GET")
def notice(_request: HttpRequest, token: str) -> HttpResponse:
    """A report's own receipt."""
    rows = Report.objects.select_related("comment__edition__group")
    found = rows.filter(pk=id_in_token("notice", token) or "").first()
    if found is None:
        raise RefusedError("no_receipt")
    return page("comment-notice", NoticePage(found))


def _see(address: str) -> HttpResponse:
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer
