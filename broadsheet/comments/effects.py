"""What a comment's coming and going touches: its number, the counts, the pages that show it."""

from django.db.models import F

from broadsheet.comments.models import Comment, Conversation, State
from broadsheet.comments.queries import conversation_tag, page_of, page_tag, thread_tag
from broadsheet.editions.models import Edition
from broadsheet.press.burying import erase_from_history
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane
from broadsheet.stories.models import Story


def locked(comment: Comment) -> Comment:
    """The comment's row, locked, with what actions ask of it."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("edition", "story")
    return rows.get(pk=comment.pk)


def locked_conversation(edition: Edition, story: Story) -> Conversation:
    Conversation.objects.get_or_create(edition=edition, story=story)
    return Conversation.objects.select_for_update().get(edition=edition, story=story)


def become(comment: Comment, state: str, *, lane: Lane = Lane.UPDATE) -> None:
    """Bring the locked comment into `state`, on or off the pages where that changes them; save it.

    The first appearance gives the comment the next number of its conversation, for good.
    """
    was_shown, is_shown = comment.state == State.APPROVED, state == State.APPROVED
    comment.state = state
    comment.version += 1
    comment.claimed_by, comment.claimed_at = None, None
    if is_shown and not was_shown:
        _count(comment, 1)
    elif was_shown and not is_shown:
        comment.featured_at = None
        _count(comment, -1)
    comment.save()
    if was_shown and not is_shown:
        erase_from_history(_tags_of(comment), since=comment.created_at, lane=lane)
    elif was_shown or is_shown:
        mark_comment(comment, lane=lane)


def _count(comment: Comment, step: int) -> None:
    conversation = locked_conversation(comment.edition, comment.story)
    conversation.approved = max(0, conversation.approved + step)
    if comment.number is None:
        conversation.numbered += 1
        comment.number = conversation.numbered
    conversation.save(update_fields=["approved", "numbered"])
    if comment.thread_id:
        Comment.objects.filter(pk=comment.thread_id).update(replies=F("replies") + step)


def mark_comment(comment: Comment, *, lane: Lane = Lane.UPDATE) -> None:
    """Mark every page that shows the comment, its name above an answer, or its thread's count."""
    mark(*_tags_of(comment), lane=lane)


def _tags_of(comment: Comment) -> set[str]:
    edition, story = comment.edition.code, comment.story_id
    tags = {conversation_tag(edition, story), page_tag(edition, story, "recommended")}
    tags.add(thread_tag(comment.thread_id or comment.pk))
    numbers = {comment.number}
    if comment.thread_id:
        numbers |= set(_numbers(pk=comment.thread_id))
    numbers |= set(_numbers(parent_id=comment.pk))
    return tags | {page_tag(edition, story, page_of(number)) for number in numbers if number}


def _numbers(**which: str) -> list[int | None]:
    return list(Comment.objects.filter(**which).values_list("number", flat=True)[:1_000])
