"""Everything that is kept about a comment, for whoever wrote it."""

from datetime import datetime
from typing import Any

from broadsheet.comments.keys import unseal
from broadsheet.comments.models import Comment
from broadsheet.comments.queries import history_of


def data_of(comment: Comment) -> dict[str, Any]:
    """A JSON-ready account: words, earlier versions, times, decisions with clauses, appeals.

    Times are ISO 8601 in UTC. Who decided is left out: that is the moderator's datum.
    """
    return {
        "id": comment.pk,
        "edition": comment.edition.code,
        "story": comment.story_id,
        "state": comment.state,
        "name": comment.name,
        "title": comment.title,
        "text": comment.text,
        "language": comment.language,
        "mail": unseal(comment.mail),
        "mail_confirmed_at": _iso(comment.mail_confirmed_at),
        "author_hash": comment.author,
        "machine_hash": comment.machine,
        "created_at": _iso(comment.created_at),
        "appeared_at": _iso(comment.appeared_at),
        "decided_at": _iso(comment.decided_at),
        "recommendations": comment.recommendations,
        "expected_harm": comment.score,
        "matches": comment.matches,
        "versions": [
            {"number": v.number, "name": v.name, "title": v.title, "text": v.text, "at": _iso(v.at)}
            for v in comment.versions.all()
        ],
        "decisions": [
            {
                "at": _iso(decision.at),
                "act": decision.act,
                "clause": decision.clause.clause.number if decision.clause else None,
                "clause_version": decision.clause.version if decision.clause else None,
                "quoted": decision.quoted,
                "reason": decision.reason,
            }
            for decision in history_of(comment.pk)
        ],
        "appeals": [
            {"at": _iso(a.created_at), "text": a.text, "answer": a.answer, "reason": a.reason}
            for a in comment.appeals.order_by("pk")
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
