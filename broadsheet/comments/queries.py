"""Reads of conversations, each noting the tags that its answer depends on."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from broadsheet.comments.errors import UnknownClauseError, UnknownCommentError
from broadsheet.comments.models import (
    Answer,
    Appeal,
    Clause,
    ClauseVersion,
    Comment,
    Conversation,
    CorrectionCredit,
    Decision,
    Report,
    State,
)
from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, editions_where
from broadsheet.people.models import User
from broadsheet.press.common import register_common
from broadsheet.press.recording import note
from broadsheet.press.remembering import Known, foreseeable, remembered

ON_A_PAGE = 50
IN_A_THREAD = 200
TERMS, TERMS_PATH = "comment-terms", "publishing-terms/"
CLAIM = timedelta(minutes=5)
DECISIONS_LOOKED_AT = 200
ABOUT_AUTHORS = ("ban", "lift_ban", "uphold_ban")
register_common(TERMS)


def conversation_tag(edition: str, story_id: str) -> str:
    """Changes with the count, the newest comments and the own rule of a conversation."""
    return f"comments:{edition}:{story_id}"


def page_tag(edition: str, story_id: str, page: int | str) -> str:
    """Changes with what the numbered page, or the `recommended` one, of a conversation shows."""
    return f"comments:{edition}:{story_id}:{page}"


def thread_tag(comment_id: str) -> str:
    return f"comment-thread:{comment_id}"


@foreseeable
def conversation_of(
    edition: Edition, story_ids: Sequence[str]
) -> Iterator[Known[Conversation | None]]:
    """The conversation under a story in the edition; None while nobody has said anything."""
    rows = Conversation.objects.filter(edition=edition, story_id__in=story_ids)
    found = {row.story_id: row for row in rows}
    for story_id in story_ids:
        yield Known(story_id, found.get(story_id), {conversation_tag(edition.code, story_id)})


def credited_on(edition: Edition, story_id: str) -> dict[int, Comment]:
    """By correction, the comments of the edition that led to one and stand under the story."""
    note(conversation_tag(edition.code, story_id))
    shown = CorrectionCredit.objects.filter(
        comment__story_id=story_id, comment__edition=edition, comment__state=State.APPROVED
    )
    return {row.correction_id: row.comment for row in shown.select_related("comment")}


def page_of(number: int) -> int:
    """The page, from 1, on which the comment with that number stands for good."""
    return (number - 1) // ON_A_PAGE + 1


def pages_of(conversation: Conversation) -> int:
    return page_of(conversation.numbered) if conversation.numbered else 0


def _shown(edition: Edition, story_id: str) -> QuerySet[Comment]:
    approved = Comment.objects.filter(edition=edition, story_id=story_id, state=State.APPROVED)
    return approved.filter(number__isnull=False).select_related("parent")


def newest_comments(edition: Edition, story_id: str) -> list[Comment]:
    """What the story's own page shows: the newest first, a page of them."""
    note(conversation_tag(edition.code, story_id))
    return list(_shown(edition, story_id).order_by("-number")[:ON_A_PAGE])


def comments_on_page(edition: Edition, story_id: str, page: int) -> list[Comment]:
    """The comments whose numbers belong to the page, oldest first; gone ones leave gaps."""
    note(page_tag(edition.code, story_id, page))
    first = (page - 1) * ON_A_PAGE
    shown = _shown(edition, story_id).filter(number__gt=first, number__lte=first + ON_A_PAGE)
    return list(shown.order_by("number"))


def recommended_comments(edition: Edition, story_id: str) -> list[Comment]:
    """The most recommended first, a page of them; comments nobody recommended are left out."""
    note(page_tag(edition.code, story_id, "recommended"))
    shown = _shown(edition, story_id).filter(recommendations__gt=0)
    return list(shown.order_by("-recommendations", "number")[:ON_A_PAGE])


def featured_comments(edition: Edition, story_id: str) -> list[Comment]:
    """The few that an editor put forward, the latest choice first."""
    note(conversation_tag(edition.code, story_id))
    shown = _shown(edition, story_id).filter(featured_at__isnull=False)
    return list(shown.order_by("-featured_at", "-number")[:5])


def thread_of(root_id: str) -> list[Comment]:
    """A comment that has answers, and these in the order in which they appeared, 200 at most."""
    note(thread_tag(root_id))
    shown = Comment.objects.filter(state=State.APPROVED, number__isnull=False)
    rows = shown.filter(Q(pk=root_id) | Q(thread_id=root_id)).select_related("parent")
    return list(rows.order_by("number")[:IN_A_THREAD])


def was_answered(root_id: str) -> bool:
    """Whether an answer to the comment, or to one of its answers, ever appeared."""
    note(thread_tag(root_id))
    return Comment.objects.filter(thread_id=root_id, number__isnull=False).exists()


