"""A receipt: whoever has its address sees how the comment stands, and may change or erase it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from broadsheet.comments.actions import (
    appeal_decision,
    contest_ban,
    erase_comment,
    revise_comment,
)
from broadsheet.comments.errors import CommentsError, FieldsError, RefusedError
from broadsheet.comments.exporting import data_of
from broadsheet.comments.keys import id_in_token, unseal
from broadsheet.comments.live import ReceiptPage
from broadsheet.comments.models import Comment
from broadsheet.comments.requests import check_size, origin_of
from broadsheet.comments.texts import written
from broadsheet.comments.views.answering import live, page
from broadsheet.stories.models import Placement

KEPT = ("name", "title", "text")


def comment_of(use: str, token: str) -> tuple[Comment, Placement]:
    """The comment that a secret address is for, and where it stands. Raises RefusedError."""
    rows = Comment.objects.select_related("edition__group", "story", "parent")
    comment = rows.filter(pk=id_in_token(use, token) or "").first()
    if comment is None:
        raise RefusedError("no_receipt")
    placements = Placement.objects.select_related("edition__group", "story", "section")
    return comment, placements.get(story_id=comment.story_id, edition_id=comment.edition_id)


@live("GET")
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    comment, placement = comment_of("receipt", token)
    done = request.GET.get("done", "")
    known = done if done in {"done_revised", "done_appealed"} else ""
    return page("comment-receipt", ReceiptPage(comment, placement, token, done=known))


@live("GET")
def data(_request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is kept about the comment, as JSON."""
    comment, _placement = comment_of("receipt", token)
    answer = JsonResponse(data_of(comment), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="comment-{comment.pk}.json"'
    return answer


@live("POST")
def act(request: HttpRequest, token: str, act: str) -> HttpResponse:
    """Revise, appeal or delete."""
    check_size(request)
    comment, placement = comment_of("receipt", token)
    origin_of(request, placement.edition)
    values = {name: request.POST.get(name, "") for name in KEPT}
    try:
        done = _do(act, comment, values)
    except FieldsError as error:
        about = ReceiptPage(
            comment, placement, token, values=values, faults=error.fields, message=error.code
        )
        return page("comment-receipt", about, status=422)
    except CommentsError as error:
        code = error.code if isinstance(error, RefusedError) else "no_appeal"
        return page(
            "comment-receipt", ReceiptPage(comment, placement, token, message=code), status=409
        )
    answer = HttpResponseRedirect(f"/comments/receipt/{token}/{done}")
    answer.status_code = 303
    return answer


def _do(act: str, comment: Comment, values: dict[str, str]) -> str:
    if act == "revise":
        # A mailbox that is gone already need not be given again to change one's words.
        mail = unseal(comment.mail) or "gone@comments.invalid"
        revise_comment(comment=comment, words=written({**values, "mail": mail}))
        return "?done=done_revised"
    if act == "appeal":
        appeal_decision(comment=comment, text=values["text"])
        return "?done=done_appealed"
    if act == "contest-ban":
        contest_ban(comment=comment, text=values["text"])
        return "?done=done_appealed"
    if act == "delete":
        erase_comment(comment=comment)
        return ""
    raise Http404
