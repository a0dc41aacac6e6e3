"""Comments of another system become comments of ours, once each, or are kept with the reason.

Every row is noted under the system's own id, so an import that was stopped goes on where it was,
and one that is repeated brings nothing twice. What finds no story waits in the same table.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from broadsheet.comments.chain import append
from broadsheet.comments.effects import become, mark_comment
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.importing.foreign import Foreign, Was
from broadsheet.comments.importing.mapping import Stories
from broadsheet.comments.keys import author_of, seal
from broadsheet.comments.models import ClauseVersion, Comment, Imported, LinkedDomain, State
from broadsheet.comments.queries import clauses_in_force
from broadsheet.comments.texts import clean_line, clean_text, is_mail
from broadsheet.comments.traces import domains_in, said_in
from broadsheet.comments.weighing import weigh_into
from broadsheet.comments.words import talk_in
from broadsheet.editions.models import Edition
from broadsheet.outside.errors import OutsideError
from broadsheet.people.actions import record
from broadsheet.press.models import Lane
from broadsheet.stories.models import Placement

AT_ONCE = 200
STATES = {
    Was.APPROVED: State.APPROVED,
    Was.PENDING: State.PENDING,
    Was.SPAM: State.REJECTED,
    Was.REJECTED: State.REJECTED,
}
NO_STORY = "no story of the edition has this address"


@dataclass
class Outcome:
    """How many came in and were known; `kept` counts the others by reason, `lost` by address."""

    taken: int = 0
    known: int = 0
    kept: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)

    def keep(self, why: str, address: str) -> None:
        self.kept[why] = self.kept.get(why, 0) + 1
        if why == NO_STORY:
            self.addresses[address] = self.addresses.get(address, 0) + 1


def take_comments(
    comments: Iterable[Foreign],
    *,
    edition: Edition,
    source: str,
    stories: Stories,
    outcome: Outcome,
    on_step: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """Take the comments in, some hundreds in a transaction; `outcome` counts as it goes."""
    taking = _Taking(edition, source, stories, outcome)
    for some in _batches(comments):
        with transaction.atomic():
            taking.take(some)
        on_step(outcome)
    with transaction.atomic():
        taking.join_late_answers()
        record(by=None, act="comments.import", obj=source, edition=edition.code,
               taken=outcome.taken, known=outcome.known)  # fmt: skip
    return outcome


def _batches(comments: Iterable[Foreign]) -> Iterator[list[Foreign]]:
    """Some hundreds at a time; what came before a mistake in the file comes before the mistake."""
    some: list[Foreign] = []
    try:
        for one in comments:
            some.append(one)
            if len(some) == AT_ONCE:
                yield some
                some = []
    except (CommentsError, OutsideError):
        yield some
        raise
    yield some


class _Taking:
    def __init__(self, edition: Edition, source: str, stories: Stories, outcome: Outcome) -> None:
        self.edition, self.source, self.stories, self.outcome = edition, source, stories, outcome
        self.nameless = talk_in(edition.language)["nameless"]
        self.clauses = {version.clause.code: version for version in clauses_in_force()}

    def take(self, rows: list[Foreign]) -> None:
        noted = Imported.objects.filter(
            edition=self.edition, source=self.source, key__in=[one.key for one in rows]
        )
        known = {row.key: row for row in noted}
        for one in rows:
            row = known.get(one.key)
            if row is not None and (row.comment_id or row.why != NO_STORY):
                self.outcome.known += 1
                continue
            known[one.key] = self._take(one, row)

    def _take(self, one: Foreign, row: Imported | None) -> Imported:
        row = row or Imported(edition=self.edition, source=self.source, key=one.key)
        placement, why = self._place(one)
        row.why, row.kept, row.comment = why, None, None
        if placement is not None:
            row.comment = self._comment(one, placement)
            self.outcome.taken += 1
        else:
            self.outcome.keep(why, one.address)
        if placement is None or (one.parent and row.comment and row.comment.parent_id is None):
            row.kept = _kept(one)
        row.save()
        return row

    def _place(self, one: Foreign) -> tuple[Placement | None, str]:
        """Under what it comes in, or why it does not."""
        if one.was not in STATES:
            return None, one.was.value
        if not clean_text(one.text):
            return None, "no text"
        placement = self.stories.find(one.address, one.slug)
        return placement, "" if placement else NO_STORY

    def _comment(self, one: Foreign, placement: Placement) -> Comment:
        mail = one.mail.strip() if is_mail(one.mail.strip()) else ""
        waits = one.was is Was.PENDING
        parent = self._parent(one.parent, placement)
        comment = Comment(
            edition=self.edition, story=placement.story, parent=parent,
            thread=(parent.thread or parent) if parent else None,
            name=clean_line(one.name)[:80] or self.nameless, title=clean_line(one.title)[:120],
            text=clean_text(one.text), language=self.edition.language, state=State.PENDING,
            created_at=one.at, author=author_of(mail) if mail else "",
            mail=seal(mail) if mail and waits else "", waiting_since=one.at if waits else None,
            decided_at=None if waits else one.at,
            appeared_at=one.at if one.was is Was.APPROVED else None,
        )  # fmt: skip
        comment.save()
        if waits:
            weigh_into(comment)
            comment.save()
            return comment
        self._judge(comment, STATES[one.was], self._clause(one))
        return comment

    def _judge(self, comment: Comment, state: State, clause: ClauseVersion | None) -> None:
        LinkedDomain.objects.bulk_create(
            LinkedDomain(comment=comment, domain=domain) for domain in domains_in(said_in(comment))
        )
        become(comment, state, lane=Lane.ROUTINE)
        append(comment_id=comment.pk, edition=self.edition.code, by=None, act="import",
               became=state, clause=clause)  # fmt: skip

    def _clause(self, one: Foreign) -> ClauseVersion | None:
        if one.was is Was.SPAM:
            return self.clauses.get("spam")
        return self.clauses.get(str(one.more.get("clause", "")))

    def _parent(self, key: str, placement: Placement) -> Comment | None:
        """The comment that was answered, or the nearest above it that came in."""
        for _step in range(50):
            row = Imported.objects.filter(edition=self.edition, source=self.source, key=key)
            noted = row.select_related("comment__thread").first() if key else None
            if noted is None:
                return None
            if noted.comment:
                same = noted.comment.story_id == placement.story_id
                return noted.comment if same else None
            key = str((noted.kept or {}).get("parent", ""))
        return None

    def join_late_answers(self) -> None:
        """Join answers that stood before what they answer in the file."""
        rows = Imported.objects.filter(edition=self.edition, source=self.source)
        late = rows.filter(comment__isnull=False, kept__isnull=False, comment__parent=None)
        for row in late.select_related("comment__story", "comment__edition"):
            comment = row.comment
            if comment is None or row.kept is None:
                continue
            placement = Placement.objects.get(story=comment.story, edition=comment.edition)
            parent = self._parent(str(row.kept["parent"]), placement)
            if parent is not None and parent.pk != comment.pk:
                comment.parent, comment.thread = parent, parent.thread or parent
                comment.save(update_fields=["parent", "thread"])
                if comment.state == State.APPROVED:
                    Comment.objects.filter(pk=comment.thread_id).update(replies=F("replies") + 1)
                    mark_comment(comment, lane=Lane.ROUTINE)
            row.kept = None
            row.save(update_fields=["kept"])


def _kept(one: Foreign) -> dict[str, Any]:
    """The comment as it was, for `broadsheet comments import rest`; addresses of readers sealed."""
    return {
        "address": one.address,
        "slug": one.slug,
        "parent": one.parent,
        "name": one.name,
        "mail": seal(one.mail) if one.mail else "",
        "title": one.title,
        "text": one.text,
        "at": one.at.isoformat(),
        "was": one.was.value,
        "more": one.more,
    }
