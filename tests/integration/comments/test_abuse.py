"""What people try: forged and used checks, other sites' forms, floods, tricks of text."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from altcha import Challenge, Payload, Solution, solve_challenge
from django.core import signing
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from broadsheet.comments import actions
from broadsheet.comments.flooding import watch_flood
from broadsheet.comments.models import Comment, State
from broadsheet.comments.proofs import new_challenge
from broadsheet.comments.rules import is_flooded
from broadsheet.people.models import AuditEntry
from broadsheet.stylebook.ids import mint
from tests.integration.comments.reading import SAME, answered, filled, post, with_proof
from tests.newsroom import a_check, a_live_story, an_edition, placement_of_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return a_live_story(edition=an_edition(sections=["world"]))


def said(answer):
    return json.loads(answer.content)["message"]


def solved(story, change=lambda body: body, subject=None):
    """A proof whose decoded body was changed after it was solved."""
    subject = subject or f"{story.home_edition.code}:{story.pk}"
    challenge = Challenge.from_dict(new_challenge(subject))
    body = Payload(challenge, solve_challenge(challenge)).to_dict()
    return base64.b64encode(json.dumps(change(body)).encode()).decode()


def cheaper(body):
    body["challenge"]["parameters"]["keyPrefix"] = "00"
    return body


def later(body):
    body["challenge"]["parameters"]["expiresAt"] += 10_000
    return body


def dearer(body):
    body["challenge"]["parameters"]["data"]["price"] = 6
    return body


def guessed(body):
    body["solution"] = Solution(1, "00" * 32).to_dict()
    return body


@pytest.mark.parametrize("change", [cheaper, later, dearer, guessed])
def test_forged_proof_is_refused_and_says_what_to_do(story, change):
    answer = with_proof(story, proof=solved(story, change))

    assert answer.status_code == 422
    assert said(answer) == (
        "The security check did not succeed. Please answer the question instead."
    )
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    "proof",
    ["x", "e30=", base64.b64encode(b"[1]").decode(), base64.b64encode(b"[" * 2_000).decode(),
     base64.b64encode(b'{"challenge": {"parameters": []}, "solution": 3}').decode(), "A" * 5_000,
     base64.b64encode(b'{"challenge": {"parameters": {"expiresAt": "x"}}}').decode()],
)  # fmt: skip
def test_nonsense_in_place_of_a_proof_is_refused(story, proof):
    assert with_proof(story, proof=proof).status_code == 422
    assert Comment.objects.count() == 0


def test_proof_of_another_conversation_is_refused(story):
    other = a_live_story(edition=story.home_edition)

    answer = with_proof(story, proof=a_check(placement_of_home(other)).proof)

    assert answer.status_code == 422


def test_expired_proof_is_refused_and_keeps_the_text_without_scripts(story, monkeypatch):
    monkeypatch.setattr("broadsheet.comments.proofs.GOOD_FOR", timedelta(seconds=-1))
    proof = solved(story)

    page = post(story, **filled(proof=proof))

    assert page.status_code == 422
    assert "The security check is too old." in page.content.decode()
    assert "I crossed it at noon." in page.content.decode()


def test_used_proof_is_refused(story):
    proof = solved(story)
    assert with_proof(story, proof=proof).status_code == 200

    again = with_proof(story, proof=proof, text="Another text.", mail="b@readers.example")

    assert said(again).startswith("This form has been sent already.")
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has one connection; one writer anyway"
)
def test_one_of_fifty_parallel_posts_with_one_proof_gets_in(story):
    proof = solved(story)

    def send(number):
        try:
            fields = {"text": f"Text {number}", "mail": f"m{number}@readers.example"}
            return with_proof(story, proof=proof, **fields).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        statuses = sorted(pool.map(send, range(50)))

    assert statuses == [200] + [422] * 49
    assert Comment.objects.count() == 1


def test_answer_is_good_for_one_comment(story):
    fields = answered(post(story, **filled()))
    post(story, **filled(**fields))

    again = post(story, **filled(**fields, text="Another text.", mail="b@readers.example"))

    assert again.status_code == 422
    assert Comment.objects.count() == 1


def test_wrong_answer_asks_another_question_and_keeps_the_text(story):
    fields = answered(post(story, **filled())) | {"answer": "99"}

    page = post(story, **filled(**fields))

    assert "The answer is not right." in page.content.decode()
    assert "I crossed it at noon." in page.content.decode()
    assert answered(page)["token"] != fields["token"]


def test_arabic_digits_answer_too(story):
    fields = answered(post(story, **filled()))
    arabic = fields["answer"].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert post(story, **filled(**fields | {"answer": arabic})).status_code == 303


def test_forged_question_is_refused(story):
    token = signing.dumps({"for": f"{story.home_edition.code}:{story.pk}"}, salt="mine")

    page = post(story, **filled(token=token, answer="5"))

    assert page.status_code == 422
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "https://evil.example"}],
)  # fmt: skip
def test_form_of_another_site_is_refused(story, headers):
    answer = post(story, headers=headers, **filled(proof=solved(story)))

    assert answer.status_code == 403
    assert Comment.objects.count() == 0


def test_missing_origin_gets_the_question_however_good_the_proof(story):
    page = post(story, headers={}, **filled(proof=solved(story)))

    assert answered(page)
    assert Comment.objects.count() == 0


def test_form_of_a_page_pressed_long_ago_still_works(story):
    """The page holds nothing that ages: what a reader posts from it is what any reader posts."""
    assert post(story, **filled()).status_code == 200


def test_megabyte_is_refused_before_it_is_read(story):
    answer = post(story, **filled(text="x" * 1_000_000))

    assert answer.status_code == 413
    assert Comment.objects.count() == 0


def test_text_a_little_too_long_comes_back_whole(story):
    text = "word " * 700

    page = post(story, **filled(text=text))

    assert page.status_code == 422
    assert "The comment is too long." in page.content.decode()
    assert text.strip() in page.content.decode()


def test_trap_that_no_reader_sees_makes_a_proof_worthless(story):
    post(story, **filled(proof=solved(story), address="https://spam.example"))

    assert Comment.objects.count() == 0


def test_alias_of_a_banned_mailbox_is_banned_too(story):
    with_proof(story, mail="Walker.H@gmail.com")
    actions.ban_author(comment=Comment.objects.get(), by=None, reason="Spam.")

    answer = with_proof(story, mail="walkerh+news@googlemail.com", text="Another text.")

    assert said(answer).startswith("You cannot comment here at present")


def test_lifted_and_ended_bans_ban_nobody(story):
    with_proof(story)
    comment = Comment.objects.get()
    ban = actions.ban_author(comment=comment, by=None, reason="Spam.")
    actions.lift_ban(ban=ban, by=None)
    actions.ban_author(
        comment=comment, by=None, reason="x", until=timezone.now() - timedelta(seconds=1)
    )

    assert with_proof(story, text="Another text.").status_code == 200


def test_same_words_again_are_refused(story):
    with_proof(story)

    assert said(with_proof(story)) == "You have sent this very text before."


def test_flood_from_one_mailbox_and_from_one_network_is_slowed(story):
    answers = [with_proof(story, text=f"Text {number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 422]
    answers = [
        with_proof(story, text=f"Words {number}", mail=f"m{number}@readers.example")
        for number in range(8)
    ]

    assert said(answers[-1]) == (
        "You have sent several comments in a short time. Please wait a minute."
    )


def test_strangers_mailbox_gets_few_letters(story):
    for number in range(4):
        page = post(story, **filled(text=f"Text {number}"))
        post(story, **filled(text=f"Text {number}", **answered(page)))

    assert Comment.objects.filter(state=State.UNCONFIRMED).count() == 3


def test_link_smuggled_in_after_approval_is_judged_again(story):
    receipt = json.loads(with_proof(story).content)["receipt"]
    actions.approve_comment(comment=Comment.objects.get(), by=None)

    Client().post(
        f"{receipt}revise", {"name": "L", "title": "T", "text": "https://x.example"}, headers=SAME
    )

    assert Comment.objects.get().state == State.PENDING


@pytest.mark.parametrize("mode", ["closed"])
def test_closed_conversation_takes_nothing(story, mode):
    actions.set_conversation_mode(edition=story.home_edition, story=story, by=None, mode=mode)

    assert said(with_proof(story)) == "Comments on this story are closed."


def test_flood_raises_the_price_and_says_so(story):
    actions.set_rule(
        edition=story.home_edition, by=None, flood_until=timezone.now() + timedelta(hours=1)
    )

    answer = Client().get(f"/comments/on/{story.home_edition.code}/{story.pk}/challenge")
    page = post(story, **filled())

    assert json.loads(answer.content)["flooded"] is True
    assert "Very many comments are coming in now" in page.content.decode()


def test_flood_is_noticed_by_its_rate_and_said_in_the_form(story, settings):
    settings.COMMENTS_FLOOD_STORY = 3
    for number in range(3):
        with_proof(story, text=f"Text {number}", mail=f"m{number}@readers.example")
    place = f"/comments/on/{story.home_edition.code}/{story.pk}/"

    challenge = json.loads(Client().get(f"{place}challenge").content)
    page = post(story, **filled(text="Another text."))

    assert challenge["flooded"] is True
    assert "Very many comments are coming in now" in page.content.decode()
    assert AuditEntry.objects.filter(act="comments.flood.notice").count() == 1


def test_flood_in_an_edition_over_many_stories_counts_too(story, settings):
    settings.COMMENTS_FLOOD_EDITION = 2
    for number in range(2):
        other = a_live_story(edition=story.home_edition)
        with_proof(other, text=f"Text {number}", mail=f"m{number}@readers.example")

    assert is_flooded(story.home_edition)


def test_what_came_in_a_while_ago_is_no_flood(story, settings):
    settings.COMMENTS_FLOOD_STORY = 1
    Comment.objects.create(
        pk=mint(timezone.now() - timedelta(minutes=2)), edition=story.home_edition, story=story
    )

    assert not watch_flood(placement_of_home(story))
    Comment.objects.create(edition=story.home_edition, story=story)
    assert watch_flood(placement_of_home(story))


def flood(story):
    actions.set_rule(
        edition=story.home_edition, by=None, flood_until=timezone.now() + timedelta(hours=1)
    )


def test_proof_from_before_a_flood_is_refused_and_a_new_one_gets_in(story):
    hoarded = solved(story)
    flood(story)

    refused = with_proof(story, proof=hoarded)
    page = post(story, **filled(proof=hoarded, text="Still <here>."))

    told = json.loads(refused.content)
    assert refused.status_code == page.status_code == 422
    assert (told["renew"], told["again"]) == (True, True)
    assert "the security check costs more than it did" in told["message"]
    assert "Still &lt;here&gt;." in page.content.decode()
    assert 'for="c-answer"' in page.content.decode()
    assert Comment.objects.count() == 0
    assert with_proof(story).status_code == 200


def test_question_that_was_asked_before_a_flood_is_still_good(story):
    asked = answered(post(story, **filled()))
    flood(story)

    assert post(story, **filled(), **asked).status_code == 303


def test_proof_of_a_flood_is_good_after_it(story):
    flood(story)
    proof = a_check(placement_of_home(story)).proof
    actions.set_rule(edition=story.home_edition, by=None, flood_until=None)

    assert with_proof(story, proof=proof).status_code == 200


def test_flooded_challenge_is_dearer(story):
    cheap, dear = (new_challenge("x", flooded=flooded) for flooded in (False, True))

    assert solve_challenge(Challenge.from_dict(dear)).counter > 1_799
    assert solve_challenge(Challenge.from_dict(cheap)).counter < 601
