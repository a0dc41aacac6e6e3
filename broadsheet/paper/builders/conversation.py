"""The comments of a story as pages show them, and the form that takes new ones."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import quote

from broadsheet.comments.models import ClauseVersion, Comment, Conversation, Mode
from broadsheet.comments.queries import (
    TERMS_PATH,
    clauses_in_force,
    conversation_of,
    featured_comments,
    newest_comments,
    page_of,
    pages_of,
)
from broadsheet.comments.rules import Standing, standing_of
from broadsheet.comments.texts import LONGEST, paragraphs
from broadsheet.comments.words import comment_count, talk_in
from broadsheet.editions.addresses import address
from broadsheet.editions.models import Edition
from broadsheet.paper.comment_sheets import (
    ClausePiece,
    CommentForm,
    CommentPiece,
    ConversationPiece,
    OrderLink,
)
from broadsheet.paper.framing import script_path
from broadsheet.paper.moments import moment
from broadsheet.paper.pieces import Credit, Link
from broadsheet.press.recording import note
from broadsheet.stories.models import Placement
from broadsheet.stories.queries import path_of
from broadsheet.stylebook.languages import is_arabic

NEWEST, OLDEST, RECOMMENDED, THREAD = "newest", "oldest", "recommended", "thread-"


def conversation_piece(placement: Placement) -> ConversationPiece | None:
    """What the story's own page shows; None where comments are closed and there are none."""
    edition = placement.edition
    conversation = conversation_of(edition, placement.story_id)
    standing = standing_of(placement, conversation)
    approved = conversation.approved if conversation else 0
    if not approved and not standing.is_open:
        return None
    newest = newest_comments(edition, placement.story_id) if approved else []
    chosen = featured_comments(edition, placement.story_id) if approved else []
    return ConversationPiece(
        count_text=count_text(edition, approved),
        url=story_url(placement),
        notice=notice(edition, standing),
        comments=tuple(comment_piece(placement, comment) for comment in newest),
        featured=tuple(comment_piece(placement, comment) for comment in chosen),
        orders=orders(placement, NEWEST) if approved else (),
        earlier=_earlier(placement, conversation, newest),
        form=form_of(placement) if standing.is_open else None,
    )


def count_text(edition: Edition, number: int) -> str:
    return comment_count(edition.language, number, edition.date_style.number(number))


def time_text(edition: Edition, time: timedelta) -> str:
    """A length of time in whole hours, or in minutes below two of them; at least one."""
    talk, number = talk_in(edition.language), edition.date_style.number
    hours, minutes = round(time / timedelta(hours=1)), round(time / timedelta(minutes=1))
    if hours >= 2:
        return talk["hours"].format(number=number(hours))
    return talk["minutes"].format(number=number(max(1, minutes)))


def notice(edition: Edition, standing: Standing) -> str:
    names = {Mode.BEFORE: "before", Mode.AFTER: "after", Mode.CLOSED: "closed"}
    return talk_in(edition.language)[names[standing.mode]]


def story_url(placement: Placement) -> str:
    return address(placement.edition, path_of(placement))


def page_path(placement: Placement, which: str) -> str:
    return f"{path_of(placement)}comments/{which}/"


def page_url(placement: Placement, which: str) -> str:
    return address(placement.edition, page_path(placement, which))


def comment_url(placement: Placement, comment: Comment) -> str:
    """Where the comment stands for good: its numbered page, at its own anchor."""
    return f"{page_url(placement, str(page_of(comment.number or 1)))}#comment-{comment.pk}"


def credit_piece(placement: Placement, comment: Comment) -> Credit:
    """What stands beside a correction that the comment led to."""
    words = talk_in(placement.edition.language)["led_to_correction"]
    before, after = words.split("{name}")
    return Credit(
        before=before, name=comment.name, after=after, url=comment_url(placement, comment)
    )


def orders(placement: Placement, current: str) -> tuple[OrderLink, ...]:
    talk = talk_in(placement.edition.language)
    urls = {
        NEWEST: f"{story_url(placement)}#comments",
        OLDEST: page_url(placement, "1"),
        RECOMMENDED: page_url(placement, RECOMMENDED),
    }
    return tuple(
        OrderLink(text=talk[name], url=url, is_current=name == current)
        for name, url in urls.items()
    )


