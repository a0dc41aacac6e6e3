"""What makes a comment stand out: readers' recommendations, an editor's choice and reply."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from broadsheet.comments.actions.judging import set_state
from broadsheet.comments.effects import locked, mark_comment
from broadsheet.comments.errors import FieldsError, RefusedError, WrongStateError
from broadsheet.comments.keys import keyed
from broadsheet.comments.models import Comment, Recommendation, State
from broadsheet.comments.queries import page_of, page_tag
from broadsheet.comments.texts import clean_line, clean_text
from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane


def recommend_comment(*, comment: Comment, machine: str) -> bool:
    """Count a reader's recommendation; False for a machine that recommended it before.

    The token is hashed with the comment's id, so it says nothing of what else was recommended.
    """
    with transaction.atomic():
        row = locked(comment)
        if row.state != State.APPROVED or row.number is None:
            raise RefusedError("comment_gone")
        try:
            with transaction.atomic():
                Recommendation.objects.create(
                    comment=row, token=keyed("recommend", row.pk, machine)
                )
        except IntegrityError:
            return False
        Comment.objects.filter(pk=row.pk).update(recommendations=F("recommendations") + 1)
        edition, story = row.edition.code, row.story_id
        tags = {page_tag(edition, story, page_of(row.number))}
        tags.add(page_tag(edition, story, "recommended"))
        mark(*tags, lane=Lane.ROUTINE)
        record(by=None, act="comments.comment.recommend", obj=f"comment:{row.pk}",
               edition=edition)  # fmt: skip
    return True


def feature_comment(*, comment: Comment, by: User | None, featured: bool = True) -> Comment:
    """Put an approved comment forward, or back among the others. Raises WrongStateError."""
    with transaction.atomic():
        row = locked(comment)
        require(by, Act.MODERATE, row.edition)
        if row.state != State.APPROVED:
            raise WrongStateError(row.pk, row.state, "feature")
        row.featured_at = timezone.now() if featured else None
        row.save(update_fields=["featured_at"])
        mark_comment(row)
        record(by=by, act="comments.comment.feature", obj=f"comment:{row.pk}",
               edition=row.edition.code, featured=featured)  # fmt: skip
    return row


def reply_as_editor(
    *, comment: Comment, by: User | None, name: str, text: str, title: str = ""
) -> Comment:
    """Answer a comment in the newsroom's name; the reply appears at once.

    Raises FieldsError, WrongStateError, NotAllowedError.
    """
    name, text, title = clean_line(name)[:80], clean_text(text), clean_line(title)[:120]
    if not name or not text:
        raise FieldsError({"name" if not name else "text": "text_missing"})
    with transaction.atomic():
        row = locked(comment)
        require(by, Act.MODERATE, row.edition)
        if row.state != State.APPROVED:
            raise WrongStateError(row.pk, row.state, "answer")
        reply = Comment.objects.create(
            edition=row.edition,
            story=row.story,
            parent=row,
            thread=row.thread or row,
            name=name,
            title=title,
            text=text,
            language=row.edition.language,
            state=State.PENDING,
            by=by,
        )
        set_state(reply, State.APPROVED, by=by, act="reply")
    return reply
