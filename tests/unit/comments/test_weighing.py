"""A weighing orders the queue, says why, and never decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comments.language.links import Verdicts
from broadsheet.comments.language.starting_lists import starting_lists
from broadsheet.comments.language.weighing import weigh
from broadsheet.comments.language.words import compile_words

LISTS = compile_words(starting_lists())


def weighed(text, *, language="en", reputation=None, **options):
    return weigh(text, language=language, lists=LISTS, reputation=reputation or {}, **options)


def codes(text, **options):
    return [reason.code for reason in weighed(text, **options).reasons]


def test_an_honest_comment_weighs_nothing():
    assert weighed("Thank you for this report on the harbour.").score == 0.0
    assert weighed("شكرا على هذا التقرير عن الميناء", language="ar").score == 0.0


def test_worse_weighs_more():
    scores = [
        weighed(text).score
        for text in ("You are a loser", "You are an idiot", "You are an idiot and a loser")
    ]

    assert scores == sorted(scores)
    assert len(set(scores)) == 3


def test_repeating_a_word_adds_nothing():
    assert weighed("idiot idiot idiot").score == weighed("idiot").score


def test_a_reason_names_the_word_as_it_was_written():
    (reason,) = weighed("You 1d10t").reasons

    assert reason.words == "holds the banned word “idiot*”, written “1d10t” (clause insults)"


def test_a_match_less_sure_weighs_less():
    assert weighed("wallah enta 7mar").score < weighed("حمار", language="ar").score


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("see new.example.com", "link-new"),
        ("see bad.com", "link-known"),
        ("evil dot com", "link-obfuscated"),
        ("http://рayрal.com/", "link-homograph"),
        ("bit.ly/abc", "link-short"),
        ("a.com/1 b.com/2 c.com/3", "link-many"),
        ("a\u202eb", "turning-signs"),
        ("a\u0301\u0301\u0301\u0301\u0301", "heaped-marks"),
        ("THIS IS AN OUTRAGE AND A SHAME", "shouting"),
    ],
)
def test_each_sign_is_a_reason(text, code):
    assert code in codes(text, reputation={"bad.com": Verdicts(0, 5)})


def test_a_domain_that_was_approved_is_no_reason():
    assert codes("see good.com/x", reputation={"good.com": Verdicts(5, 0)}) == []


def test_a_repeat_is_a_reason_from_three_fifths_on():
    assert codes("fine", likest=0.59) == []
    assert codes("fine", likest=0.61) == ["repeat"]


def test_reasons_come_with_the_heaviest_first():
    weights = [reason.weight for reason in weighed("YOU LOSER IDIOT SEE EVIL DOT COM").reasons]

    assert len(weights) > 3
    assert weights == sorted(weights, reverse=True)


@given(st.text(), st.floats(0, 1))
def test_a_score_is_at_least_zero_and_below_one(text, likest):
    weighing = weighed(text, likest=likest)

    assert 0 <= weighing.score < 1
    assert (weighing.score == 0) == (not weighing.reasons)
