"""Forms of a word meet in a stem, and different words do not."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from broadsheet.stylebook.folding import fold
from broadsheet.stylebook.stemming import stem


@pytest.mark.parametrize(
    "forms",
    [
        "وزراء الوزراء والوزراء للوزراء بالوزراء",
        "انتخاب انتخابات الانتخابات انتخاباتها والانتخابات",
        "لبنان لبناني اللبنانية اللبنانيين ولبنان",
        "إيران الإيرانية الإيراني إيرانيين",
        "مدينة المدينة ومدينة بالمدينة",
        "محمد ومحمد",
        "2026 و2026",
    ],
)
def test_forms_of_an_arabic_word_meet(forms):
    assert len({stem(fold(form), "ar") for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("لبنان", "لبن"), ("البحرين", "البحر"), ("وزراء", "زراء"), ("ولاية", "لاية")],
)
def test_different_arabic_words_stay_apart(one, other):
    assert stem(fold(one), "ar-EG") != stem(fold(other), "ar-EG")


@pytest.mark.parametrize(
    "forms",
    [
        "bank banks banking banked",
        "economy economies",
        "price prices pricing priced",
        "stop stops stopped stopping",
        "tax taxes taxed",
        "quick quickly",
    ],
)
def test_forms_of_an_english_word_meet(forms):
    assert len({stem(form, "en-GB") for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("news", "new"), ("king", "k"), ("red", "r"), ("bus", "bu"), ("sing", "s")]
)
def test_short_english_words_stay_whole(one, other):
    assert stem(one, "en") != stem(other, "en")


def test_a_language_without_rules_keeps_its_words():
    assert stem("nouvelles", "fr") == "nouvelles"


@given(
    st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=3, max_size=14),
)
def test_an_arabic_stem_keeps_three_letters_of_its_word(word):
    left = stem(word, "ar")

    assert len(left) >= 3
    assert left in word


@given(
    st.text(alphabet="abeinps", min_size=1, max_size=9),
    st.sampled_from(["", "s", "es", "ies", "ing", "ings", "ed", "ly"]),
)
@example("us", "ed")
@example("ss", "es")
@example("x", "es")
@example("abb", "ing")
def test_an_english_stem_keeps_three_letters(beginning, ending):
    word = f"{beginning}{ending}"
    assume(len(word) >= 3)

    left = stem(word, "en")

    assert len(left) >= 3
    assert left[:-1] == word[: len(left) - 1]
