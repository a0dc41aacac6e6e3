"""A masked text reads as plain, and its letters know where they stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stylebook.arabizi import arabic_skeleton, latin_skeleton, without_article
from broadsheet.stylebook.clitics import stems
from broadsheet.stylebook.leet import arabic_readings, leet_key
from broadsheet.stylebook.unmasking import undotted, unmask, unstretched


@pytest.mark.parametrize(
    ("masked", "plain"),
    [
        ("Ѕtuріd", "stupid"),
        ("🅸🅳🅸🅾🆃", "idiot"),
        ("🇮🇩🇮🇴🇹", "idiot"),
        ("ⓢⓣⓤⓟⓘⓓ", "stupid"),
        ("𝓼𝓽𝓾𝓹𝓲𝓭", "stupid"),
        ("ꜱᴛᴜᴘɪᴅ", "stupid"),
        ("ＩＤＩＯＴ", "idiot"),
        ("i\u200bd\u202eio\ufe0ft", "idiot"),
        ("í̶d̶i̶ö̧t", "idiot"),
        ("İdıot", "idiot"),
        ("ﻏﺒﻲ", "غبي"),
        ("غـــبـيّ", "غبي"),
        ("ڠبێ", "غبي"),
        ("أحمق إحمق آحمق ٱحمق", "احمق احمق احمق احمق"),
        ("مسؤول هيئة بذيء", "مسوول هييه بذي"),
        ("کلب گلب", "كلب كلب"),
        ("٢٠٢٦ ۲۰۲۶", "2026 2026"),
        ("ﬁne æther", "fine aether"),
    ],
)
def test_masks_come_off(masked, plain):
    assert unmask(masked).text == plain


def test_a_span_is_that_of_the_original():
    masked = "x غـــبـيّ y"
    plain = unmask(masked)
    start = plain.text.index("غبي")

    first, last = plain.original_span(start, start + 3)

    assert masked[first:last] == "غـــبـيّ"


@given(st.text())
def test_every_letter_has_a_place_and_places_rise(text):
    plain = unmask(text)

    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert list(plain.starts) == sorted(plain.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(plain.starts, plain.ends, strict=True))


@given(st.text())
def test_unmasking_twice_is_unmasking_once(text):
    once = unmask(text).text

    assert unmask(once).text == once


def test_stretched_and_doubled_letters_meet():
    assert unstretched("stuuuupiid") == unstretched("stupid")


def test_words_that_differ_by_dots_share_a_shape():
    assert undotted("غبي") == undotted("عٮى".replace("ى", "ي")) == undotted("غٮٮ")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("7mar", "حمار"),
        ("hmaar", "حمار"),
        ("7omar", "حمار"),
        ("kalb", "كلب"),
        ("ghabi", "غبي"),
        ("a7ma8", "احمق"),
        ("m3touh", "معتوه"),
        ("7a8ir", "حقير"),
        ("gaban", "جبان"),
    ],
)
def test_arabizi_meets_arabic(typed, word):
    assert latin_skeleton(typed) == arabic_skeleton(word)


def test_an_article_comes_off_arabizi():
    assert [without_article(word) for word in ("el7mar", "wel-kalb", "bal7mar", "elk")] == [
        "7mar",
        "kalb",
        "7mar",
        "elk",
    ]


@pytest.mark.parametrize(
    ("token", "stem"),
    [
        ("والاغبيا", "اغبيا"),
        ("ياحمار", "حمار"),
        ("للكلب", "كلب"),
        ("غبيتهم", "غبيه"),
        ("كلبكم", "كلب"),
        ("وبالكلب", "كلب"),
    ],
)
def test_joined_letters_come_off(token, stem):
    assert stem in set(stems(token))


def test_no_stem_is_shorter_than_a_word():
    assert min(map(len, stems("والكلب"))) >= 3


def test_disguises_share_a_key_with_the_word():
    assert {leet_key(word) for word in ("1d10t", "!diot", "id|ot", "idiiooot")} == {
        leet_key("idiot")
    }


def test_digits_inside_arabic_are_letters_and_numbers_stay_numbers():
    assert "حمار" in arabic_readings("حم1ر")
    assert arabic_readings("و87") == []