def _earlier(
    placement: Placement, conversation: Conversation | None, newest: Sequence[Comment]
) -> Link | None:
    """Where to read on after the newest: the numbered page that has what came before them."""
    numbers = [comment.number for comment in newest if comment.number]
    if conversation is None or len(newest) >= conversation.approved or min(numbers) < 2:
        return None
    text = talk_in(placement.edition.language)["earlier"]
    return Link(text=text, url=page_url(placement, str(page_of(min(numbers) - 1))))


def neighbours(
    placement: Placement, conversation: Conversation, page: int
) -> tuple[Link | None, Link | None]:
    """The numbered pages before and after."""
    talk = talk_in(placement.edition.language)
    before = Link(text=talk["earlier"], url=page_url(placement, str(page - 1)))
    after = Link(text=talk["later"], url=page_url(placement, str(page + 1)))
    return (before if page > 1 else None), (after if page < pages_of(conversation) else None)


def comment_piece(placement: Placement, comment: Comment) -> CommentPiece:
    edition = placement.edition
    style = edition.date_style
    here = f"/comments/on/{edition.code}/{comment.story_id}/"
    return CommentPiece(
        key=comment.pk,
        name=comment.name,
        title=comment.title,
        paragraphs=paragraphs(comment.text),
        posted=moment(edition, comment.created_at),
        url=comment_url(placement, comment),
        reply_url=f"{here}?answers={comment.pk}",
        report_url=f"/comments/report/{comment.pk}/",
        recommend_url=f"/comments/recommend/{comment.pk}/",
        answers=_answers(placement, comment),
        thread=_thread(placement, comment),
        recommendations=style.number(comment.recommendations) if comment.recommendations else "",
        is_featured=comment.featured_at is not None,
        is_from_newsroom=comment.by_id is not None,
    )


def _answers(placement: Placement, comment: Comment) -> Link | None:
    parent = comment.parent
    if parent is None:
        return None
    talk = talk_in(placement.edition.language)
    if parent.state != "approved" or parent.number is None:
        return Link(text=talk["removed"], url=f"{story_url(placement)}#comments")
    return Link(text=parent.name, url=comment_url(placement, parent))


def _thread(placement: Placement, comment: Comment) -> Link | None:
    root = comment.thread_id or (comment.pk if comment.replies else None)
    if root is None:
        return None
    text = talk_in(placement.edition.language)["thread"]
    return Link(text=text, url=page_url(placement, f"{THREAD}{root}"))


def clause_piece(edition: Edition, version: ClauseVersion) -> ClausePiece:
    said = version.in_language(edition.language)
    return ClausePiece(
        key=f"clause-{version.clause.number}",
        number=edition.date_style.number(version.clause.number),
        code=version.clause.code,
        text=said["text"],
        example=said["example"],
    )


def clause_pieces(edition: Edition) -> tuple[ClausePiece, ...]:
    return tuple(clause_piece(edition, version) for version in clauses_in_force())


def form_of(
    placement: Placement,
    *,
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> CommentForm:
    """The form of a conversation; without values it is the one that pages are pressed with."""
    note("design")
    edition = placement.edition
    talk, style = talk_in(edition.language), edition.date_style
    action = f"/comments/on/{edition.code}/{quote(placement.story_id)}/"
    return CommentForm(
        action=action,
        challenge_url=f"{action}challenge",
        script_url="/" + script_path("comments"),
        worker_url="/" + script_path("proof"),
        terms=clause_pieces(edition),
        terms_url=address(edition, TERMS_PATH),
        longest=LONGEST,
        most_text=talk["most_characters"].format(count=style.number(LONGEST["text"])),
        digits="arab" if is_arabic(edition.language) and edition.digit_style == "arab" else "latn",
        values=values or {},
        faults={name: talk[code] for name, code in (faults or {}).items()},
        submit=talk["send"],
    )
