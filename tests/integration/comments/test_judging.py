"""Comments are judged once, by whoever saw them, under a clause, and it can be undone and proved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.comments import actions, chain
from broadsheet.comments.errors import (
    ChangedError,
    ClaimedError,
    OwnDecisionError,
    RefusedError,
    UndoTooLateError,
    WrongStateError,
)
from broadsheet.comments.models import Appeal, Comment, Conversation, Decision, Letter, State
from broadsheet.comments.queries import clause_named, comments_to_judge, open_appeals
from broadsheet.people.errors import NotAllowedError
from broadsheet.stories.actions import kill_story
from tests.newsroom import a_comment, a_live_story, a_moderator, a_reporter, some_words

pytestmark = pytest.mark.django_db


def again(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def test_approved_comment_gets_the_next_number_and_is_counted():
    story = a_live_story()

    first, second = (a_comment(story=story, approved=True) for _ in range(2))

    assert (first.number, second.number) == (1, 2)
    assert Conversation.objects.get(story=story).approved == 2


def test_number_is_kept_while_a_comment_is_gone():
    comment = a_comment(approved=True)

    actions.hold_comment(comment=comment, by=None)
    actions.approve_comment(comment=comment, by=None)

    assert again(comment).number == 1
    assert Conversation.objects.get(story=comment.story).numbered == 1


def test_moderator_judges_in_their_edition_alone_and_a_reporter_never():
    comment = a_comment()

    for by in (a_reporter(comment.edition), a_moderator(a_live_story().home_edition)):
        with pytest.raises(NotAllowedError):
            actions.approve_comment(comment=comment, by=by)

    assert actions.approve_comment(comment=comment, by=a_moderator(comment.edition))


def test_claimed_comment_is_nobody_elses_for_five_minutes():
    comment = a_comment()
    one, other = a_moderator(comment.edition, username="early"), a_moderator(comment.edition)
    actions.claim_comment(comment=comment, by=one)

    with pytest.raises(ClaimedError, match=f"early is judging comment {comment.pk} now"):
        actions.approve_comment(comment=comment, by=other)
    Comment.objects.update(claimed_at=timezone.now() - timedelta(minutes=6))

    assert actions.approve_comment(comment=comment, by=other).state == State.APPROVED


def test_comment_that_changed_since_it_was_seen_is_not_judged():
    comment = a_comment()
    by = a_moderator(comment.edition)
    actions.revise_comment(comment=comment, words=some_words())

    with pytest.raises(ChangedError, match="has changed since you opened it"):
        actions.approve_comment(comment=comment, by=by, seen=comment.version)


def test_second_moderator_with_an_old_screen_is_told():
    comment = a_comment()
    one, other = a_moderator(comment.edition), a_moderator(comment.edition)
    actions.approve_comment(comment=comment, by=one, seen=comment.version)

    with pytest.raises(ChangedError):
        actions.reject_comment(
            comment=comment, by=other, clause=clause_named("8"), seen=comment.version
        )


def test_rejection_cites_the_clause_in_force_and_quotes_the_comment():
    comment = a_comment(text="You are a thief and a liar.")
    actions.reject_comment(
        comment=comment, by=None, clause=clause_named("insults"), quoted=["a thief"]
    )
    said = {"text": "Be polite.", "example": "Not this."}
    actions.keep_clause(code="insults", texts={"en": said, "ar": said}, by=None)

    decision = Decision.objects.get(comment_id=comment.pk)

    assert (decision.clause.clause.number, decision.clause.version) == (7, 1)
    assert decision.quoted == "a thief"
    assert clause_named("7").in_language("ar-EG")["text"] == "Be polite."


def test_words_that_are_not_in_the_comment_cannot_be_quoted():
    with pytest.raises(ValueError, match="The comment does not say 'liar'; quote its own words"):
        actions.reject_comment(
            comment=a_comment(), by=None, clause=clause_named("7"), quoted=["liar"]
        )


def test_undo_within_ten_seconds_tears_up_the_letter_and_keeps_both_lines():
    comment = a_comment()
    by = a_moderator(comment.edition)
    actions.approve_comment(comment=comment, by=by)
    assert Letter.objects.filter(kind="approved").exists()

    actions.undo_decision(comment=comment, by=by)

    assert again(comment).state == State.PENDING
    assert Conversation.objects.get().approved == 0
    assert not Letter.objects.filter(kind="approved").exists()
    assert [d.act for d in Decision.objects.order_by("pk")] == ["approve", "undo"]


def test_undo_is_for_ones_own_last_decision_and_for_ten_seconds():
    comment = a_comment()
    by = a_moderator(comment.edition)
    actions.approve_comment(comment=comment, by=by)

    with pytest.raises(UndoTooLateError):
        actions.undo_decision(comment=comment, by=a_moderator(comment.edition))
    Decision.objects.update(at=timezone.now() - timedelta(seconds=11))
    with pytest.raises(UndoTooLateError, match="only for ten seconds"):
        actions.undo_decision(comment=comment, by=by)


def test_bulk_judges_what_it_can_and_says_why_not_the_rest():
    story = a_live_story()
    mine, theirs = a_comment(story=story), a_comment(story=story)
    actions.claim_comment(comment=theirs, by=a_moderator(story.home_edition))

    refused = actions.judge_many(
        ids=[mine.pk, theirs.pk], judge=actions.approve_comment, by=a_moderator(story.home_edition)
    )

    assert list(refused) == [theirs.pk]
    assert again(mine).state == State.APPROVED


def test_appeal_is_judged_by_another_moderator():
    comment = a_comment()
    one, other = a_moderator(comment.edition), a_moderator(comment.edition)
    actions.reject_comment(comment=comment, by=one, clause=clause_named("10"))
    appeal = actions.appeal_decision(comment=comment, text="It is about the bridge.")

    assert list(open_appeals(one)) == []
    assert list(open_appeals(other)) == [appeal]
    with pytest.raises(OwnDecisionError, match="Leave the appeal to another moderator"):
        actions.judge_appeal(appeal=appeal, by=one, overturn=False)
    actions.judge_appeal(appeal=appeal, by=other, overturn=True)

    assert again(comment).state == State.APPROVED
    assert Letter.objects.filter(kind="overturned").exists()


def test_decision_upheld_on_appeal_is_not_contested_again():
    comment = a_comment()
    actions.reject_comment(comment=comment, by=None, clause=clause_named("10"))
    appeal = actions.appeal_decision(comment=comment)
    actions.judge_appeal(appeal=appeal, by=a_moderator(comment.edition), overturn=False)

    with pytest.raises(RefusedError, match="appealed"):
        actions.appeal_decision(comment=comment)
    assert Appeal.objects.count() == 1


def test_revised_comment_leaves_the_page_and_is_judged_again():
    comment = a_comment(approved=True)

    actions.revise_comment(
        comment=comment, words=some_words(text="Buy at https://cheap.example now.")
    )

    assert again(comment).state == State.PENDING
    assert list(comments_to_judge(None)) == [again(comment)]
    assert again(comment).versions.get().text == comment.text


def test_withdrawn_comment_is_not_judged():
    comment = a_comment()
    actions.withdraw_comment(comment=comment)

    with pytest.raises(WrongStateError, match="is withdrawn, so nobody can approve it"):
        actions.approve_comment(comment=comment, by=None)


def test_killed_storys_comments_leave_the_queue():
    comment = a_comment()

    kill_story(story=comment.story, by=None, reason="wrong")

    assert list(comments_to_judge(None)) == []


@pytest.mark.parametrize("change", [{"act": "approve"}, {"quoted": "nothing"}, {"clause": None}])
def test_changed_line_of_the_log_is_found(change):
    comments = [a_comment(text="You are a thief.") for _ in range(3)]
    for comment in comments:
        actions.reject_comment(
            comment=comment, by=None, clause=clause_named("7"), quoted=["a thief"]
        )
    assert list(chain.broken()) == []
    line = Decision.objects.order_by("pk")[1]

    Decision.objects.filter(pk=line.pk).update(**change)

    assert line.pk in [found.line for found in chain.broken()]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_missing_line_of_the_log_is_found(which):
    for _ in range(3):
        a_comment(approved=True)

    Letter.objects.all().delete()
    Decision.objects.order_by("pk")[which].delete()

    assert list(chain.broken()) != []


def test_erased_words_leave_the_log_whole():
    comment = a_comment(text="You are a thief.")
    actions.reject_comment(comment=comment, by=None, clause=clause_named("7"), quoted=["a thief"])

    actions.erase_comment(comment=comment)

    assert Decision.objects.exclude(quoted="").count() == 0
    assert list(chain.broken()) == []
