"""A moderator's orders about comments, from keys, buttons and boxes alike, each done or refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.comments.actions import (
    approve_comment,
    claim_comment,
    hold_comment,
    reject_comment,
    release_comment,
    undo_decision,
)
from broadsheet.comments.errors import ChangedError, CommentsError, UnknownCommentError
from broadsheet.comments.models import Comment
from broadsheet.comments.queries import clause_named, is_claimed_by_another
from broadsheet.desk.comments.access import comments_of
from broadsheet.desk.comments.marking import quotation
from broadsheet.desk.comments.words import refusal

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Order:
    """One act on one comment; `seen` is the version that the moderator read, None for any."""

    act: str
    id: str
    seen: int | None = None
    clause: str = ""
    reason: str = ""
    quoted: str = ""


@dataclass(frozen=True)
class Done:
    """What became of an order: `error` says in words why not, `version` is the comment's now."""

    act: str
    id: str
    error: str = ""
    version: int | None = None
    is_gone: bool = False

    @property
    def ok(self) -> bool:
        return not self.error


def order_from(told: Mapping[str, Any]) -> Order:
    """An order from JSON; ValueError for what is none."""
    act, seen = str(told.get("act", "")), told.get("seen")
    if act not in ACTS:
        message = f"There is no act {act!r}; choose one of: {', '.join(ACTS)}."
        raise ValueError(message)
    words = {name: str(told.get(name, "")) for name in ("clause", "reason", "quoted")}
    return Order(act, str(told.get("id", "")), seen if isinstance(seen, int) else None, **words)


def carry_out(user: Any, orders: Sequence[Order]) -> list[Done]:
    """Do one after the other; each is a transaction of its own, and one refused stops no other."""
    wanted = [order.id for order in orders[:MOST_AT_ONCE]]
    comments = comments_of(user).in_bulk(wanted)
    return [_done(user, order, comments.get(order.id)) for order in orders[:MOST_AT_ONCE]]


def _done(user: Any, order: Order, comment: Comment | None) -> Done:
    try:
        if comment is None:
            raise UnknownCommentError(order.id)
        row = ACTS[order.act](user, order, comment)
    except ChangedError as error:
        return Done(order.act, order.id, refusal(error, comment), is_gone=True)
    except CommentsError as error:
        return Done(order.act, order.id, refusal(error, comment))
    return Done(order.act, order.id, version=row.version)


def _claim(user: Any, order: Order, comment: Comment) -> Comment:
    row = claim_comment(comment=comment, by=user)
    if order.seen is not None and row.version != order.seen:
        release_comment(comment=comment, by=user)
        raise ChangedError(row.pk)
    return row


def _release(user: Any, _order: Order, comment: Comment) -> Comment:
    release_comment(comment=comment, by=user)
    return comment


def _approve(user: Any, order: Order, comment: Comment) -> Comment:
    return approve_comment(comment=comment, by=user, seen=order.seen)


def _reject(user: Any, order: Order, comment: Comment) -> Comment:
    """Quotes what the moderator chose, or else the words that were found to break the clause."""
    clause = clause_named(order.clause)
    lines = [line.strip() for line in order.quoted.splitlines() if line.strip()]
    return reject_comment(
        comment=comment,
        by=user,
        clause=clause,
        quoted=lines or quotation(comment, clause),
        reason=order.reason,
        seen=order.seen,
    )


def _hold(user: Any, order: Order, comment: Comment) -> Comment:
    return hold_comment(comment=comment, by=user, reason=order.reason, seen=order.seen)


def _undo(user: Any, _order: Order, comment: Comment) -> Comment:
    return undo_decision(comment=comment, by=user)


ACTS: dict[str, Callable[[Any, Order, Comment], Comment]] = {
    "claim": _claim,
    "release": _release,
    "approve": _approve,
    "reject": _reject,
    "hold": _hold,
    "undo": _undo,
}


def watched(user: Any, seen: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Which of the comments that come next are somebody's already, or no longer what was seen."""
    versions = dict(list(seen)[:MOST_AT_ONCE])
    rows = comments_of(user).in_bulk(list(versions))
    return [
        {"id": pk, "is_gone": row.version != versions[pk],
         "who": str(row.claimed_by) if is_claimed_by_another(row, user) else ""}
        for pk, row in rows.items()
    ]  # fmt: skip
