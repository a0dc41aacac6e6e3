"""Readers' words become plain text that cannot reach beyond its own paragraph."""

import pytest

from broadsheet.comments.errors import FieldsError
from broadsheet.comments.keys import canonical, truncated
from broadsheet.comments.texts import Span, clean_line, clean_text, paragraphs, spans, written
from broadsheet.comments.words import TALK, comment_count


@pytest.mark.parametrize(
    "trick", ["\u202e", "\u202a", "\u2066", "\u2067", "\u200f", "\u061c", "\ufeff", "\u2028",
              "\u00ad", "\U000e0041", "\x00", "\x1b", "\ue000", "\ud800"]
)  # fmt: skip
def test_unseen_letters_and_overrides_are_taken_out(trick):
    assert clean_text(f"ab{trick}cd") == "abcd"


def test_spelling_keeps_its_joiners():
    assert clean_text("می\u200cخواهم") == "می\u200cخواهم"


def test_towers_of_marks_are_cut_and_vowelled_arabic_is_not():
    assert len(clean_text("Z" + "\u0301\u0302\u0303\u0304" * 50)) <= 5
    assert clean_text("مُحَمَّدٌ") == "مُحَمَّدٌ"


def test_empty_lines_do_not_pile_up():
    assert clean_text("a\r\n\r\n\r\n\r\nb  \n c") == "a\n\nb\nc"
    assert clean_line(" a\nb ") == "a b"


def test_megabyte_is_no_work():
    with pytest.raises(FieldsError) as caught:
        written({"name": "n", "mail": "a@b.example", "title": "t", "text": "x" * 1_000_000})

    assert caught.value.fields == {"text": "text_long"}


@pytest.mark.parametrize("mail", ["x", "a@b", "a@b.example\nBcc: c@d.example", "a b@c.example"])
def test_what_is_no_address_is_refused(mail):
    with pytest.raises(FieldsError) as caught:
        written({"name": "n", "mail": mail, "title": "t", "text": "x"})

    assert caught.value.fields == {"mail": "mail_wrong"}


def test_addresses_become_spans_without_the_sentences_own_marks():
    assert spans("See (https://a.example/b).") == (
        Span("See ("),
        Span("https://a.example/b", "https://a.example/b"),
        Span(")."),
    )
    assert spans('https://a.example/"onclick=x') == (
        Span("https://a.example/", "https://a.example/"),
        Span('"onclick=x'),
    )
    assert spans("javascript:alert(1) data:x") == (Span("javascript:alert(1) data:x"),)


def test_paragraphs_keep_lines():
    assert len(paragraphs("a\nb\n\nc")) == 2


def test_mailboxes_have_one_spelling():
    assert canonical(" Re.Ader+x@GoogleMail.com") == "reader@gmail.com"
    assert canonical("la.yla+x@readers.example") == "la.yla@readers.example"


def test_machines_are_cut_to_their_network():
    assert truncated("192.0.2.77") == "192.0.2.0"
    assert truncated("::ffff:192.0.2.77") == "192.0.2.0"
    assert truncated("2001:db8:1:2::9") == "2001:db8:1::"
    assert truncated("nonsense") == ""


def test_both_languages_say_everything_with_the_same_places():
    english, arabic = TALK["en"], TALK["ar"]

    assert english.keys() == arabic.keys()
    for name, text in english.items():
        places = {part.partition("}")[0] for part in text.split("{")[1:]}
        assert places == {part.partition("}")[0] for part in arabic[name].split("{")[1:]}, name


@pytest.mark.parametrize(
    ("number", "text"), [(0, "لا تعليقات"), (1, "تعليق واحد"), (2, "تعليقان"), (5, "5 تعليقات"),
                         (11, "11 تعليقًا"), (100, "100 تعليق")]
)  # fmt: skip
def test_arabic_counts_agree(number, text):
    assert comment_count("ar-EG", number, str(number)) == text
