"""Posting: a reader's words come in, are confirmed, weighed, and wait or appear."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from broadsheet.comments.bans import refusal_in_words
from broadsheet.comments.effects import become, locked
from broadsheet.comments.errors import BannedError, RefusedError, WrongStateError
from broadsheet.comments.keys import author_of, machine_on, seal
from broadsheet.comments.letters import write_letter
from broadsheet.comments.limits import check_author, check_machine, check_repeat
from broadsheet.comments.models import Comment, CommentVersion, Mode, State
from broadsheet.comments.proofs import use_answer, use_proof
from broadsheet.comments.queries import conversation_of, latest_terms
from broadsheet.comments.rules import Standing, ban_on, is_flooded, mode_for, standing_of
from broadsheet.comments.texts import Written
from broadsheet.comments.weighing import weigh_into
from broadsheet.editions.models import Edition
from broadsheet.people.actions import record
from broadsheet.stories.models import Placement, PlacementState

# What appears before anybody read it must be harmless as far as anyone can tell.
HARMLESS = 0.5


@dataclass(frozen=True)
class Check:
    """The security check that came with a form: a proof, or a question's token and answer."""

    proof: str = ""
    token: str = ""
    answer: str = ""


def subject_of(placement: Placement) -> str:
    """What a security check for the conversation is bound to."""
    return f"{placement.edition.code}:{placement.story_id}"


def post_comment(
    *,
    placement: Placement,
    words: Written,
    check: Check,
    machine: str = "",
    parent: Comment | None = None,
) -> Comment:
    """Take a comment in; with a proof it waits or appears, with an answer it waits for mail.

    `machine` is the address it came from, of which a day's hash of the network is kept.
    Raises RefusedError.
    """
    with transaction.atomic():
        standing = _standing(placement)
        author = author_of(words.mail)
        machine_hash = machine_on(timezone.now().date(), machine)
        _refuse_banned(author, placement.edition)
        check_author(author)
        check_machine(machine_hash)
        check_repeat(author, words.text)
        _use(check, placement)
        comment = Comment(
            edition=placement.edition,
            story=placement.story,
            parent=_parent(parent, placement),
            name=words.name,
            title=words.title,
            text=words.text,
            language=placement.edition.language,
            state=State.UNCONFIRMED,
            author=author,
            mail=seal(words.mail),
            machine=machine_hash,
            terms_seen=latest_terms(),
        )
        comment.thread = _thread(comment.parent)
        comment.save()
        record(by=None, act="comments.comment.post", obj=f"comment:{comment.pk}",
               edition=placement.edition.code)  # fmt: skip
        if check.proof:
            _let_in(comment, standing)
            write_letter("received", comment=comment)
        else:
            write_letter("confirm", comment=comment)
    return comment


def confirm_comment(*, comment: Comment) -> Comment:
    """The writer's mailbox is theirs: an unconfirmed comment goes on its way.

    May be said twice. Raises WrongStateError for a comment that is gone.
    """
    with transaction.atomic():
        row = locked(comment)
        if row.state in {State.WITHDRAWN, State.ERASED}:
            raise WrongStateError(row.pk, row.state, "confirm")
        if row.mail_confirmed_at is not None:
            return row
        row.mail_confirmed_at = timezone.now()
        if row.state == State.UNCONFIRMED:
            placement = Placement.objects.select_related("edition", "story", "section").get(
                story_id=row.story_id, edition_id=row.edition_id
            )
            _let_in(row, _standing(placement))
        row.save()
        record(by=None, act="comments.comment.confirm", obj=f"comment:{row.pk}",
               edition=row.edition.code)  # fmt: skip
    return row


def disown_comment(*, comment: Comment) -> None:
    """Whoever has the mailbox did not write this: the comment goes, and so does the address."""
    with transaction.atomic():
        row = locked(comment)
        if row.mail_confirmed_at is not None:
            raise WrongStateError(row.pk, "confirmed by its mailbox", "disown")
        row.mail, row.author = "", ""
        become(row, State.WITHDRAWN)
        record(by=None, act="comments.comment.disown", obj=f"comment:{row.pk}",
               edition=row.edition.code)  # fmt: skip


def revise_comment(*, comment: Comment, words: Written) -> Comment:
    """The writer changes the words: whatever was decided, they are judged again.

    An approved comment leaves the pages until then. Raises WrongStateError.
    """
    with transaction.atomic():
        row = locked(comment)
        if row.state in {State.WITHDRAWN, State.ERASED}:
            raise WrongStateError(row.pk, row.state, "revise")
        _refuse_banned(row.author, row.edition)
        number = row.versions.count() + 1
        CommentVersion.objects.create(
            comment=row, number=number, name=row.name, title=row.title, text=row.text
        )
        row.name, row.title, row.text = words.name, words.title, words.text
        weigh_into(row)
        if row.state != State.UNCONFIRMED:
            row.to_review, row.waiting_since = False, timezone.now()
            become(row, State.PENDING)
        row.save()
        record(by=None, act="comments.comment.revise", obj=f"comment:{row.pk}",
               edition=row.edition.code, version=number + 1)  # fmt: skip
    return row


def _refuse_banned(author: str, edition: Edition) -> None:
    if ban := ban_on(author, edition):
        raise BannedError(refusal_in_words(ban, edition))


def _standing(placement: Placement) -> Standing:
    """How the conversation stands for somebody who wants to write. Raises RefusedError."""
    if placement.state != PlacementState.LIVE or placement.story.is_killed:
        raise RefusedError("story_gone")
    standing = standing_of(placement, conversation_of(placement.edition, placement.story_id))
    if not standing.is_open:
        raise RefusedError("closed")
    return standing


def _use(check: Check, placement: Placement) -> None:
    subject = subject_of(placement)
    if check.proof:
        use_proof(check.proof, subject, flooded=is_flooded(placement.edition))
    else:
        use_answer(check.token, check.answer, subject)


def _parent(parent: Comment | None, placement: Placement) -> Comment | None:
    """The comment to answer, if it stands in the same conversation. Raises RefusedError."""
    if parent is None:
        return None
    parent = locked(parent)
    same = (parent.story_id, parent.edition_id) == (placement.story_id, placement.edition_id)
    if not same or parent.state != State.APPROVED:
        raise RefusedError("parent_gone")
    return parent


def _thread(parent: Comment | None) -> Comment | None:
    return None if parent is None else parent.thread or parent


def _let_in(comment: Comment, standing: Standing) -> None:
    """Weigh the comment; it waits for a moderator, or appears and is read afterwards."""
    weighing = weigh_into(comment)
    comment.waiting_since = timezone.now()
    mode = mode_for(comment.author, comment.edition, standing)
    harmless = comment.score < HARMLESS and not weighing.has_banned_word
    comment.to_review = mode == Mode.AFTER and harmless
    become(comment, State.APPROVED if comment.to_review else State.PENDING)
