"""A banned author is told why and until when, may contest it once, and another moderator judges."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.comments import actions
from broadsheet.comments.errors import OwnDecisionError, RefusedError
from broadsheet.comments.models import Appeal, Ban, Comment
from broadsheet.comments.queries import clause_named, last_decision_on
from tests.integration.comments.reading import (
    SAME,
    address_in,
    answered,
    filled,
    letters,
    post,
    with_proof,
)
from tests.newsroom import a_live_story, a_moderator, an_arabic_edition, an_edition

pytestmark = pytest.mark.django_db
UNTIL = datetime(2040, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def story():
    return a_live_story(edition=an_edition(sections=["world"]))


@pytest.fixture
def comment(story):
    page = post(story, **filled())
    post(story, **filled(**answered(page)))
    comment = actions.confirm_comment(comment=Comment.objects.get())
    Comment.objects.update(created_at=timezone.now() - timedelta(hours=1))
    letters().clear()
    return comment


def ban(comment, by=None, **more):
    return actions.ban_author(
        comment=comment, by=by, reason="Five adverts in a day.", until=UNTIL,
        clause=clause_named("spam"), **more,
    )  # fmt: skip


def test_refusal_says_which_clause_until_when_and_how_to_contest(story, comment):
    ban(comment)

    said = json.loads(with_proof(story, text="Another text.").content)["message"]

    assert said == (
        "You cannot comment here at present, because of earlier comments under the terms. "
        "This ends on 1 March 2040, 12:00. "
        "Clause 8: Do not advertise, and do not post the same text again and again. "
        "The letter about it, and the receipt of the comment that it came from, say why and let "
        "you contest it."
    )


def test_refusal_without_scripts_says_so_too_and_tells_strangers_nothing_of_the_reason(
    story, comment
):
    ban(comment)
    fields = answered(post(story, **filled(text="Another text.")))

    page = post(story, **filled(text="Another text.", **fields)).content.decode()

    assert "This ends on 1 March 2040, 12:00." in page
    assert "Five adverts" not in page
    assert "Another text." in page


def test_refusal_in_arabic_has_its_own_digits():
    story = a_live_story(edition=an_arabic_edition(sections=["world"], digit_style="arab"))
    with_proof(story)
    ban(Comment.objects.get())

    said = json.loads(with_proof(story, text="نص آخر").content)["message"]

    assert "٢٠٤٠" in said
    assert "البند ٨: لا تُعلن عن شيء ولا تكرّر النص نفسه." in said


def test_letter_has_term_clause_reason_and_the_receipt_where_it_is_contested(story, comment):
    decider, other = a_moderator(story.home_edition), a_moderator(story.home_edition)
    ban(comment, by=decider)
    letter = letters()[0]
    receipt = address_in(letter)

    page = Client().get(receipt).content.decode()
    Client().post(f"{receipt}contest-ban", {"text": "That was not me."}, headers=SAME)
    appeal = Appeal.objects.get()
    with pytest.raises(OwnDecisionError):
        actions.judge_appeal(appeal=appeal, by=decider, overturn=True)
    again = Client().post(f"{receipt}contest-ban", {"text": "Again."}, headers=SAME)
    actions.judge_appeal(appeal=appeal, by=other, overturn=True, reason="It was not.")

    assert "This ends on 1 March 2040, 12:00." in letter.body
    assert "Clause 8:" in letter.body
    assert "Five adverts in a day." in letter.body
    assert "Five adverts in a day." in page
    assert again.status_code == 409
    assert Ban.objects.get().lifted_by == other
    assert letters()[-1].subject.endswith(": you can comment again")
    assert with_proof(story, text="Another text.").status_code == 200


def test_upheld_ban_holds_and_the_author_is_told(story, comment):
    ban(comment)
    appeal = actions.contest_ban(comment=comment)

    actions.judge_appeal(appeal=appeal, by=a_moderator(story.home_edition), overturn=False)

    assert Ban.objects.get().lifted_at is None
    assert letters()[-1].subject.endswith(": the decision stands")
    with pytest.raises(RefusedError):
        actions.contest_ban(comment=comment)


def test_ban_hides_no_rejection_from_its_writer(comment):
    actions.reject_comment(comment=comment, by=None, clause=clause_named("spam"))
    ban(comment)

    assert last_decision_on(comment).act == "reject"
    assert actions.appeal_decision(comment=comment).decision.act == "reject"


def test_longest_ban_is_the_one_that_is_told(story, comment):
    ban(comment)
    actions.ban_author(comment=comment, by=None, reason="More.", until=UNTIL + timedelta(days=1))

    said = json.loads(with_proof(story, text="Another text.").content)["message"]

    assert "2 March 2040" in said
