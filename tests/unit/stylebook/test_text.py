"""Plain text comes whole out of markup, however broken."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.stylebook.text import excerpt, plain, unescape_backslashes, words


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One &amp; two</p><p>Three</p>", "One & two\nThree"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a <b>bold</b>ly <i>set</i> word", "a boldly set word"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<p>before</p><script>if (a < b) { x() }</script><p>after</p>", "before\nafter"),
        ("<style>p {}</style><!-- note -->shown", "shown"),
        ("<head><title>Title</title></head><body><p>Body</p></body>", "Body"),
        ("<head><p>Body</p>", "Body"),
        ("&#x645;&#1589;&#1585;&nbsp;&copy;", "مصر ©"),
        ("<p dir=rtl>خبر</p>\r\n\r\n<p>ثان</p>", "خبر\nثان"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("left <b>open", "left open"),
        ("", ""),
    ],
)
def test_markup_goes_and_words_stay(html, expected):
    assert plain(html) == expected


@given(st.text(alphabet="<>/!-[]?&;#x\"'= abpt\nم", max_size=60))
@example("<![x[")
@example("<![")
@example("<!d[<!x")
@example("<!doctype [<!element x")
def test_broken_markup_is_read_as_far_as_it_goes(html):
    lines = plain(html).split("\n")

    assert all(line == " ".join(line.split()) for line in lines)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The harbour's two-way bridge — shut.", 5),
        ("war—peace", 2),
        ("أعلنت المدينة، أمس، إغلاق «الجسر» ٣ أيام", 7),
        (" … ", 0),
        ("", 0),
    ],
)
def test_words_are_counted_in_both_scripts(text, count):
    assert words(text) == count


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Short enough", 12, "Short enough"),
        ("The bridge, they said, is shut", 14, "The bridge…"),
        ("The bridge is shut", 11, "The bridge…"),
        ("أغلقت المدينة الجسر القديم", 15, "أغلقت المدينة…"),
        ("Unbreakable", 5, "Unbr…"),
        ("two\n\n lines", 20, "two lines"),
        ("anything", 0, ""),
    ],
)
def test_excerpts_end_between_words(text, most, expected):
    assert excerpt(text, most) == expected


@given(st.text(), st.integers(min_value=0, max_value=80))
def test_an_excerpt_is_never_longer_than_asked(text, most):
    assert len(excerpt(text, most)) <= most


def test_backslashes_before_quotes_are_taken_back():
    assert unescape_backslashes(r"The harbour\'s \"last\" ferry") == 'The harbour\'s "last" ferry'
    assert unescape_backslashes(r"C:\\press\new") == r"C:\press\new"
