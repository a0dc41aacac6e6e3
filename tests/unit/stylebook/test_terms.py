"""Terms say what a story is about, and relatives share them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stylebook.folding import tokens
from broadsheet.stylebook.stop_words import stop_words
from broadsheet.stylebook.terms import (
    HEAVIEST,
    LEAST_SIMILARITY,
    LONGEST_TERM,
    MOST_RELATED,
    MOST_TERMS,
    MOST_WEIGHED,
    heaviest_terms,
    most_alike,
    similarity,
    top_terms,
    weigh_terms,
)

VECTORS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.floats(min_value=0.1, max_value=9),
    min_size=1,
    max_size=30,
)


def kept(weights, documents=100, frequency=lambda _: 3):
    return top_terms(weights, document_frequency=frequency, documents=documents)


def test_grammar_numbers_and_single_letters_are_no_terms():
    weighed = weigh_terms(
        "The 3 of a 2026", "And it was said on Monday, x 40 percent", language="en"
    )

    assert weighed == {}


def test_arabic_grammar_is_no_term():
    assert weigh_terms("وقال إن ذلك", "الذي كان في هذا، ومن ثم أضاف", language="ar") == {}


def test_forms_of_a_word_are_one_term():
    weighed = weigh_terms("", "Ferries sail. A ferry sails. The ferry sailed.", language="en")

    assert set(weighed) == {"ferri", "sail"}


def test_arabic_forms_of_a_word_are_one_term():
    weighed = weigh_terms("", "الانتخابات انتخابات والانتخابات", language="ar")

    assert len(weighed) == 1


def test_the_headline_outweighs_the_text_and_keywords_the_headline():
    weighed = weigh_terms("Harbour", "Bridge", language="en", keywords=["Lighthouse"])

    assert weighed["lighthous"] > weighed["harbour"] > weighed["bridg"]


def test_neighbours_in_the_headline_are_a_term():
    assert "bridg clos" in weigh_terms("Bridge closed", "", language="en")


def test_a_name_of_several_words_is_a_term():
    weighed = weigh_terms("", "He lives in Upper Marsh. The Old Ferry, too.", language="en")

    assert "upper marsh" in weighed
    assert "ferri too" not in weighed


def test_the_terms_of_a_long_story_are_bounded():
    text = " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(5000))

    assert len(weigh_terms("", text, language="en")) == MOST_WEIGHED


def test_no_term_is_longer_than_its_column():
    weighed = weigh_terms(
        "x" * 99 + " " + "y" * 99, "Q" + "z" * 99 + " W" + "z" * 99, language="en"
    )

    assert max(map(len, weighed)) == LONGEST_TERM


def test_a_rare_term_counts_more_than_a_common_one():
    vector = kept({"rare": 1.0, "common": 1.0}, frequency={"rare": 1, "common": 90}.__getitem__)

    assert list(vector) == ["rare", "common"]
    assert vector["rare"] > vector["common"]


@given(VECTORS, st.integers(min_value=0, max_value=10**6))
def test_kept_terms_are_a_vector_of_length_one(weights, documents):
    vector = kept(weights, documents, frequency=lambda _: documents)

    assert 1 <= len(vector) <= MOST_TERMS
    assert math.isclose(sum(weight**2 for weight in vector.values()), 1)
    assert list(vector.values()) == sorted(vector.values(), reverse=True)


def test_a_story_without_terms_has_no_vector():
    assert kept({}) == {}
    assert heaviest_terms({}) == []


@given(VECTORS, VECTORS)
def test_similarity_goes_both_ways_and_from_nothing_to_the_same(one, other):
    a, b = kept(one), kept(other)

    assert math.isclose(similarity(a, b), similarity(b, a), abs_tol=1e-9)
    assert 0 <= similarity(a, b) <= 1 + 1e-9
    assert math.isclose(similarity(a, a), 1)


def test_candidates_are_looked_up_by_the_heaviest_terms():
    vector = kept({f"term{n:02}": float(n) for n in range(1, 20)})

    assert heaviest_terms(vector) == [f"term{n:02}" for n in range(19, 19 - HEAVIEST, -1)]


def test_relatives_are_few_and_best_first():
    mine = {"ferry": 0.8, "harbour": 0.6}
    candidates = [
        ("near", {"ferry": 0.5}),
        ("nearest", {"ferry": 0.9}),
        *((f"equal{n}", {"harbour": 0.5}) for n in range(9)),
    ]

    chosen = [key for key, _ in most_alike(mine, candidates)]

    assert chosen == ["nearest", "near", "equal0", "equal1", "equal2"]
    assert len(chosen) == MOST_RELATED


def test_a_distant_story_is_no_relative():
    candidates = [("far", {"ferry": LEAST_SIMILARITY - 0.01}), ("near", {"ferry": 0.5})]

    assert most_alike({"ferry": 1.0}, candidates) == [("near", 0.5)]


@pytest.mark.parametrize("language", ["en-GB", "ar-EG"])
def test_stop_words_are_folded_as_the_words_they_stop(language):
    assert stop_words(language)
    assert all(tokens(word) == [word] for word in stop_words(language))


def test_a_language_without_a_list_stops_no_word():
    assert stop_words("fr") == frozenset()
