"""The interface speaks both languages in full."""

from dataclasses import asdict

import pytest

from broadsheet.paper.errors import NoWordsError
from broadsheet.paper.words import WORDS, story_count, words_in


def test_every_word_is_written_in_english_and_arabic():
    english, arabic = asdict(WORDS["en"]), asdict(WORDS["ar"])

    empty = [name for words in (english, arabic) for name, text in words.items() if not text]
    untranslated = [name for name, text in arabic.items() if text == english[name]]

    assert set(WORDS) == {"en", "ar"}
    assert empty == []
    assert untranslated == []


def test_arabic_words_hold_no_latin_letters():
    texts = [text.replace("{name}", "") for text in asdict(WORDS["ar"]).values()]

    latin = [text for text in texts if any("a" <= letter <= "z" for letter in text.lower())]

    assert latin == []


def test_every_language_fills_the_same_places():
    for name, text in asdict(WORDS["en"]).items():
        assert ("{name}" in text) == ("{name}" in getattr(WORDS["ar"], name)), name


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "AR-lb"])
def test_region_does_not_change_the_words(tag):
    assert words_in(tag) is WORDS["ar"]


def test_language_without_words_is_named_with_the_remedy():
    with pytest.raises(NoWordsError) as caught:
        words_in("fr-BE")

    assert str(caught.value) == (
        "The pages have no words in 'fr-BE', only in en, ar. "
        "Give the edition one of these, or write its words in broadsheet/paper/words.py."
    )


@pytest.mark.parametrize(
    ("number", "phrase"),
    [
        (0, "لا أخبار"),
        (1, "خبر واحد"),
        (2, "خبران"),
        (3, "3 أخبار"),
        (10, "10 أخبار"),
        (11, "11 خبرًا"),
        (99, "99 خبرًا"),
        (100, "100 خبر"),
        (102, "102 خبر"),
        (103, "103 أخبار"),
        (111, "111 خبرًا"),
    ],
)
def test_arabic_count_agrees_with_its_noun(number, phrase):
    assert story_count("ar-EG", number, str(number)) == phrase


@pytest.mark.parametrize(("number", "phrase"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories")])
def test_english_count_agrees_with_its_noun(number, phrase):
    assert story_count("en", number, str(number)) == phrase


def test_count_is_written_in_the_figures_it_was_given():
    assert story_count("ar", 1204, "١٬٢٠٤") == "١٬٢٠٤ أخبار"
