"""What the room says, in the moderator's language, of acts and of refusals."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.errors import (
    ChangedError,
    ClaimedError,
    ClauseTextError,
    CommentsError,
    NobodyKnownError,
    NotSaidError,
    OwnDecisionError,
    UndoTooLateError,
    UnknownClauseError,
    UnknownCommentError,
    WordListedError,
    WrongStateError,
)
from broadsheet.comments.models import Answer, Comment, Mode, State, WordKind
from broadsheet.comments.queries import last_decision_on

STATES: dict[str, Promise] = {
    State.UNCONFIRMED: gettext_lazy("Waits for its writer’s mail"),
    State.PENDING: gettext_lazy("Waits for a moderator"),
    State.HELD: gettext_lazy("Held"),
    State.APPROVED: gettext_lazy("Approved"),
    State.REJECTED: gettext_lazy("Rejected"),
    State.WITHDRAWN: gettext_lazy("Taken back by its writer"),
    State.ERASED: gettext_lazy("Erased"),
}
ACTS: dict[str, Promise] = {
    "approve": gettext_lazy("Approved"),
    "reject": gettext_lazy("Rejected"),
    "hold": gettext_lazy("Held"),
    "undo": gettext_lazy("Undone"),
    "overturn": gettext_lazy("Overturned on appeal"),
    "uphold": gettext_lazy("Upheld on appeal"),
    "erase": gettext_lazy("Erased"),
    "ban": gettext_lazy("Author banned"),
    "lift_ban": gettext_lazy("Ban lifted"),
    "uphold_ban": gettext_lazy("Ban upheld on appeal"),
    "credit": gettext_lazy("Named beside a correction"),
    "withdraw_credit": gettext_lazy("Not named beside the correction any more"),
    "reply": gettext_lazy("Written in the newsroom"),
    "import": gettext_lazy("Brought in from another system"),
}
ANSWERS: dict[str, Promise] = {
    Answer.OPEN: gettext_lazy("Waits for an answer"),
    Answer.UPHELD: gettext_lazy("Upheld"),
    Answer.DISMISSED: gettext_lazy("Dismissed"),
}
KINDS: dict[str, Promise] = {
    WordKind.BANNED: gettext_lazy("Banned"),
    WordKind.SUSPECT: gettext_lazy("Suspect"),
    WordKind.ALLOWED: gettext_lazy("Allowed"),
}
MODES: dict[str, Promise] = {
    Mode.BEFORE: gettext_lazy("Read before they appear"),
    Mode.AFTER: gettext_lazy("Appear at once, read afterwards"),
    Mode.CLOSED: gettext_lazy("Closed"),
}
REFUSALS: dict[type[Exception], Promise] = {
    OwnDecisionError: gettext_lazy(
        "You decided this yourself. Leave the appeal to another moderator."
    ),
    UndoTooLateError: gettext_lazy(
        "This can no longer be undone: only your own latest decision can, for ten seconds. Open "
        "the comment and decide anew instead."
    ),
    UnknownClauseError: gettext_lazy(
        "That clause is not in force any more. Load the page anew and choose another."
    ),
    UnknownCommentError: gettext_lazy("That comment is not there, or not in your editions."),
    NobodyKnownError: gettext_lazy(
        "Nobody knows any more who wrote this, so nobody can be banned."
    ),
    WordListedError: gettext_lazy(
        "That word is listed already. Withdraw it first to list it otherwise."
    ),
    ClauseTextError: gettext_lazy("Write the clause and its example in English and in Arabic."),
}


def refusal(error: CommentsError, comment: Comment | None = None) -> str:
    """Why an act was refused and what to do; who was faster, where somebody was."""
    if isinstance(error, ClaimedError) and comment is not None:
        return being_judged(comment)
    if isinstance(error, ChangedError | WrongStateError) and comment is not None:
        return changed(comment)
    if isinstance(error, NotSaidError):
        return _("The comment does not say “%(words)s”. Quote its own words.") % {
            "words": error.words
        }
    return str(REFUSALS.get(type(error), error))


def being_judged(comment: Comment) -> str:
    """Who is at the comment now."""
    row = Comment.objects.select_related("claimed_by").get(pk=comment.pk)
    return _("Being judged by %(who)s. Take the next one, or wait five minutes.") % {
        "who": row.claimed_by or "Broadsheet"
    }


def changed(comment: Comment) -> str:
    """What happened to a comment since a moderator saw it."""
    row = Comment.objects.get(pk=comment.pk)
    last = last_decision_on(row)
    if row.state in {State.APPROVED, State.REJECTED, State.HELD} and last is not None:
        return _("%(who)s decided meanwhile: %(state)s. Nothing was changed.") % {
            "who": last.by or "Broadsheet",
            "state": STATES[row.state],
        }
    return _("This comment is no longer what you saw (%(state)s). Look at it again.") % {
        "state": STATES[row.state]
    }
