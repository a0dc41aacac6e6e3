"""Erasing: a person's words and addresses go for good; the decision stays, without them."""

from django.db import transaction

from broadsheet.comments.chain import append
from broadsheet.comments.effects import become, locked
from broadsheet.comments.errors import WrongStateError
from broadsheet.comments.models import Comment, Decision, Letter, State
from broadsheet.comments.traces import forget_traces
from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.models import Lane


def withdraw_comment(*, comment: Comment) -> Comment:
    """The writer takes the comment back and keeps the receipt; nobody reads it any more."""
    with transaction.atomic():
        row = locked(comment)
        if row.state == State.ERASED:
            raise WrongStateError(row.pk, row.state, "withdraw")
        row.to_review = False
        become(row, State.WITHDRAWN, lane=Lane.BREAKING)
        record(by=None, act="comments.comment.withdraw", obj=f"comment:{row.pk}",
               edition=row.edition.code)  # fmt: skip
    return row


def erase_comment(*, comment: Comment, by: User | None = None) -> Comment:
    """Wipe the comment's words, name, addresses, earlier versions and quotations, everywhere.

    The row and the decision log stay without them. May be said twice. With `by` None it is the
    writer's own wish. Raises NotAllowedError.
    """
    with transaction.atomic():
        row = locked(comment)
        require(by, Act.MODERATE, row.edition)
        if row.state == State.ERASED:
            return row
        was = row.state
        row.name = row.title = row.text = ""
        row.mail = row.author = row.machine = ""
        row.mail_confirmed_at, row.matches, row.to_review = None, [], False
        row.reasons, row.labels, row.weights = None, None, None
        become(row, State.ERASED, lane=Lane.BREAKING)
        forget_traces(row)
        row.versions.all().delete()
        row.recommended_by.all().delete()
        row.credits.all().delete()
        row.reports.update(explanation="", name="", mail="", machine="")
        row.appeals.update(text="", reason="")
        Letter.objects.filter(comment=row, sent_at=None).delete()
        append(comment_id=row.pk, edition=row.edition.code, by=by, act="erase", was=was,
               became=row.state)  # fmt: skip
        forget_words(row.pk)
        record(by=by, act="comments.comment.erase", obj=f"comment:{row.pk}",
               edition=row.edition.code)  # fmt: skip
    return row


def forget_words(comment_id: str) -> None:
    """Wipe the words of a comment's decisions with their salt; the seals hold without them."""
    Decision.objects.filter(comment_id=comment_id).update(quoted="", reason="", salt="")