@remembered
def clauses_in_force() -> list[ClauseVersion]:
    """The latest version of each clause that is in force, by number."""
    note(TERMS)
    versions: dict[int, ClauseVersion] = {}
    in_force = ClauseVersion.objects.filter(clause__withdrawn_at=None).select_related("clause")
    for version in in_force.order_by("clause__number", "version"):
        versions[version.clause_id] = version
    return list(versions.values())


def clause_named(name: str) -> ClauseVersion:
    """The clause in force by its code or its number. Raises UnknownClauseError."""
    clauses = clauses_in_force()
    for version in clauses:
        if name in {version.clause.code, str(version.clause.number)}:
            return version
    raise UnknownClauseError(name, [f"{v.clause.number} ({v.clause.code})" for v in clauses])


def latest_terms() -> int:
    """Grows with every change of the terms."""
    newest = ClauseVersion.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def terms_written_at() -> datetime | None:
    note(TERMS)
    newest = ClauseVersion.objects.order_by("-at").values_list("at", flat=True).first()
    withdrawn = Clause.objects.exclude(withdrawn_at=None).order_by("-withdrawn_at")
    gone = withdrawn.values_list("withdrawn_at", flat=True).first()
    return max((at for at in (newest, gone) if at), default=None)


def comment_with_id(comment_id: str) -> Comment:
    """Raises UnknownCommentError."""
    rows = Comment.objects.select_related("edition", "story", "parent", "by")
    comment = rows.filter(pk=comment_id).first()
    if comment is None:
        raise UnknownCommentError(comment_id)
    return comment


def comments_to_judge(user: User | None, edition: Edition | None = None) -> QuerySet[Comment]:
    """What waits for a moderator in the editions that `user` may judge; None may judge all.

    Held comments stay in it. Comments under killed stories are left out. Ordered by expected harm
    and wait: a page of the queue takes a slice.
    """
    waiting = Comment.objects.filter(Q(state__in=[State.PENDING, State.HELD]) | Q(to_review=True))
    if user is not None:
        waiting = waiting.filter(edition__in=editions_where(user, Act.MODERATE))
    if edition is not None:
        waiting = waiting.filter(edition=edition)
    waiting = waiting.filter(story__killed_at=None)
    waiting = waiting.select_related("edition", "story", "parent", "claimed_by")
    return waiting.order_by(F("score").desc(), "waiting_since", "id")


def is_claimed_by_another(comment: Comment, user: User | None) -> bool:
    """Whether somebody else took the comment to judge within the last five minutes."""
    if comment.claimed_by_id is None or comment.claimed_at is None:
        return False
    other = user is None or comment.claimed_by_id != user.pk
    return other and comment.claimed_at > timezone.now() - CLAIM


def history_of(comment_id: str) -> list[Decision]:
    """What was decided about the comment, the latest first."""
    rows = Decision.objects.filter(comment_id=comment_id).select_related("by", "clause__clause")
    return list(rows.order_by("-pk"))


def last_decision_on(comment: Comment) -> Decision | None:
    """The latest decision about the comment itself; bans are about its author."""
    rows = Decision.objects.filter(comment_id=comment.pk).exclude(act__in=ABOUT_AUTHORS)
    return rows.select_related("clause__clause", "by").order_by("-pk").first()


def comments_by_author(author: str) -> QuerySet[Comment]:
    """Everything by whoever has the keyed hash, the latest first."""
    rows = Comment.objects.filter(author=author).exclude(author="")
    return rows.select_related("story", "edition").order_by("-id")


def open_reports(user: User | None) -> QuerySet[Report]:
    """Reports that wait, the unlawful first, then the oldest."""
    waiting = Report.objects.filter(answer=Answer.OPEN)
    if user is not None:
        waiting = waiting.filter(comment__edition__in=editions_where(user, Act.MODERATE))
    rows = waiting.select_related("comment__edition", "comment__story", "clause__clause")
    return rows.order_by("-unlawful", "created_at", "id")


def open_appeals(user: User | None) -> QuerySet[Appeal]:
    """Appeals that wait, the oldest first, without those of the user's own decisions."""
    waiting = Appeal.objects.filter(answer=Answer.OPEN)
    if user is not None:
        waiting = waiting.filter(comment__edition__in=editions_where(user, Act.MODERATE))
        waiting = waiting.exclude(decision__by=user)
    rows = waiting.select_related("comment__edition", "comment__story", "decision__clause__clause")
    return rows.order_by("created_at", "id")


def expected_wait(edition: Edition) -> timedelta | None:
    """The median time from posting to decision over the edition's latest ones; None for none.

    Imported comments, decided elsewhere, carry one time for both.
    """
    decided = Comment.objects.filter(edition=edition, decided_at__gt=F("created_at"), by=None)
    times = decided.order_by("-id").values_list("created_at", "decided_at")[:DECISIONS_LOOKED_AT]
    waits = [decided_at - created_at for created_at, decided_at in times if decided_at]
    return timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None
