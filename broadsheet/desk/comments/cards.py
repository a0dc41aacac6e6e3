"""What a moderator sees of each comment of a list, read for the whole list at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from broadsheet.comments.language.likeness import ALIKE, likeness
from broadsheet.comments.models import Answer, Ban, Comment, Report, State
from broadsheet.comments.queries import clauses_in_force, is_claimed_by_another
from broadsheet.comments.traces import sketches_of
from broadsheet.desk.comments.access import moderated
from broadsheet.desk.comments.marking import folded, found_in, marked_text, marked_title
from broadsheet.desk.comments.reasons import reasons_for
from broadsheet.editions.addresses import absolute
from broadsheet.stories.models import Placement, PlacementState
from broadsheet.stories.queries import path_of

SHOWN_OF_AUTHOR = 8


@dataclass(frozen=True)
class AuthorSeen:
    """What the newsroom knows of whoever wrote a comment: a short name for the hash, and counts."""

    short: str = ""
    approved: int = 0
    rejected: int = 0
    waiting: int = 0
    is_banned: bool = False


@dataclass(frozen=True)
class Card:
    """One comment with its surroundings; `harm` in hundredths, `alike` ids on the same list."""

    comment: Comment
    headline: str
    address: str
    title: SafeString
    text: SafeString
    folded: str
    found: list[tuple[int, str]]
    harm: int
    wait: str
    why: str
    author: AuthorSeen
    alike: list[str] = field(default_factory=list)
    reports: int = 0
    judged_by: Any = None


def cards_for(user: Any, comments: Iterable[Comment]) -> list[Card]:
    """A card for each comment, in the order given, with a fixed number of queries."""
    rows = list(comments)
    placements = _placements(rows)
    authors, reports, alike = _authors(user, rows), _reports(rows), _alike(rows)
    numbers = {version.clause.code: version.clause.number for version in clauses_in_force()}
    return [
        Card(
            comment=row,
            **_story_of(row, placements.get((row.story_id, row.edition_id))),
            title=marked_title(row),
            text=marked_text(row),
            folded=folded(row),
            found=_found(row, numbers),
            harm=harm_of(row),
            wait=wait_of(row),
            why=why(row),
            author=authors.get(row.author, AuthorSeen()),
            alike=alike.get(row.pk, []),
            reports=reports.get(row.pk, 0),
            judged_by=row.claimed_by if is_claimed_by_another(row, user) else None,
        )
        for row in rows
    ]


def harm_of(comment: Comment) -> int:
    return round(comment.score * 100)


def why(comment: Comment) -> str:
    """The reason for a comment's place in the queue, and what its likely harm is made of."""
    place = _("Likely harm %(harm)s %%, waiting %(wait)s") % {
        "harm": harm_of(comment),
        "wait": wait_of(comment),
    }
    reasons = reasons_for(comment)
    return f"{place} – {reasons}" if reasons else place


def wait_of(comment: Comment) -> str:
    """How long it has waited, in the moderator's language: "14 minutes"."""
    since: datetime = comment.waiting_since or comment.created_at
    return timesince(since, depth=1)


def _found(comment: Comment, numbers: Mapping[str, int]) -> list[tuple[int, str]]:
    """Clause numbers with the listed words; what is under a withdrawn clause is left out."""
    words = [(numbers[row.clause], row.word) for row in found_in(comment) if row.clause in numbers]
    return list(dict.fromkeys(words))


def _placements(rows: Sequence[Comment]) -> dict[tuple[str, int], Placement]:
    stories = {row.story_id for row in rows}
    editions = {row.edition_id for row in rows}
    found = Placement.objects.filter(story__in=stories, edition__in=editions)
    found = found.select_related("story", "section", "edition")
    return {(placement.story_id, placement.edition_id): placement for placement in found}


def _story_of(comment: Comment, placement: Placement | None) -> dict[str, str]:
    headline, address = comment.story.headline, ""
    if placement is not None:
        headline = placement.headline or headline
        if placement.state == PlacementState.LIVE:
            address = absolute(placement.edition, path_of(placement))
    return {"headline": headline, "address": address}


def _authors(user: Any, rows: Sequence[Comment]) -> dict[str, AuthorSeen]:
    """By keyed hash, counted over the editions that `user` judges."""
    hashes = {row.author for row in rows} - {""}
    seen = Comment.objects.filter(author__in=hashes, edition__in=moderated(user))
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    states = seen.order_by().values_list("author", "state").annotate(number=Count("pk"))
    for author, state, number in states:
        counted[author][state] = number
    in_force = Q(until=None) | Q(until__gt=timezone.now())
    bans = Ban.objects.filter(in_force, author__in=hashes, lifted_at=None)
    banned = set(bans.values_list("author", flat=True))
    return {
        author: AuthorSeen(
            short=author[:SHOWN_OF_AUTHOR],
            approved=states[State.APPROVED],
            rejected=states[State.REJECTED],
            waiting=states[State.PENDING] + states[State.HELD],
            is_banned=author in banned,
        )
        for author, states in counted.items()
    }


def _reports(rows: Sequence[Comment]) -> dict[str, int]:
    waiting = Report.objects.filter(comment__in=[row.pk for row in rows], answer=Answer.OPEN)
    return dict(waiting.order_by().values_list("comment").annotate(number=Count("pk")))


def _alike(rows: Sequence[Comment]) -> dict[str, list[str]]:
    """Each comment's near-repeats on the same list, whoever wrote them."""
    signed = list(sketches_of([row.pk for row in rows]).items())
    alike: dict[str, list[str]] = defaultdict(list)
    for place, (one, sketch) in enumerate(signed):
        for other, others in signed[place + 1 :]:
            if likeness(sketch, others) >= ALIKE:
                alike[one].append(other)
                alike[other].append(one)
    return alike
