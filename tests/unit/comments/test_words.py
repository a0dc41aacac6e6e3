"""Listed words are found however they are masked, and innocent words are left alone."""

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comments.language.errors import EmptyWordError, UnknownKindError
from broadsheet.comments.language.starting_lists import starting_lists
from broadsheet.comments.language.words import ListedWord, compile_words

LISTS = compile_words(starting_lists())


def found(text, language="en"):
    return [(text[m.start : m.end], m.word) for m in LISTS.find(text, language=language)]


@pytest.mark.parametrize(
    "masked",
    [
        "idiots",
        "1d10t",
        "!diot",
        "id*ot",
        "i d i o t",
        "i.d.i.o.t",
        "i - d - i - o - t",
        "idi ot",
        "id.iot",
        "idiooot",
        "іdіοt",
        "idoit",
        "i🙂d🙂i🙂o🙂t",
        "idiotic",
        "ＩＤＩＯＴ",
    ],
)
def test_masked_english_is_found_where_it_stands(masked):
    assert found(f"What an {masked}, he said") == [(masked, "idiot*")]


@pytest.mark.parametrize(
    "masked",
    [
        "حمار",
        "الحمار",
        "ياحمار",
        "ح-م-ا-ر",
        "حـــمـار",
        "حِمار",
        "حممااار",
        "7مار",
        "حم1ر",
        "حـ.ـمار",
        "وللحمار",
        "حمارهم",
        "ﺣﻤﺎﺭ",
        "حمآر",
        "ځمار",
    ],
)
def test_masked_arabic_is_found_where_it_stands(masked):
    assert found(f"قلت {masked} نعم", "ar") == [(masked, "حمار")]


@pytest.mark.parametrize("text", ["wallah enta 7mar", "ya 7omar", "ya el7mar"])
def test_arabizi_is_found_also_in_an_english_edition(text):
    assert [word for _, word in found(text)] == ["حمار"]


def test_arabizi_with_a_digit_is_found_without_other_signs():
    assert found("such a 7omar indeed") == [("7omar", "حمار")]


def test_an_allowed_word_is_itself_and_no_disguise():
    words = [ListedWord("looser", "en", "", "allowed"), ListedWord("loser", "en", "7", "suspect")]

    assert [m.word for m in compile_words(words).find("l00ser 1oser", language="en")] == [
        "loser",
        "loser",
    ]


def test_common_words_are_not_glued_to_their_neighbours():
    lists = compile_words([ListedWord("penis", "en", "7", "banned")])

    assert lists.find("the pen is here", language="en") == []
    assert [m.how for m in lists.find("the pe nis", language="en")] == ["joined"]


def test_an_arabic_word_without_its_dots_is_found():
    assert found("هذا كلٮ", "ar") == [("كلٮ", "كلب")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The specialist and the socialists assess the class at Scunthorpe", "en"),
        ("A looser knot; clowns around", "en"),
        ("hammer hummer homer", "en"),
        ("and 87 in 2026, h2o, mp3 and covid19", "en"),
        ("مهرجان قرطاج للمهرجان", "ar"),
        ("و87 قتيلا في لبنان", "ar"),
        ("عدد الحيوانات", "ar"),
        ("مكلبش", "ar"),
    ],
)
def test_innocent_words_are_left_alone(text, language):
    assert found(text, language) == []


def test_phrases_are_found_masked_and_joined():
    assert found("please Cl1ck  h3re now") == [("Cl1ck  h3re", "click here")]
    assert found("وقليلة الأدب", "ar") == [("وقليلة الأدب", "قليل الأدب")]


def test_a_match_tells_clause_kind_and_reading():
    (match,) = LISTS.find("you 1d10t", language="en")

    assert (match.clause, match.kind, match.how) == ("insults", "banned", "disguised")


def test_the_graver_of_two_lists_wins_and_an_allowed_word_silences_both():
    words = [ListedWord("scum", "en", "7", "suspect"), ListedWord("scum", "en", "8", "banned")]
    allowed = ListedWord("scum", "en", "", "allowed")

    assert [m.clause for m in compile_words(words).find("scum", language="en")] == ["8"]
    assert compile_words([*words, allowed]).find("scum", language="en") == []


def test_a_word_without_a_letter_is_refused_with_the_remedy():
    with pytest.raises(EmptyWordError, match="List the word itself"):
        compile_words([ListedWord("***", "en", "7", "banned")])


def test_an_unknown_kind_is_refused_with_the_remedy():
    with pytest.raises(UnknownKindError, match="Give banned, suspect or allowed"):
        compile_words([ListedWord("scum", "en", "7", "bad")])


@given(st.text(), st.sampled_from(["en", "ar", "fr"]))
def test_matches_lie_in_the_text_in_order_and_apart(text, language):
    matches = LISTS.find(text, language=language)

    assert all(0 <= m.start < m.end <= len(text) for m in matches)
    assert all(a.end <= b.start for a, b in pairwise(matches))


@pytest.mark.parametrize(
    "piece", ["a.", "a ", "i d i o ", "i**t ", "b1", "x(", "وال", "*", "a-b", "m o r o "]
)
def test_work_grows_with_the_text_and_not_faster(piece):
    """Ten times the text: a quadratic reading would take a hundred times as long."""

    def steps(times):
        count = 0

        def step(*_):
            nonlocal count
            count += 1

        sys.setprofile(step)
        try:
            LISTS.find(piece * times, language="ar")
        finally:
            sys.setprofile(None)
        return count

    assert steps(2000) < 15 * steps(200)
