"""Every spelling of a word folds to one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.stylebook.folding import fold, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مِصْرُ", "مصر"),
        ("مصـــر", "مصر"),
        ("إسرائيل", "اسراييل"),
        ("أحمد آدم ٱسم", "احمد ادم اسم"),
        ("الحكومة", "الحكومه"),
        ("مستشفى", "مستشفي"),
        ("مسؤول", "مسوول"),
        ("شؤون هيئة", "شوون هييه"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("می\u200cخواهم", "ميخواهم"),
        ("ﻻ", "لا"),
        ("٢٠٢٦", "2026"),
        ("۲۰۲۶", "2026"),
        ("\u202bنص\u202c", "نص"),
        ("Café NAÏVE", "cafe naive"),
        ("Straße Łódź Ærø", "strasse lodz aero"),
        ("ﬁnance ＡＢＣ", "finance abc"),
        ("co\u00adoperate", "cooperate"),
        (" two\t\n words\u00a0", "two words"),
    ],
)
def test_spellings_meet(one, other):
    assert fold(one) == fold(other) == other


def test_letters_that_a_script_needs_stay():
    assert fold("हिन्दी") == "हिन्दी"
    assert fold("が") == "が"


@given(st.text())
@example("ᾷ ΐ ŉ ǰ İ ẞ ﷺ")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x0600, max_codepoint=0x06FF)))
def test_folding_arabic_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bank's U.S. arm, in New-Town.", ["the", "bank", "us", "arm", "in", "new", "town"]),
        ("قال «الوزير»: نعم، ٣ مرات", ["قال", "الوزير", "نعم", "3", "مرات"]),
        ("snake_case", ["snake", "case"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
        ("— … !", []),
    ],
)
def test_texts_are_cut_into_folded_words(text, expected):
    assert tokens(text) == expected


@given(st.text())
def test_a_token_has_no_space_and_is_folded(text):
    for token in tokens(text):
        assert token == fold(token)
        assert not any(letter.isspace() for letter in token)
