"""A reader's form comes in: with a proof it is taken, without one a question is asked first."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from broadsheet.comments.actions import post_comment
from broadsheet.comments.actions.posting import Check, subject_of
from broadsheet.comments.errors import FieldsError, ReaderError
from broadsheet.comments.flooding import watch_flood
from broadsheet.comments.keys import token_for
from broadsheet.comments.live import FormPage
from broadsheet.comments.models import Comment, State
from broadsheet.comments.proofs import new_challenge, new_question
from broadsheet.comments.queries import conversation_of
from broadsheet.comments.requests import Origin, check_size, machine_of, origin_of
from broadsheet.comments.rules import is_flooded, standing_of
from broadsheet.comments.tasks import send_letters
from broadsheet.comments.texts import LONGEST, Written, written
from broadsheet.comments.views.answering import NO_DATABASE, live, page, wants_json
from broadsheet.comments.words import talk_in
from broadsheet.stories.models import Placement, PlacementState

logger = logging.getLogger(__name__)
KEPT = ("name", "mail", "title", "text", "agree", "answers")
# Refusals after which another check may succeed; the others would only be met again.
RENEWED = {"check_failed", "check_used", "answer_wrong", "look_again"}
# What only time has done: the script passes another check and sends once more by itself.
AGAIN = {"check_expired", "check_cheap"}


def live_placement(code: str, story_id: str) -> Placement:
    """The placement that readers see under this edition and story. Raises Http404."""
    rows = Placement.objects.select_related("edition__group", "story", "section")
    placement = rows.filter(
        edition__code=code, story_id=story_id, state=PlacementState.LIVE, story__killed_at=None
    ).first()
    if placement is None:
        raise Http404
    return placement


@live("GET")
def challenge(_request: HttpRequest, code: str, story_id: str) -> HttpResponse:
    """A proof of work to solve for this conversation."""
    placement = live_placement(code, story_id)
    flooded = is_flooded(placement.edition)
    solved = new_challenge(subject_of(placement), flooded=flooded)
    return JsonResponse({"challenge": solved, "flooded": flooded})


@live("GET", "POST")
def post(request: HttpRequest, code: str, story_id: str) -> HttpResponse:
    """GET shows the form by itself, for an answer to `?answers=`; POST takes it in."""
    check_size(request)
    placement = live_placement(code, story_id)
    if request.method == "GET":
        return _empty_form(request, placement)
    origin = origin_of(request, placement.edition)
    values = {name: request.POST.get(name, "")[: 4 * LONGEST["text"]] for name in KEPT}
    check = Check(*(request.POST.get(name, "") for name in ("proof", "token", "answer")))
    if request.POST.get("address") or (origin is Origin.UNKNOWN and check.proof):
        check = Check()
    try:
        comment = _taken(request, placement, values, check)
    except ReaderError as error:
        return _look_again(request, placement, values, check, error)
    if comment is None:
        return _form(placement, values, message="confirm_text")
    _afterwards(placement)
    receipt = f"/comments/receipt/{token_for('receipt', comment.pk)}/"
    return JsonResponse({"receipt": receipt}) if wants_json(request) else _see(receipt)


def _afterwards(placement: Placement) -> None:
    """What may fail without the comment: it is in, and the clock has its letter sent too."""
    try:
        send_letters.enqueue()
        watch_flood(placement)
    except NO_DATABASE:
        logger.exception("A comment is in; what follows it met no database.")


def _taken(
    request: HttpRequest, placement: Placement, values: dict[str, str], check: Check
) -> Comment | None:
    """The comment; None where the form is right and the question has still to be asked."""
    words = _words(values)
    if not check.proof and not check.token:
        return None
    return post_comment(
        placement=placement,
        words=words,
        check=check,
        machine=machine_of(request),
        parent=_parent(values["answers"]),
    )


def _words(values: dict[str, str]) -> Written:
    faults = {} if values["agree"] else {"agree": "agree_missing"}
    try:
        words = written(values)
    except FieldsError as error:
        raise FieldsError({**error.fields, **faults}) from error
    if faults:
        raise FieldsError(faults)
    return words


def _look_again(
    request: HttpRequest,
    placement: Placement,
    values: dict[str, str],
    check: Check,
    error: ReaderError,
) -> HttpResponse:
    """Say why, and give the text back with the form or leave it where it is."""
    talk = talk_in(placement.edition.language)
    faults = error.fields if isinstance(error, FieldsError) else {}
    if wants_json(request):
        said = {name: talk[fault] for name, fault in faults.items()}
        renew = error.code in (RENEWED | AGAIN) - {"look_again"}
        message = f"{talk[error.code]} {error.note}".strip()
        body = {"message": message, "faults": said, "renew": renew, "again": error.code in AGAIN}
        return JsonResponse(body, status=422)
    if error.code == "answer_wrong":
        faults = {"answer": "answer_wrong"}
    message = "look_again" if faults else error.code
    asks = bool(check.token) and not error.note
    return _form(
        placement, values, faults=faults, message=message, note=error.note, asks=asks, status=422
    )


def _form(
    placement: Placement,
    values: dict[str, str],
    *,
    message: str = "",
    faults: dict[str, str] | None = None,
    note: str = "",
    asks: bool = True,
    status: int = 200,
) -> HttpResponse:
    about = FormPage(
        placement=placement,
        values=values,
        faults=faults or {},
        message=message,
        note=note,
        question=new_question(subject_of(placement)) if asks or not faults else None,
        answers=_parent(values.get("answers", "")),
        flooded=is_flooded(placement.edition),
    )
    return page("comment-form", about, status=status)


def _empty_form(request: HttpRequest, placement: Placement) -> HttpResponse:
    standing = standing_of(placement, conversation_of(placement.edition, placement.story_id))
    answers = _parent(request.GET.get("answers", ""))
    about = FormPage(
        placement=placement,
        values={"answers": answers.pk if answers else ""},
        answers=answers,
        message="" if standing.is_open else "closed",
    )
    return page("comment-form", about)


def _parent(comment_id: str) -> Comment | None:
    return Comment.objects.filter(pk=comment_id, state=State.APPROVED).first()


def _see(address: str) -> HttpResponse:
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer
