"""The verbs of the conversation: each in one transaction, with its line in the audit and the log.

Readers hold no grant: what lets them in is a receipt, a letter's address or a security check,
which the views have looked at before. Locks are taken in one order everywhere: comment,
conversation, log.
"""

from broadsheet.comments.actions.contesting import (
    appeal_decision,
    contest_ban,
    judge_appeal,
    judge_report,
    report_comment,
)
from broadsheet.comments.actions.crediting import credit_comment, withdraw_credit
from broadsheet.comments.actions.erasing import erase_comment, withdraw_comment
from broadsheet.comments.actions.judging import (
    approve_comment,
    claim_comment,
    hold_comment,
    judge_many,
    reject_comment,
    release_comment,
    undo_decision,
)
from broadsheet.comments.actions.keeping import (
    ban_author,
    keep_clause,
    lift_ban,
    set_author_mode,
    set_conversation_mode,
    set_rule,
    withdraw_clause,
)
from broadsheet.comments.actions.listing import keep_word, withdraw_word
from broadsheet.comments.actions.posting import (
    confirm_comment,
    disown_comment,
    post_comment,
    revise_comment,
)
from broadsheet.comments.actions.showing import (
    feature_comment,
    recommend_comment,
    reply_as_editor,
)

__all__ = [
    "appeal_decision",
    "approve_comment",
    "ban_author",
    "claim_comment",
    "confirm_comment",
    "contest_ban",
    "credit_comment",
    "disown_comment",
    "erase_comment",
    "feature_comment",
    "hold_comment",
    "judge_appeal",
    "judge_many",
    "judge_report",
    "keep_clause",
    "keep_word",
    "lift_ban",
    "post_comment",
    "recommend_comment",
    "reject_comment",
    "release_comment",
    "reply_as_editor",
    "report_comment",
    "revise_comment",
    "set_author_mode",
    "set_conversation_mode",
    "set_rule",
    "undo_decision",
    "withdraw_clause",
    "withdraw_comment",
    "withdraw_credit",
    "withdraw_word",
]
