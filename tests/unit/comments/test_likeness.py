"""Near-repeats share a band and measure alike; other texts do not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comments.language.likeness import (
    ALIKE,
    BANDS,
    PLACES,
    likeness,
    most_alike,
    signature,
)

ADVERT = (
    "Our customers earn good money from home every single week, with no experience at all and no "
    "risk; write to us today and we will show you how it is done before the offer ends on Friday."
)
ARABIC = "اربح المال من المنزل كل أسبوع دون خبرة ودون مخاطرة واكتب إلينا اليوم لنخبرك كيف يكون ذلك قبل أن ينتهي العرض"

KEPT = (8278145428904603901, 383610744, "32392ea9")


def share_a_band(one, other):
    return any(a == b for a, b in zip(one.bands, other.bands, strict=True))


@pytest.mark.parametrize("text", [ADVERT, ARABIC])
def test_case_spaces_marks_and_lookalikes_make_no_difference(text):
    masked = text.upper().replace(" ", "  ").replace("e", "е").replace("م", "مـ").replace(".", "!")

    assert signature(masked) == signature(text)


@pytest.mark.parametrize("text", [ADVERT, ARABIC])
def test_a_text_with_one_word_changed_is_found_again(text):
    words = text.split()
    for place in range(len(words)):
        other = signature(" ".join([*words[:place], "another", *words[place + 1 :]]))

        assert share_a_band(signature(text), other)
        assert likeness(signature(text).sketch, other.sketch) >= ALIKE


def test_texts_of_other_words_do_not_meet():
    draw = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    texts = [" ".join("".join(draw.choices(letters, k=5)) for _ in range(40)) for _ in range(200)]
    signed = [signature(text) for text in texts]

    assert not any(share_a_band(signed[0], other) for other in signed[1:])
    assert max(likeness(signed[0].sketch, other.sketch) for other in signed[1:]) < 0.3


def test_the_likest_comes_first_and_the_unlike_not_at_all():
    near = signature(ADVERT.replace("Friday", "Monday"))
    far = signature("Something else was said here by someone else about the weather of the day.")
    rows = [("far", far.sketch), ("near", near.sketch), ("same", signature(ADVERT).sketch)]

    assert [row for row, _ in most_alike(signature(ADVERT).sketch, rows)] == ["same", "near"]


def test_a_text_without_letters_has_no_signature():
    assert signature(" … ! ") is None


@given(st.text(min_size=1))
def test_numbers_fit_their_columns(text):
    signed = signature(f"{text}a")

    assert len(signed.bands) == BANDS
    assert len(signed.sketch) == PLACES
    assert all(0 <= band < 2**31 for band in signed.bands)
    assert 0 <= signed.whole < 2**63


def test_a_signature_stays_the_same_between_versions():
    """What is stored has to be found again: a change here needs a migration that signs anew."""
    signed = signature("Broadsheet")

    assert (signed.whole, signed.bands[0], signed.sketch[:4].hex()) == KEPT
