"""Everything that is kept about a comment, for whoever wrote it; and everything there is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from broadsheet.comments.keys import unseal
from broadsheet.comments.models import Ban, Comment, Decision, ListedWord
from broadsheet.comments.queries import clauses_in_force, history_of
from broadsheet.editions.addresses import absolute
from broadsheet.editions.models import Edition
from broadsheet.stories.models import Placement
from broadsheet.stories.queries import path_of


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
        "reasons": comment.reasons or [],
        "labels": comment.labels or {},
        "versions": [
            {"number": v.number, "name": v.name, "title": v.title, "text": v.text, "at": _iso(v.at)}
            for v in comment.versions.all()
        ],
        "decisions": [
            {
                "at": _iso(decision.at),
                "act": decision.act,
                "clause": decision.clause.clause.number if decision.clause else None,
                "clause_code": decision.clause.clause.code if decision.clause else None,
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


def everything(edition: Edition | None = None) -> Iterator[dict[str, Any]]:
    """All there is, of one edition or of all, each as an object whose `kind` says what it is.

    Clauses, words, comments with their versions, decisions, reports and appeals, bans; then the
    lines of the log that are about no comment any more. Moderators are named by user name.
    """
    yield from _clauses()
    yield from _words(edition)
    comments = Comment.objects.select_related("edition", "story", "by").order_by("pk")
    comments = comments.filter(edition=edition) if edition else comments
    for comment in comments.iterator(chunk_size=500):
        yield {"kind": "comment", **data_of(comment), **_of_newsroom(comment)}
    yield from _bans(edition)
    lines = Decision.objects.filter(comment_id="").select_related("clause__clause", "by")
    lines = lines.filter(edition=edition.code) if edition else lines
    for line in lines.order_by("pk").iterator(chunk_size=2_000):
        yield {"kind": "decision", **_line(line)}


def _of_newsroom(comment: Comment) -> dict[str, Any]:
    placement = Placement.objects.filter(story=comment.story_id, edition=comment.edition)
    placed = placement.select_related("edition", "story", "section").first()
    log = Decision.objects.filter(comment_id=comment.pk).select_related("clause__clause", "by")
    return {
        "address": absolute(comment.edition, path_of(placed)) if placed else "",
        "parent": comment.parent_id,
        "number": comment.number,
        "featured_at": _iso(comment.featured_at),
        "from_newsroom": comment.by.get_username() if comment.by else None,
        "decisions": [_line(line) for line in log.order_by("pk")],
        "reports": [
            {
                "id": report.pk, "at": _iso(report.created_at), "unlawful": report.unlawful,
                "clause": report.clause.clause.code if report.clause else None,
                "explanation": report.explanation, "name": report.name,
                "mail": unseal(report.mail), "answer": report.answer,
                "judged_at": _iso(report.judged_at),
            }
            for report in comment.reports.select_related("clause__clause").order_by("pk")
        ],
    }  # fmt: skip


def _line(line: Decision) -> dict[str, Any]:
    return {
        "line": line.pk,
        "at": _iso(line.at),
        "by": line.by.get_username() if line.by else None,
        "act": line.act,
        "was": line.was,
        "became": line.became,
        "clause_code": line.clause.clause.code if line.clause else None,
        "clause_version": line.clause.version if line.clause else None,
        "quoted": line.quoted,
        "reason": line.reason,
        "seal": line.seal,
    }


def _clauses() -> Iterator[dict[str, Any]]:
    for version in clauses_in_force():
        clause = version.clause
        yield {"kind": "clause", "code": clause.code, "number": clause.number,
               "version": version.version, "texts": version.texts}  # fmt: skip


def _words(edition: Edition | None) -> Iterator[dict[str, Any]]:
    words = ListedWord.objects.filter(withdrawn_at=None).select_related("clause", "edition")
    for word in words.filter(edition=edition) if edition else words:
        yield {"kind": "word", "word": word.word, "language": word.language,
               "clause": word.clause.code, "as": word.kind,
               "edition": word.edition.code if word.edition else None}  # fmt: skip


def _bans(edition: Edition | None) -> Iterator[dict[str, Any]]:
    bans = Ban.objects.select_related("edition", "clause__clause").order_by("pk")
    for ban in bans.filter(edition=edition) if edition else bans:
        yield {"kind": "ban", "author_hash": ban.author, "at": _iso(ban.at),
               "edition": ban.edition.code if ban.edition else None, "until": _iso(ban.until),
               "clause": ban.clause.clause.code if ban.clause else None, "reason": ban.reason,
               "lifted_at": _iso(ban.lifted_at)}  # fmt: skip
