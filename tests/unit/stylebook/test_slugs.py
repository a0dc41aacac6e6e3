"""Slugs are short, safe and in the headline's own script."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.stylebook.slugs import slug

DEVICES = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))}


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("River rises; two bridges shut", "river-rises-two-bridges-shut"),
        ("Harbour’s “last” ferry — sold", "harbours-last-ferry-sold"),
        ("L'Été à Zürich: 3.5 Ångström", "lete-a-zurich-3-5-angstrom"),
        ("Straße, Łódź, Ørsted, Þing", "strasse-lodz-orsted-thing"),
        ("İSTANBUL", "istanbul"),
        ("ميناءُ المدينةِ يُغلق أبوابَه", "ميناء-المدينة-يغلق-أبوابه"),
        ("«جســـر» جديد", "جسر-جديد"),
        ("\u202bخبر\u202c \u200fعاجل\u200b", "خبر-عاجل"),
        ("ﻻ عودة", "لا-عودة"),
        ("می\u200cخواهم", "میخواهم"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("Ёлка и Йод", "ёлка-и-йод"),
        ("../../etc/passwd\0", "etc-passwd"),
        ("", "story"),
        ("?!…", "story"),
        ("..", "story"),
        ("CON", "con-story"),
        ("com¹", "com1-story"),
    ],
)
def test_headlines_become_slugs(headline, expected):
    assert slug(headline) == unicodedata.normalize("NFC", expected)


def test_a_headline_without_words_gets_the_given_fallback():
    assert slug("!!!", fallback="Live Blog") == "live-blog"


def test_a_long_headline_is_cut_between_words():
    cut = slug("The council of the northern province approves a budget for its thirteen bridges")

    assert cut == "the-council-of-the-northern-province-approves-a-budget-for"


def test_a_long_arabic_headline_keeps_to_the_bytes_of_a_file_name():
    cut = slug("كلمة " * 40)

    assert len(cut) <= 60
    assert len(cut.encode()) <= 160
    assert set(cut.split("-")) == {"كلمة"}


def test_a_single_endless_word_is_cut_inside():
    assert slug("ا" * 200) == "ا" * 60
    assert slug("字" * 200) == "字" * 53


@given(st.text(max_size=200), st.text(max_size=20))
@example("con", "con")
@example("a\u0300\u200d\u0300", "")
def test_every_slug_is_a_safe_path_segment(headline, fallback):
    made = slug(headline, fallback=fallback)

    assert 0 < len(made) <= 130
    assert made not in DEVICES
    assert not set("/\\\0.:*?\"<>| '").intersection(made)
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert "--" not in made
    assert unicodedata.is_normalized("NFC", made)
    assert not any(unicodedata.category(letter) in {"Cf", "Cc", "Cs"} for letter in made)


@given(st.text(alphabet="ab ا字", min_size=50, max_size=300))
def test_slugs_keep_to_both_limits(headline):
    made = slug(headline)

    assert len(made) <= 60
    assert len(made.encode()) <= 160


@given(st.text(max_size=80))
def test_a_slug_is_its_own_slug(headline):
    made = slug(headline)

    assert slug(made) == made
