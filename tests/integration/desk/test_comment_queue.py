"""The moderators' queue shows what waits in one's editions, and does what keys and forms say."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from broadsheet.comments import actions
from broadsheet.comments.models import Comment, Decision, State
from broadsheet.comments.queries import clause_named
from tests.integration.desk.screens import at, opened_by
from tests.newsroom import (
    a_comment,
    a_live_story,
    a_moderator,
    a_reporter,
    an_arabic_edition,
    an_edition,
    an_editor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    story = a_live_story()
    return story, a_moderator(story.home_edition, username="early")


def queue(user, name="queue", query=""):
    return opened_by(user).get(at(f"moderation:{name}") + query).content.decode()


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def order(user, *orders, ahead=()):
    sent = {"orders": json.dumps(orders), "ahead": json.dumps(ahead)}
    return opened_by(user).post(at("moderation:orders"), sent).json()


def on(comment, act, **more):
    return {"act": act, "id": comment.pk, "seen": comment.version} | more


def test_queue_shows_ones_own_editions_with_the_most_harmful_first(house):
    story, moderator = house
    mild, harmful = a_comment(story=story, title="Mild"), a_comment(story=story, title="Harmful")
    Comment.objects.filter(pk=harmful.pk).update(score=0.72)
    a_comment(title="Elsewhere")

    page = queue(moderator)

    assert page.index("Harmful") < page.index("Mild")
    assert "Elsewhere" not in page
    assert "Likely harm 72 %, waiting 0" in page
    assert f'data-id="{mild.pk}"' in page
    assert "Comments (2)" in page


def test_edition_and_author_filter_the_queue(house):
    story, _moderator = house
    other = a_live_story(edition=an_arabic_edition(code="ar2", sections=["world"]))
    editor = an_editor(story.home_edition)
    actions_of = a_moderator(other.home_edition)
    first = a_comment(story=story, title="Of one", mail="one@readers.example")
    a_comment(story=other, title="In Arabic")

    assert "In Arabic" not in queue(editor)
    assert "Of one" not in queue(actions_of)
    page = queue(editor, query=f"?by={first.pk}&edition={story.home_edition.code}")
    assert "Of one" in page
    assert "checked" in page.split("Of one")[0].rpartition("<article")[2]


def test_card_marks_the_words_found_and_shows_them_folded(house):
    story, moderator = house
    comment = a_comment(story=story, title="Well", text="You are an 1d1ot <b>indeed</b>")
    Comment.objects.filter(pk=comment.pk).update(matches=[["insults", 16, 21, "idiot"]])

    page = queue(moderator)

    assert 'You are an <mark title="idiot">1d1ot</mark> &lt;b&gt;indeed&lt;/b&gt;' in page
    assert "clause 7" in page
    assert "you are an" in page


def test_card_tells_thread_author_reports_and_likeness(house):
    story, moderator = house
    said = "Nobody ever looks after the old bridge at the harbour, and that is a shame."
    parent = a_comment(story=story, approved=True, name="Walker", mail="w@readers.example")
    actions.report_comment(comment=parent, clause=clause_named("7"))
    a_comment(story=story, parent=parent, title="The bridge", text=said, mail="w@readers.example")
    a_comment(story=story, title="The bridge", text=f"{said} Yes.")

    page = queue(moderator)

    assert "In answer to:" in page
    assert "approved 1, rejected 0, waiting 1" in page
    assert page.count("Much like it on this page (1):") == 2
    assert "Reports" in page


def test_orders_are_carried_out_one_by_one_and_answered(house):
    story, moderator = house
    one, two, three = (a_comment(story=story) for _ in range(3))

    said = order(
        moderator, on(one, "claim"), on(one, "approve"), on(two, "reject", clause="7", reason="No."),
        on(three, "hold"),
    )  # fmt: skip

    assert [done["ok"] for done in said["done"]] == [True] * 4
    assert said["done"][1]["version"] == one.version + 1
    assert [again(comment).state for comment in (one, two, three)] == [
        State.APPROVED, State.REJECTED, State.HELD,
    ]  # fmt: skip
    decision = Decision.objects.get(comment_id=two.pk)
    assert (decision.clause.clause.number, decision.reason) == (7, "No.")
    assert three.title in queue(moderator, "held")


def test_rejection_by_key_quotes_the_words_that_were_found(house):
    story, moderator = house
    comment = a_comment(story=story, title="Well", text="You are an idiot")
    Comment.objects.filter(pk=comment.pk).update(matches=[["insults", 16, 21, "idiot"]])

    order(moderator, on(comment, "reject", clause="7"))

    assert Decision.objects.get(comment_id=comment.pk).quoted == "idiot"


def test_words_the_comment_does_not_say_are_refused(house):
    story, moderator = house
    comment = a_comment(story=story)

    said = order(moderator, on(comment, "reject", clause="7", quoted="thief"))

    assert said["done"][0]["error"] == "The comment does not say “thief”. Quote its own words."
    assert again(comment).state == State.PENDING


def test_second_moderator_is_told_who_judges_and_who_decided(house):
    story, early = house
    other = a_moderator(story.home_edition, username="late")
    one, two = a_comment(story=story), a_comment(story=story)
    order(early, on(one, "claim"))
    order(early, on(two, "approve"))

    said = order(other, on(one, "approve"), on(two, "reject", clause="8"), on(two, "claim"))

    assert [done["error"] for done in said["done"]] == [
        "Being judged by early. Take the next one, or wait five minutes.",
        "early decided meanwhile: Approved. Nothing was changed.",
        "early decided meanwhile: Approved. Nothing was changed.",
    ]
    assert [done["is_gone"] for done in said["done"]] == [False, True, True]
    assert "Being judged by early." in queue(other)
    assert again(two).claimed_by is None


def test_what_comes_next_is_told_when_it_is_somebodys_already(house):
    story, early = house
    other = a_moderator(story.home_edition)
    one, two = a_comment(story=story), a_comment(story=story)
    order(early, on(one, "claim"), on(two, "approve"))

    ahead = order(other, ahead=[(one.pk, one.version), (two.pk, two.version)])["ahead"]

    found = {row["id"]: row for row in ahead}
    assert found[one.pk] == {"id": one.pk, "is_gone": False, "who": "early"}
    assert found[two.pk]["is_gone"] is True


def test_undo_brings_a_comment_back_for_ten_seconds(house):
    story, moderator = house
    one, two = a_comment(story=story), a_comment(story=story)
    order(moderator, on(one, "approve"), on(two, "approve"))
    Decision.objects.filter(comment_id=two.pk).update(at=timezone.now() - timedelta(seconds=11))

    said = order(moderator, on(one, "undo"), on(two, "undo"))

    assert [done["ok"] for done in said["done"]] == [True, False]
    assert "only your own latest decision" in said["done"][1]["error"]
    assert [again(comment).state for comment in (one, two)] == [State.PENDING, State.APPROVED]


def test_comments_of_other_editions_are_not_there(house):
    _story, moderator = house
    elsewhere = a_comment()

    said = order(moderator, on(elsewhere, "approve"))

    assert "not there, or not in your editions" in said["done"][0]["error"]
    assert opened_by(moderator).get(at("moderation:comment", elsewhere.pk)).status_code == 404


def test_nonsense_instead_of_orders_is_refused(house):
    _story, moderator = house
    client = opened_by(moderator)

    for sent in ("{", "[1]", '[{"act": "publish", "id": "x"}]'):
        assert client.post(at("moderation:orders"), {"orders": sent}).status_code == 400


def test_without_scripts_buttons_judge_one_or_all_that_are_chosen(house):
    story, moderator = house
    client = opened_by(moderator)
    one, two, three = (a_comment(story=story) for _ in range(3))
    seen = {f"seen-{comment.pk}": comment.version for comment in (one, two, three)}

    client.post(at("moderation:judge"), seen | {"one": f"reject {one.pk} 8"})
    said = client.post(
        at("moderation:judge"), seen | {"many": "approve", "ids": [two.pk, three.pk]}, follow=True
    ).content.decode()

    assert [again(comment).state for comment in (one, two, three)] == [
        State.REJECTED, State.APPROVED, State.APPROVED,
    ]  # fmt: skip
    assert "Approved (2)." in said
    assert "Undo (3)" in said


def test_without_scripts_undo_takes_back_what_was_just_decided(house):
    story, moderator = house
    client = opened_by(moderator)
    comment = a_comment(story=story)
    client.post(at("moderation:judge"), {"one": f"approve {comment.pk}"})

    client.post(at("moderation:judge"), {"many": "undo", "ids": [comment.pk]})

    assert again(comment).state == State.PENDING
    assert "Undo (1)" not in queue(moderator)


def test_form_with_an_old_version_decides_nothing_and_says_who_did(house):
    story, early = house
    other = a_moderator(story.home_edition)
    comment = a_comment(story=story)
    order(early, on(comment, "approve"))

    said = opened_by(other).post(
        at("moderation:judge"),
        {"one": f"reject {comment.pk} 8", f"seen-{comment.pk}": comment.version},
        follow=True,
    )

    assert "early decided meanwhile: Approved. Nothing was changed." in said.content.decode()
    assert again(comment).state == State.APPROVED


def test_form_leads_back_to_this_newsroom_alone(house):
    _story, moderator = house

    away = opened_by(moderator).post(at("moderation:judge"), {"back": "https://evil.example/"})

    assert away["Location"] == at("moderation:queue")


def test_more_cards_come_without_the_page_around_them(house):
    story, moderator = house
    for _ in range(3):
        a_comment(story=story)

    more = queue(moderator, "more", "?from=1")

    assert more.count("<article") == 2
    assert "<html" not in more


def test_queue_is_read_with_a_fixed_number_of_queries(house, django_assert_max_num_queries):
    story, moderator = house
    for _ in range(3):
        a_comment(story=story)
    client = opened_by(moderator)
    client.get(at("moderation:more"))

    with django_assert_max_num_queries(15) as few:
        client.get(at("moderation:more"))
    for _ in range(12):
        a_comment(story=story)
    with django_assert_max_num_queries(len(few)):
        assert client.get(at("moderation:more")).content.count(b"<article") == 15


def test_queue_speaks_arabic_and_keeps_a_comments_own_direction(house):
    story, moderator = house
    UserProfile.objects.create(user=moderator, preferred_language="ar")
    a_comment(story=story)

    page = queue(moderator)

    assert 'dir="rtl"' in page.partition("<body")[0]
    assert 'class="desk-said" lang="en" dir="ltr"' in page
    assert "الضرر المرجَّح" in page


def test_reporter_is_not_let_in(house):
    story, _moderator = house

    away = opened_by(a_reporter(story.home_edition)).get(at("moderation:queue"))

    assert away["Location"] == at("wagtailadmin_home")


def test_keys_of_clauses_are_digits_and_zero_then_a_digit(house):
    story, moderator = house
    a_comment(story=story)

    page = queue(moderator)

    assert "<kbd>9</kbd>" in page
    assert "<kbd>0</kbd><kbd>1</kbd>" in page.replace("\n", "").replace("  ", "")


def test_an_edition_without_moderators_menu_shows_no_comments_item():
    edition = an_edition(sections=["world"])
    story = a_live_story(edition=edition)
    a_comment(story=story)

    page = opened_by(a_reporter(edition)).get(at("wagtailadmin_home")).content.decode()

    assert at("moderation:queue") not in page
