"""The newsroom's thanks: a comment that led to a correction is named beside it."""

from django.db import transaction

from broadsheet.comments.chain import append
from broadsheet.comments.effects import locked
from broadsheet.comments.errors import OtherStoryError, WrongStateError
from broadsheet.comments.models import Comment, CorrectionCredit, State
from broadsheet.comments.queries import conversation_tag
from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.marking import mark
from broadsheet.stories.models import Correction


def credit_comment(
    *, comment: Comment, correction: Correction, by: User | None
) -> CorrectionCredit:
    """Name an approved comment beside the correction that it led to, in the comment's edition.

    A correction names one comment, so a second credit takes the place of the first. The line is on
    pages while the comment is. Raises WrongStateError, OtherStoryError, NotAllowedError.
    """
    with transaction.atomic():
        row = locked(comment)
        require(by, Act.MODERATE, row.edition)
        if row.state != State.APPROVED:
            raise WrongStateError(row.pk, row.state, "credit")
        if correction.story_id != row.story_id:
            raise OtherStoryError(row.pk, correction.pk)
        for former in CorrectionCredit.objects.filter(correction=correction):
            _end(former, by)
        credit = CorrectionCredit.objects.create(correction=correction, comment=row, by=by)
        _tell(row, "credit", by, correction=correction.pk)
    return credit


def withdraw_credit(*, credit: CorrectionCredit, by: User | None) -> None:
    """Take the line off the pages; done already is done. Raises NotAllowedError."""
    with transaction.atomic():
        row = locked(credit.comment)
        require(by, Act.MODERATE, row.edition)
        for found in CorrectionCredit.objects.filter(pk=credit.pk):
            _end(found, by)


def _end(credit: CorrectionCredit, by: User | None) -> None:
    comment = Comment.objects.select_related("edition").get(pk=credit.comment_id)
    credit.delete()
    _tell(comment, "withdraw_credit", by, correction=credit.correction_id)


def _tell(comment: Comment, act: str, by: User | None, *, correction: int) -> None:
    edition = comment.edition.code
    append(comment_id=comment.pk, edition=edition, by=by, act=act)
    mark(conversation_tag(edition, comment.story_id))
    record(by=by, act=f"comments.comment.{act}", obj=f"comment:{comment.pk}", edition=edition,
           correction=correction)  # fmt: skip
