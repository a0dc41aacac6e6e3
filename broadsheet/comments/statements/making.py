"""A decision of the log as a statement of reasons, without a word that a reader wrote.

Rejections before a comment appeared are told as well as removals: Article 17 speaks of every
restriction. Facts are told in English, the clause in the comment's language.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import QuerySet

from broadsheet.comments.models import Ban, Comment, Decision, Report, State
from broadsheet.comments.queries import TERMS_PATH
from broadsheet.editions.addresses import absolute
from broadsheet.editions.models import Edition

LIKELY_HARM: Final = 0.5
OTHER: Final = ("OTHER_VIOLATION_TC", "OTHER")
# By the clause's code; clauses of the newsroom's own are other violations of its terms.
CATEGORIES: Final[Mapping[str, tuple[str, str]]] = {
    "author": ("ILLEGAL_OR_HARMFUL_SPEECH", "DEFAMATION"),
    "persons": ("ILLEGAL_OR_HARMFUL_SPEECH", "DEFAMATION"),
    "sanctities": ("ILLEGAL_OR_HARMFUL_SPEECH", "OTHER"),
    "religions": ("ILLEGAL_OR_HARMFUL_SPEECH", "DISCRIMINATION"),
    "sectarian": ("ILLEGAL_OR_HARMFUL_SPEECH", "HATE_SPEECH"),
    "racial": ("ILLEGAL_OR_HARMFUL_SPEECH", "HATE_SPEECH"),
    "insults": ("CYBER_VIOLENCE", "CYBER_HARASSMENT"),
    "spam": ("OTHER_VIOLATION_TC", "GOODS_SERVICES_NOT_PERMITTED"),
    "personal": ("DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "MISSING_PROCESSING_GROUND"),
    "off-topic": OTHER,
    "unlawful": ("ILLEGAL_OR_HARMFUL_SPEECH", "OTHER"),
}


def statements_since(
    since: datetime, *, edition: Edition | None = None
) -> Iterator[tuple[Decision, dict[str, Any]]]:
    """Each rejection and each ban since then, with its statement, in the order of the log."""
    for line in _decisions(since, edition).iterator(chunk_size=500):
        yield line, statement_of(line)


def _decisions(since: datetime, edition: Edition | None) -> QuerySet[Decision]:
    lines = Decision.objects.filter(act__in=["reject", "ban"], at__gte=since)
    lines = lines.filter(edition=edition.code) if edition else lines
    return lines.select_related("clause__clause").order_by("pk")


def statement_of(line: Decision) -> dict[str, Any]:
    comment = Comment.objects.filter(pk=line.comment_id).select_related("edition").first()
    edition = comment.edition if comment else Edition.objects.filter(code=line.edition).first()
    language = comment.language if comment else edition.language if edition else "en"
    code = line.clause.clause.code if line.clause else ""
    category, keyword = CATEGORIES.get(code, OTHER)
    report = Report.objects.filter(decision=line).first()
    written = comment.created_at if comment else line.at
    return {
        **_restriction(line),
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        **_ground(line, edition, language),
        "incompatible_content_illegal": "Yes" if code == "unlawful" else "No",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_language": language[:2].upper(),
        "category": f"STATEMENT_CATEGORY_{category}",
        "category_specification": [f"KEYWORD_{keyword}"],
        "content_date": _day(min(written, line.at)),
        "application_date": _day(line.at),
        "decision_facts": _facts(line, report, written),
        "source_type": _source(report),
        "automated_detection": "Yes" if line.score >= LIKELY_HARM else "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": f"{line.edition or 'all'}-{line.pk}",
    }


def _restriction(line: Decision) -> dict[str, Any]:
    """What was restricted and, where that is known, until when."""
    if line.act == "ban":
        ban = Ban.objects.filter(decision=line).first()
        if ban is None or ban.until is None:
            return {"decision_provision": "DECISION_PROVISION_PARTIAL_TERMINATION"}
        return {
            "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION",
            "end_date_service_restriction": _day(max(ban.until, line.at)),
        }
    was_seen = line.was == State.APPROVED
    kind = "REMOVED" if was_seen else "DISABLED"
    restriction: dict[str, Any] = {"decision_visibility": [f"DECISION_VISIBILITY_CONTENT_{kind}"]}
    later = Decision.objects.filter(comment_id=line.comment_id, pk__gt=line.pk)
    ended = later.filter(was=State.REJECTED, became=State.APPROVED).order_by("pk").first()
    if ended is not None and line.comment_id:
        restriction["end_date_visibility_restriction"] = _day(ended.at)
    return restriction


def _ground(line: Decision, edition: Edition | None, language: str) -> dict[str, str]:
    if line.clause is None:
        return {
            "incompatible_content_ground": "Publishing terms",
            "incompatible_content_explanation": "Earlier comments broke the publishing terms.",
        }
    number, version = line.clause.clause.number, line.clause.version
    ground = {
        "incompatible_content_ground": f"Publishing terms, clause {number}, version {version}",
        "incompatible_content_explanation": line.clause.in_language(language)["text"][:2_000],
    }
    if edition is not None:
        address = f"{absolute(edition, TERMS_PATH)}#clause-{number}"
        ground["decision_ground_reference_url"] = address
    return ground


def _facts(line: Decision, report: Report | None, written: datetime) -> str:
    how = (
        "after a notice by a reader" if report else
        "after it had appeared" if line.was == State.APPROVED else "before it appeared"
    )  # fmt: skip
    what = "The writer of a comment was kept from commenting" if line.act == "ban" else (
        f"A reader's comment of {_day(written)} under a news story was refused {how}"
    )  # fmt: skip
    weighed = (
        " Automated means had marked it for a moderator's attention."
        if line.score >= LIKELY_HARM
        else ""
    )
    return f"{what}, by a moderator who read it.{weighed} The writer may contest the decision once."


def _source(report: Report | None) -> str:
    if report is None:
        return "SOURCE_VOLUNTARY"
    return "SOURCE_ARTICLE_16" if report.unlawful else "SOURCE_TYPE_OTHER_NOTIFICATION"


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()
