"""A reader posts with scripts off and on, and follows the comment by its receipt alone."""

import json

import pytest
from django.test import Client, override_settings

from broadsheet.comments import actions
from broadsheet.comments.models import Comment, Letter, Report, State
from broadsheet.comments.queries import clause_named
from tests.integration.comments.reading import (
    SAME,
    address_in,
    answered,
    filled,
    letters,
    post,
    with_proof,
)
from tests.newsroom import a_comment, a_live_story, an_arabic_edition, an_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return a_live_story(edition=an_edition(sections=["world"]))


def receipt_of(answer):
    return json.loads(answer.content)["receipt"]


def test_without_scripts_a_question_and_the_mailbox_let_the_comment_in(story):
    page = post(story, **filled())
    assert page.status_code == 200
    assert Comment.objects.count() == 0

    sent = post(story, **filled(**answered(page)))
    comment = Comment.objects.get()
    assert (sent.status_code, comment.state) == (303, State.UNCONFIRMED)
    letter = letters()[-1]
    looked = Client().get(address_in(letter))
    assert looked.status_code == 200
    assert Comment.objects.get().state == State.UNCONFIRMED

    confirmed = Client().post(address_in(letter), {"act": "mine"}, headers=SAME)

    assert confirmed.status_code == 303
    assert Comment.objects.get().state == State.PENDING
    assert "It waits for a moderator." in Client().get(confirmed["Location"]).content.decode()


def test_with_scripts_the_proof_lets_it_wait_for_a_moderator_at_once(story):
    answer = with_proof(story)

    assert Comment.objects.get().state == State.PENDING
    assert Client().get(receipt_of(answer)).status_code == 200


def test_letter_holds_no_word_of_a_reader_before_the_mailbox_is_confirmed(story):
    with_proof(story, name="Zebra", title="Buy zebras", text="zebra.example")
    comment = Comment.objects.get()
    actions.reject_comment(
        comment=comment, by=None, clause=clause_named("8"), quoted=["zebra.example"]
    )
    Letter.objects.update(due_at=comment.created_at)

    said = "".join(f"{letter.subject}{letter.body}" for letter in letters()).lower()

    assert len(letters()) == 2
    assert "zebra" not in said


def test_confirmed_writer_is_told_clause_and_quoted_words_in_the_comments_language():
    arabic = a_live_story(edition=an_arabic_edition(sections=["world"]))
    with_proof(arabic, text="أنت لص كبير")
    comment = Comment.objects.get()
    actions.confirm_comment(comment=comment)
    actions.reject_comment(comment=comment, by=None, clause=clause_named("7"), quoted=["لص"])
    Letter.objects.update(due_at=comment.created_at)

    letter = letters()[-1]

    assert "البند 7:" in letter.body
    assert "> لص" in letter.body
    assert letter.extra_headers["Content-Language"] == "ar"


def test_whoever_has_the_mailbox_and_did_not_write_takes_it_off(story):
    with_proof(story)
    address = address_in(letters()[-1])

    Client().post(address, {"act": "not_mine"}, headers=SAME)

    comment = Comment.objects.get()
    assert (comment.state, comment.mail, comment.author) == (State.WITHDRAWN, "", "")


@pytest.mark.parametrize("name", ["name", "mail", "title", "text", "agree"])
def test_missing_field_is_named_and_nothing_else_is_lost(story, name):
    page = post(story, **filled(**{name: ""}))
    text = page.content.decode()

    assert page.status_code == 422
    assert f'id="c-{name}-fault"' in text
    for kept in {"Walker", "On the bridge", "I crossed it at noon."} - {filled()[name]}:
        assert kept in text


def test_receipt_shows_the_decision_with_clause_and_quoted_words(story):
    address = receipt_of(with_proof(story, text="You are a thief."))
    comment = Comment.objects.get()
    actions.reject_comment(
        comment=comment, by=None, clause=clause_named("7"), quoted=["a thief"], reason="Not so."
    )

    text = Client().get(address).content.decode()

    assert "<b>Clause 7:</b> Do not use insults or foul language." in text
    assert '<blockquote dir="auto">a thief</blockquote>' in text
    assert "Not so." in text


def test_rejected_comment_is_contested_and_revised_by_its_receipt(story):
    address = receipt_of(with_proof(story))
    comment = Comment.objects.get()
    actions.reject_comment(comment=comment, by=None, clause=clause_named("10"))

    appealed = Client().post(f"{address}appeal", {"text": "It is."}, headers=SAME)
    revised = Client().post(
        f"{address}revise", {"name": "L", "title": "T", "text": "Better."}, headers=SAME
    )

    assert comment.appeals.get().text == "It is."
    assert (appealed.status_code, revised.status_code) == (303, 303)
    assert Comment.objects.get().text == "Better."
    assert Comment.objects.get().state == State.PENDING


def test_download_holds_everything_and_delete_leaves_nothing(story):
    address = receipt_of(with_proof(story))

    data = json.loads(Client().get(f"{address}data.json").content)
    Client().post(f"{address}delete", headers=SAME)

    assert (data["mail"], data["text"]) == ("walker@readers.example", "I crossed it at noon.")
    assert Comment.objects.values_list(
        "name", "title", "text", "mail", "author", "machine"
    ).get() == (("",) * 6)
    assert "It has been erased." in Client().get(address).content.decode()


def test_report_by_clause_gets_a_receipt_and_its_decision(story):
    comment = a_comment(story=story, approved=True)
    page = Client().get(f"/comments/report/{comment.pk}/")
    fields = {"clause": "insults", "good_faith": "1", "mail": "neighbour@readers.example"}

    sent = Client().post(f"/comments/report/{comment.pk}/", fields | answered(page), headers=SAME)
    actions.judge_report(report=Report.objects.get(), by=None, uphold=True)

    assert "You were right" in Client().get(sent["Location"]).content.decode()
    assert Comment.objects.get().state == State.REJECTED
    assert [letter.to for letter in letters()][-1] == ["neighbour@readers.example"]


def test_report_as_unlawful_has_to_say_why_and_keeps_what_was_written(story):
    comment = a_comment(story=story, approved=True)
    page = Client().get(f"/comments/report/{comment.pk}/")
    fields = {"clause": "unlawful", "good_faith": "1", "name": "Neighbour"}

    refused = Client().post(
        f"/comments/report/{comment.pk}/", fields | answered(page), headers=SAME
    )

    assert refused.status_code == 422
    assert "Please say which law is broken" in refused.content.decode()
    assert 'value="Neighbour"' in refused.content.decode()


def test_recommending_works_without_scripts(story):
    comment = a_comment(story=story, approved=True)

    pages = [
        Client().post(f"/comments/recommend/{comment.pk}/", headers=SAME).content.decode()
        for _ in range(2)
    ]

    assert "your recommendation counts" in pages[0]
    assert "recommended this comment before" in pages[1]


def test_no_answer_sets_a_cookie_or_may_be_kept(story):
    client = Client()
    receipt = receipt_of(with_proof(story))

    for answer in (post(story, client=client, **filled()), client.get(receipt),
                   client.get(f"/comments/on/{story.home_edition.code}/{story.pk}/challenge")):  # fmt: skip
        assert answer["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert not client.cookies


def test_receipt_of_another_newsroom_opens_nothing(story):
    address = receipt_of(with_proof(story))

    with override_settings(SECRET_KEY="another"):
        assert Client().get(address).status_code == 404
    assert Client().get(address[:-2] + "x/").status_code == 404
