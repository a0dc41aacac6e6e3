"""Judging: a moderator claims a comment, approves, rejects with a clause, holds, undoes."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from broadsheet.comments.chain import append
from broadsheet.comments.effects import become, locked
from broadsheet.comments.errors import (
    ChangedError,
    ClaimedError,
    CommentsError,
    NotSaidError,
    UndoTooLateError,
    WrongStateError,
)
from broadsheet.comments.letters import take_back_letters, write_letter
from broadsheet.comments.models import ClauseVersion, Comment, Decision, State
from broadsheet.comments.queries import is_claimed_by_another
from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User

UNDO_WITHIN = timedelta(seconds=10)
JUDGED = (State.PENDING, State.HELD, State.APPROVED, State.REJECTED)
Judge = Callable[..., Comment]


def claim_comment(*, comment: Comment, by: User) -> Comment:
    """Take the comment to judge it; others are told so for five minutes. Raises ClaimedError."""
    with transaction.atomic():
        row = _to_judge(comment, by, None, "judge")
        row.claimed_by, row.claimed_at = by, timezone.now()
        row.save(update_fields=["claimed_by", "claimed_at"])
    return row


def release_comment(*, comment: Comment, by: User) -> None:
    """Let go of a claim of one's own; others' claims stay."""
    mine = Comment.objects.filter(pk=comment.pk, claimed_by=by)
    mine.update(claimed_by=None, claimed_at=None)


def approve_comment(*, comment: Comment, by: User | None, seen: int | None = None) -> Comment:
    """Let the comment appear; `seen` is the version that the moderator read.

    Raises ClaimedError, ChangedError, WrongStateError, NotAllowedError.
    """
    return _decide(comment, by, seen, act="approve", to=State.APPROVED)


def reject_comment(
    *,
    comment: Comment,
    by: User | None,
    clause: ClauseVersion,
    quoted: Sequence[str] = (),
    reason: str = "",
    seen: int | None = None,
) -> Comment:
    """Refuse the comment under a clause of the terms, quoting the words that break it.

    Raises as `approve_comment` does, and NotSaidError.
    """
    said = f"{comment.title}\n{comment.text}"
    if missing := [words for words in quoted if words not in said]:
        raise NotSaidError(missing[0])
    words = {"clause": clause, "quoted": "\n".join(quoted), "reason": reason}
    return _decide(comment, by, seen, act="reject", to=State.REJECTED, words=words)


def hold_comment(
    *, comment: Comment, by: User | None, reason: str = "", seen: int | None = None
) -> Comment:
    """Put the comment aside for somebody else, or for later. Raises as `approve_comment` does."""
    return _decide(comment, by, seen, act="hold", to=State.HELD, words={"reason": reason})


def judge_many(
    *, ids: Sequence[str], judge: Judge, by: User | None, **words: object
) -> dict[str, str]:
    """Judge each comment by the same act; gives the reason for each that could not be judged.

    `judge` is `approve_comment`, `reject_comment` or `hold_comment`; every comment is a
    transaction of its own, so one that is claimed or gone keeps no other from its decision.
    """
    refused = {}
    for comment in Comment.objects.filter(pk__in=ids).order_by("pk"):
        try:
            judge(comment=comment, by=by, **words)
        except CommentsError as error:
            refused[comment.pk] = str(error)
    return refused


def undo_decision(*, comment: Comment, by: User) -> Comment:
    """Take back one's own latest decision within ten seconds; its letter is never sent.

    The log keeps both lines. Raises UndoTooLateError.
    """
    with transaction.atomic():
        row = locked(comment)
        require(by, Act.MODERATE, row.edition)
        last = Decision.objects.filter(comment_id=row.pk).order_by("-pk").first()
        if not _may_undo(last, by) or last is None:
            raise UndoTooLateError(row.pk)
        take_back_letters(last)
        row.waiting_since = row.waiting_since or row.created_at
        row.decided_at = None
        become(row, last.was)
        _log(row, by, "undo", was=last.became)
    return row


def _may_undo(last: Decision | None, by: User) -> bool:
    if last is None or last.act not in {"approve", "reject", "hold"}:
        return False
    return last.by_id == by.pk and last.at >= timezone.now() - UNDO_WITHIN


def _to_judge(comment: Comment, by: User | None, seen: int | None, act: str) -> Comment:
    row = locked(comment)
    require(by, Act.MODERATE, row.edition)
    if row.state not in JUDGED:
        raise WrongStateError(row.pk, row.state, act)
    if by is not None and is_claimed_by_another(row, by):
        raise ClaimedError(row.pk, row.claimed_by)
    if seen is not None and row.version != seen:
        raise ChangedError(row.pk)
    return row


def _decide(
    comment: Comment,
    by: User | None,
    seen: int | None,
    *,
    act: str,
    to: State,
    words: dict[str, object] | None = None,
) -> Comment:
    with transaction.atomic():
        row = _to_judge(comment, by, seen, act)
        was, was_read = row.state, not row.to_review
        if was == to and was_read and to != State.HELD:
            raise WrongStateError(row.pk, row.state, act)
        set_state(row, to, by=by, act=act, words=words)
        if was != to:
            tell(row, act)
    return row


def set_state(
    row: Comment, to: State, *, by: User | None, act: str, words: dict[str, object] | None = None
) -> Decision:
    """Write the decision down and bring the locked comment into its state."""
    was = row.state
    row.to_review = False
    row.decided_at = timezone.now() if to in {State.APPROVED, State.REJECTED} else None
    if to == State.APPROVED and row.appeared_at is None:
        row.appeared_at = row.decided_at
    become(row, to)
    return _log(row, by, act, was=was, **(words or {}))


def tell(row: Comment, act: str) -> None:
    """Write the letter of a decision, due when it can no longer be undone."""
    if act in {"approve", "reject"}:
        decision = Decision.objects.filter(comment_id=row.pk).order_by("-pk").first()
        write_letter(
            {"approve": "approved", "reject": "rejected"}[act],
            comment=row,
            decision=decision,
            after=UNDO_WITHIN,
        )


def _log(row: Comment, by: User | None, act: str, *, was: str, **words: Any) -> Decision:
    decision = append(
        comment_id=row.pk, edition=row.edition.code, by=by, act=act, was=was, became=row.state,
        score=row.score, **words,
    )  # fmt: skip
    record(by=by, act=f"comments.comment.{act}", obj=f"comment:{row.pk}", edition=row.edition.code)
    return decision
