"""The clock closes conversations and forgets people in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.comments import actions
from broadsheet.comments.models import Comment, DayKey, Letter, State, UsedProof
from broadsheet.comments.queries import clause_named, conversation_of
from broadsheet.comments.retention import tend_conversations
from broadsheet.comments.rules import closing_tag, standing_of
from broadsheet.press.models import Change
from tests.integration.comments.reading import answered, filled, post
from tests.newsroom import a_comment, a_live_story, an_edition, placement_of_home

pytestmark = pytest.mark.django_db


def standing(story):
    placement = placement_of_home(story)
    return standing_of(placement, conversation_of(placement.edition, story.pk))


def test_address_goes_thirty_days_after_the_last_decision():
    comment = a_comment(approved=True)

    tend_conversations(at=timezone.now() + timedelta(days=29))
    assert Comment.objects.get().mail
    tend_conversations(at=timezone.now() + timedelta(days=31))

    assert Comment.objects.get().mail == ""
    assert Comment.objects.get().text == comment.text


def test_address_stays_while_an_appeal_is_open():
    comment = a_comment()
    actions.reject_comment(comment=comment, by=None, clause=clause_named("8"))
    actions.appeal_decision(comment=comment)

    tend_conversations(at=timezone.now() + timedelta(days=31))

    assert Comment.objects.get().mail


def test_machines_and_the_days_keys_go_after_a_week():
    story = a_live_story()
    page = post(story, **filled())
    post(story, **filled(**answered(page)))
    assert Comment.objects.get().machine
    assert DayKey.objects.exists()

    tend_conversations(at=timezone.now() + timedelta(days=9))

    assert Comment.objects.get().machine == ""
    assert not DayKey.objects.exists()


def test_what_nobody_confirmed_is_erased_after_two_days():
    story = a_live_story()
    post(story, **filled(**answered(post(story, **filled()))))

    tend_conversations(at=timezone.now() + timedelta(days=3))

    assert Comment.objects.get().state == State.ERASED
    assert not UsedProof.objects.exists()


def test_due_letters_are_sent_by_the_clock():
    a_comment()

    tend_conversations()

    assert Letter.objects.get().sent_at


def test_conversations_close_some_days_after_their_stories_and_only_those_days_are_pressed():
    edition = an_edition(sections=["world"])
    old = a_live_story(edition=edition, at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    new = a_live_story(edition=edition, at=datetime(2026, 11, 9, 12, tzinfo=UTC))
    actions.set_rule(edition=edition, by=None, closes_after_days=5)
    tend_conversations(at=datetime(2026, 11, 10, 1, tzinfo=UTC))
    edition.comment_rules.update(closed_before=datetime(2026, 11, 5, tzinfo=UTC))
    Change.objects.all().delete()

    assert (standing(old).is_open, standing(new).is_open) == (False, True)
    tend_conversations(at=datetime(2026, 11, 15, 1, tzinfo=UTC))

    assert not standing(new).is_open
    tags = set(Change.objects.values_list("tag", flat=True))
    assert closing_tag(edition.code, datetime(2026, 11, 9).date()) in tags  # noqa: DTZ001
    assert len(tags) == 6


def test_sections_rule_beats_the_editions_and_the_conversations_beats_both():
    edition = an_edition(sections=["world"])
    story = a_live_story(edition=edition)
    actions.set_rule(edition=edition, by=None, mode="closed")
    assert not standing(story).is_open
    actions.set_rule(edition=edition, section=edition.sections.get(), by=None, mode="after")
    assert standing(story).mode == "after"

    actions.set_conversation_mode(edition=edition, story=story, by=None, mode="before")

    assert standing(story).mode == "before"


def test_comments_that_appear_at_once_wait_to_be_read():
    story = a_live_story()
    actions.set_rule(edition=story.home_edition, by=None, mode="after")

    comment = Comment.objects.get(pk=a_comment(story=story).pk)

    assert (comment.state, comment.to_review, comment.number) == (State.APPROVED, True, 1)


def test_authors_own_rule_opens_and_narrows():
    story = a_live_story()
    first = a_comment(story=story, mail="a@readers.example")
    actions.set_author_mode(comment=first, by=None, mode="after")

    second = a_comment(story=story, mail="a+x@readers.example")

    assert Comment.objects.get(pk=second.pk).state == State.APPROVED


def test_conversation_closes_at_its_time():
    story = a_live_story()
    later = timezone.now() + timedelta(hours=1)
    actions.set_conversation_mode(edition=story.home_edition, story=story, by=None, closes_at=later)
    assert standing(story).is_open

    tend_conversations(at=later + timedelta(minutes=1))

    assert not standing(story).is_open
