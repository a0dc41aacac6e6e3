"""Tags tell direction, name and kind of a language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stylebook.errors import NotALanguageTagError
from broadsheet.stylebook.languages import direction, is_arabic, native_name, normal_tag


@pytest.mark.parametrize(
    "tag",
    ["ar", "ar-EG", "arz", "AR_eg", "fa", "he-IL", "ur", "ps", "ckb-IQ", "az-Arab", "pa-PK", "dv"],
)
def test_these_read_right_to_left(tag):
    assert direction(tag) == "rtl"


@pytest.mark.parametrize(
    "tag", ["en", "en-GB", "fr", "ar-Latn", "ur-Latn-PK", "az", "pa-IN", "zh-Hant", "", "qqq"]
)
def test_these_read_left_to_right(tag):
    assert direction(tag) == "ltr"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("AR", "ar"),
        ("en_gb", "en-GB"),
        ("AZ-arab-ir", "az-Arab-IR"),
        ("es-419", "es-419"),
        ("de-ch-1996", "de-CH-1996"),
        ("EN-X-US", "en-x-us"),
        ("ar-u-nu-LATN", "ar-u-nu-latn"),
        (" sr-latn ", "sr-Latn"),
    ],
)
def test_tags_are_written_in_their_recommended_case(tag, expected):
    assert normal_tag(tag) == expected


@pytest.mark.parametrize("text", ["", "a", "en--GB", "en-GB-", "عربي", "en GB", "e1"])
def test_what_is_no_tag_is_refused_with_examples(text):
    with pytest.raises(NotALanguageTagError, match=r"is not a language tag.*BCP 47: ar, en-GB"):
        normal_tag(text)


def test_kinds_of_arabic_are_arabic_unless_written_in_latin():
    assert is_arabic("ar")
    assert is_arabic("ar_EG")
    assert is_arabic("arz-Arab")
    assert not is_arabic("ar-Latn")
    assert not is_arabic("fa")


def test_languages_name_themselves():
    assert native_name("ar-EG") == "العربية"
    assert native_name("apc") == "العربية"
    assert native_name("en-GB") == "English"
    assert native_name("sr-Latn-RS") == "Srpski"
    assert native_name("qqq") == "qqq"


@given(st.text(max_size=20))
def test_no_text_upsets_a_question_about_a_tag(text):
    assert direction(text) in {"ltr", "rtl"}
    assert native_name(text) is not None
    assert is_arabic(text) in {True, False}
