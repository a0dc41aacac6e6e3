"""A comment is weighed by what the newsroom lists and what its decisions taught; nobody else's."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from broadsheet.comments import actions
from broadsheet.comments.chain import append
from broadsheet.comments.command_line import app
from broadsheet.comments.errors import WordListedError
from broadsheet.comments.language.errors import EmptyWordError
from broadsheet.comments.learning import (
    classifier_now,
    decisions_to_learn,
    is_training_due,
    train_classifier,
)
from broadsheet.comments.lists import words_in_force
from broadsheet.comments.models import (
    Comment,
    Fingerprint,
    FingerprintBand,
    LinkedDomain,
    ListedWord,
    State,
    Weights,
)
from broadsheet.comments.queries import clause_named
from broadsheet.comments.retention import tend_conversations
from broadsheet.comments.traces import comments_like, reputation_of
from broadsheet.comments.weighing import weigh
from broadsheet.people.errors import NotAllowedError
from tests.newsroom import (
    a_comment,
    a_live_story,
    a_moderator,
    a_superuser,
    an_edition,
    some_words,
)

pytestmark = pytest.mark.django_db
LONG = "The ferry left the harbour late again this morning and nobody on the quay was told why."


def unsaved(text, *, edition, language="en", author=""):
    return Comment(edition=edition, title="", text=text, language=language, author=author)


def codes(comment):
    return [code for code, _words, _weight in Comment.objects.get(pk=comment.pk).reasons]


def keep(word, *, kind="banned", edition=None, by=None, language="en"):
    clause = clause_named("insults").clause
    return actions.keep_word(
        word=word, language=language, clause=clause, kind=kind, by=by, edition=edition
    )


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [("en", "What an 1d1ot.", "1d1ot"), ("ar-EG", "أنت والغبي", "والغبي")],
)
def test_words_to_start_from_are_found_where_they_stand(language, text, word):
    edition = an_edition()

    found = weigh(unsaved(text, edition=edition, language=language))

    said = f"\n{text}"
    assert [said[m.start : m.end] for m in found.matches] == [word]
    assert [m.clause_code for m in found.matches] == ["insults"]
    assert found.score > weigh(unsaved("The bridge is open.", edition=edition)).score


def test_listed_word_weighs_in_its_edition_alone_and_a_withdrawn_one_nowhere():
    here, elsewhere = an_edition(), an_edition()
    word = keep("snollygoster", edition=here, by=a_moderator(here))
    text = "You snollygosters."

    found = [bool(weigh(unsaved(text, edition=one)).matches) for one in (here, elsewhere)]
    actions.withdraw_word(word=word, by=None)

    assert found == [True, False]
    assert not weigh(unsaved(text, edition=here)).matches


def test_word_for_all_editions_is_a_superusers():
    edition = an_edition()
    with pytest.raises(NotAllowedError):
        keep("snollygoster", by=a_moderator(edition))

    keep("snollygoster", by=a_superuser())

    assert weigh(unsaved("A snollygoster.", edition=edition)).has_banned_word


def test_word_is_listed_once_and_has_a_letter():
    keep("snollygoster")

    with pytest.raises(WordListedError, match="'snollygoster' is listed already, as banned"):
        keep("snollygoster", kind="suspect")
    with pytest.raises(EmptyWordError):
        keep("!!")


def test_editions_allowed_word_makes_a_banned_one_of_all_innocent_there():
    edition = an_edition()
    keep("cretin", kind="allowed", edition=edition)

    assert not weigh(unsaved("A cretin.", edition=edition)).matches
    assert weigh(unsaved("A cretin.", edition=an_edition())).matches


@pytest.mark.parametrize("mode", ["before", "after"])
def test_banned_word_makes_a_comment_wait_and_rejects_nothing(mode):
    story = a_live_story()
    actions.set_rule(edition=story.home_edition, by=None, mode=mode)

    comment = a_comment(story=story, text=f"{LONG} You c.r.e.t.i.n.")

    assert (comment.state, comment.to_review) == (State.PENDING, False)
    assert codes(comment)[0] == "word-banned"


def test_domain_is_known_by_what_became_of_comments_that_name_it():
    story = a_live_story()
    for number in range(3):
        spam = a_comment(story=story, text=f"Number {number}: https://cheap.shop.example.com/a")
        actions.reject_comment(comment=spam, by=None, clause=clause_named("spam"))

    comment = a_comment(story=story, text="Something else: http://www.example.com/b")

    assert codes(comment) == ["link-known"]
    assert "3 of 3 comments were rejected" in Comment.objects.get(pk=comment.pk).reasons[0][1]
    for spam in Comment.objects.filter(state=State.REJECTED):
        actions.approve_comment(comment=spam, by=None)
    assert reputation_of(["example.com"])["example.com"].approved == 3


def test_near_repeat_by_another_author_weighs_and_ones_own_does_not():
    story = a_live_story()
    first = a_comment(story=story, title="The ferry", text=LONG, mail="one@readers.example")

    own = a_comment(
        story=story, title="The ferry", text=f"{LONG} Really!", mail="one@readers.example"
    )
    other = a_comment(
        story=story, title="The ferry", text=f"{LONG} Truly!!", mail="two@readers.example"
    )

    assert "repeat" not in codes(own)
    assert "repeat" in codes(other)
    assert {alike.pk for alike, _share in comments_like(other)} == {first.pk, own.pk}


def test_ones_own_rejected_text_weighs_too():
    story = a_live_story()
    first = a_comment(story=story, title="The ferry", text=LONG, mail="one@readers.example")
    actions.reject_comment(comment=first, by=None, clause=clause_named("spam"))

    again = a_comment(
        story=story, title="The ferry", text=f"{LONG} Really!", mail="one@readers.example"
    )

    assert "repeat" in codes(again)


def test_revised_comment_leaves_the_traces_of_its_new_words_and_an_erased_one_none():
    comment = a_comment(text="See https://one.example/ for it, all of you.")

    actions.revise_comment(comment=comment, words=some_words(text="See https://two.example/ now."))
    revised = list(LinkedDomain.objects.values_list("domain", flat=True))
    signed = FingerprintBand.objects.count()
    actions.erase_comment(comment=comment)

    assert (revised, signed) == (["two.example"], 8)
    assert not LinkedDomain.objects.exists()
    assert not Fingerprint.objects.exists()
    assert Comment.objects.get().reasons is None


def decided(edition, *, clause=None, number=0, text=""):
    """A comment of the archive as it is after a decision."""
    story = decided.story
    state = State.REJECTED if clause else State.APPROVED
    comment = Comment.objects.create(
        edition=edition, story=story, name="R", title=f"On {number}", text=text, language="en",
        state=state, decided_at=timezone.now(), author=f"{number:032}",
    )  # fmt: skip
    append(comment_id=comment.pk, edition=edition.code, by=None,
           act="reject" if clause else "approve", clause=clause)  # fmt: skip
    return comment


@pytest.fixture
def archive():
    """120 approved and 60 rejected comments, told apart by their words."""
    story = a_live_story()
    decided.story = story
    spam = clause_named("spam")
    for number in range(180):
        if number % 3:
            decided(story.home_edition, number=number,
                    text=f"The council voted on bridge number {number} and its school.")  # fmt: skip
        else:
            decided(story.home_edition, number=number, clause=spam,
                    text=f"Bargain watches number {number}, order yours today, bargain!")  # fmt: skip
    return story


def test_classifier_learns_from_decisions_and_labels_without_rejecting(archive):
    row = train_classifier()

    assert [(one["language"], one["clause"]) for one in row.contents] == [("en", "spam")]
    comment = a_comment(story=archive, text="Order bargain watches today, a bargain for you.")
    found = Comment.objects.get(pk=comment.pk)
    assert found.labels["spam"] > 0.5
    assert found.weights == row.pk
    assert "classifier" in codes(comment)
    assert found.state == State.PENDING


def test_few_decisions_teach_nothing():
    a_comment(approved=True)

    assert train_classifier() is None
    assert not Weights.objects.exists()


def test_contested_and_unread_comments_teach_nothing(archive):
    rejected = Comment.objects.filter(state=State.REJECTED).first()
    actions.appeal_decision(comment=rejected)
    unread = Comment.objects.filter(state=State.APPROVED).first()
    Comment.objects.filter(pk=unread.pk).update(to_review=True)

    assert len(list(decisions_to_learn())) == 178


def test_weights_that_were_tampered_with_are_not_used_and_the_log_says_so(archive, caplog):
    row = train_classifier()
    Weights.objects.filter(pk=row.pk).update(text='{"version": 1, "models": []}', digest="x" * 64)

    assert classifier_now()[1].models == ()
    assert "it is not what was written. Train again" in caplog.text


def test_clock_has_the_classifier_trained_once_a_day(archive):
    tend_conversations(at=timezone.now())
    first = Weights.objects.get()

    tend_conversations(at=timezone.now())

    assert Weights.objects.get() == first
    assert not is_training_due(timezone.now() + timedelta(days=2))


def test_commands_list_add_and_withdraw_words_and_train(archive):
    run = CliRunner().invoke

    added = run(app, ["words", "add", "snollygoster", "--language", "en", "--clause", "7",
                      "--kind", "banned", "--edition", archive.home_edition.code])  # fmt: skip
    number = ListedWord.objects.get(word="snollygoster").pk
    listed = json.loads(run(app, ["words", "list", "--json"]).output)
    run(app, ["words", "withdraw", str(number)])
    twice = run(app, ["words", "withdraw", str(number)])
    trained = json.loads(run(app, ["train", "--json"]).output)

    assert added.output == f"Listed as word {number}.\n"
    assert {"number": number, "word": "snollygoster", "kind": "banned", "language": "en",
            "clause": "insults", "edition": archive.home_edition.code} in listed  # fmt: skip
    assert not words_in_force().filter(pk=number).exists()
    assert "No word of the lists has the number" in twice.stderr
    assert trained["examples"] == 180
