"""The screens of the word lists and of the figures: what they show, and what may be done there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.comments import actions
from broadsheet.comments.models import Comment, ListedWord
from broadsheet.comments.queries import clause_named
from broadsheet.desk.comments.measuring import share_of, time_of
from tests.integration.desk.screens import at, opened_by
from tests.newsroom import a_comment, a_live_story, a_moderator, a_superuser, an_edition

pytestmark = pytest.mark.django_db
WORDS = "moderation:words"


@pytest.fixture
def edition():
    return an_edition(sections=["world"], name="The Quay")


@pytest.fixture
def moderator(edition):
    return a_moderator(edition)


def page(user, name=WORDS, **asked):
    return opened_by(user).get(at(name), asked).content.decode()


def list_word(user, **fields):
    told = {"word": "quincunx", "language": "en", "kind": "banned", "clause": "6"} | fields
    return opened_by(user).post(at(WORDS), told, follow=True).content.decode()


def a_word(word="quincunx", **where):
    told = {"language": "en", "clause": clause_named("6").clause, "kind": "suspect", "by": None}
    return actions.keep_word(word=word, **told | where)


def test_moderator_lists_a_word_for_an_edition_and_comments_are_read_by_it(edition, moderator):
    said = list_word(moderator, edition=edition.pk)
    comment = a_comment(story=a_live_story(edition=edition), text="What a quincunx you are.")

    row = ListedWord.objects.get(word="quincunx")
    assert "The word is listed." in said
    assert (row.edition, row.kind, row.by) == (edition, "banned", moderator)
    assert Comment.objects.get(pk=comment.pk).matches[0][3] == "quincunx"


def test_only_a_superuser_lists_a_word_for_all_editions(moderator):
    list_word(moderator, edition="")
    assert not ListedWord.objects.filter(word="quincunx").exists()

    list_word(a_superuser(), edition="")
    assert ListedWord.objects.get(word="quincunx").edition is None


def test_word_without_a_letter_and_one_that_is_listed_are_refused_with_the_remedy(
    edition, moderator
):
    a_word(edition=edition)

    assert "Write a word with at least one letter" in list_word(
        moderator, word="***", edition=edition.pk
    )
    assert "Withdraw it first" in list_word(moderator, edition=edition.pk)


def test_words_of_other_editions_are_neither_shown_nor_withdrawn(edition, moderator):
    own, everywhere = a_word(edition=edition), a_word("hobbledehoy")
    other = a_word("mugwump", edition=an_edition())
    client = opened_by(moderator)

    shown = page(moderator)
    refused = client.post(at("moderation:withdraw_word", other.pk))
    client.post(at("moderation:withdraw_word", own.pk), follow=True)

    assert "quincunx" in shown
    assert "hobbledehoy" in shown
    assert "mugwump" not in shown
    assert refused.status_code == 404
    assert at("moderation:withdraw_word", everywhere.pk) not in shown
    assert ListedWord.objects.get(pk=own.pk).withdrawn_at is not None
    assert ListedWord.objects.get(pk=other.pk).withdrawn_at is None


def test_listed_words_are_searched(edition, moderator):
    a_word(edition=edition)
    a_word("hobbledehoy", edition=edition)

    shown = page(moderator, q="quin")

    assert "quincunx" in shown
    assert "hobbledehoy" not in shown


def test_text_is_read_as_the_lists_read_it_and_nothing_is_kept(edition, moderator):
    a_word(edition=edition)

    shown = page(moderator, text="You q-u-i-n-c-u-n-x <b>!", edition=edition.pk)

    assert '<mark title="quincunx">q-u-i-n-c-u-n-x</mark>' in shown
    assert "&lt;b&gt;" in shown
    assert "<bdi>quincunx</bdi> – Suspect" in shown
    assert not Comment.objects.exists()
    nothing = page(moderator, text="A quiet day.", edition=edition.pk)
    assert "No listed word was found." in nothing


def test_figures_tell_waits_decisions_and_what_waits_of_ones_own_editions(edition, moderator):
    story, elsewhere = a_live_story(edition=edition), a_live_story()
    for number in range(3):
        comment = a_comment(story=story)
        since = timezone.now() - timedelta(minutes=10 * (number + 1))
        Comment.objects.filter(pk=comment.pk).update(waiting_since=since)
        actions.approve_comment(comment=Comment.objects.get(pk=comment.pk), by=None)
    a_comment(story=story)

    shown = page(moderator, "moderation:figures")

    assert "The Quay" in shown
    assert "Waiting now: 1" in shown
    assert "<td>20 min</td>" in shown
    assert "<td>30 min</td>" in shown
    assert elsewhere.home_edition.name not in shown


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, "–"), (20, "1 min"), (7_199, "120 min"), (7_200, "2 h")]
)
def test_times_are_told_in_minutes_and_from_two_hours_in_hours(seconds, said):
    assert time_of(seconds) == said


def test_share_without_appeals_is_a_dash():
    assert (share_of(None), share_of(0.25)) == ("–", "25 %")
