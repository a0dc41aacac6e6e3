"""Whatever a reader writes comes out as paragraphs and links and nothing else."""

import lxml.html
import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.comments.language.autolink import MOST_SHOWN, REL, as_html, as_line, shown
from tests.security.evasions import families, lines

ALLOWED = {
    "p": {"dir"},
    "br": set(),
    "bdi": set(),
    "a": {"href", "rel", "dir"},
    "div": set(),
}
FAMILIES = sorted(families())


def tree(html):
    return lxml.html.fromstring(f"<div>{html}</div>")


def shape(html):
    """What a tree holds: each element with its attributes and the text around it."""
    return [
        (one.tag, dict(one.attrib), one.text or "", one.tail or "") for one in tree(html).iter()
    ]


def as_html5_reads(html):
    """The same after a parser that follows the standard threw out what is not allowed."""
    tags = set(ALLOWED) - {"div"}
    attributes = {tag: names for tag, names in ALLOWED.items() if names}
    return nh3.clean(
        html, tags=tags, attributes=attributes, link_rel=None, url_schemes={"http", "https"}
    )


def assert_harmless(html):
    for one in tree(html).iter():
        assert one.tag in ALLOWED, html
        assert set(one.attrib) <= ALLOWED[one.tag], html
        if one.tag == "a":
            assert one.get("href").startswith(("http://", "https://"))
            assert one.get("rel") == REL


def test_there_are_thousands_of_lines_and_none_twice():
    told = lines()

    assert len(told) > 5000
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("family", FAMILIES)
def test_no_evasion_leaves_more_than_paragraphs_and_links(family):
    for line in families()[family]:
        assert_harmless(as_html(line))
        assert_harmless(as_line(line))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_parser_by_the_standard_finds_nothing_to_take_out(family):
    html = "".join(f"{as_html(line)}{as_line(line)}" for line in families()[family])

    assert shape(as_html5_reads(html)) == shape(html)


@given(st.text(st.sampled_from("<>\"'&/=:ahtps. \n\x00\u202ejvscript();#x@[]"), max_size=80))
def test_no_text_leaves_more_than_paragraphs_and_links(text):
    assert_harmless(as_html(text))
    assert_harmless(as_line(text))


@given(st.text())
def test_nothing_of_a_plain_text_is_lost(text):
    read = " ".join(tree(as_html(text.replace("/", "|"))).text_content().split())

    assert "".join(read.split()) == "".join(shown(text.replace("/", "|")).split())


def test_an_address_is_a_link_and_the_sentence_keeps_its_punctuation():
    html = as_html("See (https://a.example/x_(y)), نعم https://b.example/؟")

    assert [a.get("href") for a in tree(html).iter("a")] == [
        "https://a.example/x_(y)",
        "https://b.example/",
    ]
    assert "نعم" in tree(html).text_content()
    assert tree(html).text_content().endswith("؟")


def test_a_link_shows_so_many_letters_and_leads_to_all():
    address = f"https://a.example/{'x' * 500}"
    (link,) = tree(as_html(address)).iter("a")

    assert len(link.text_content()) == MOST_SHOWN
    assert link.get("href") == address


@pytest.mark.parametrize(
    "address", ["https://u:p@a.example/", "http://[::1]/", f"https://a.example/{'x' * 2500}"]
)
def test_addresses_that_mislead_stay_text(address):
    assert list(tree(as_html(address)).iter("a")) == []


def test_blank_lines_part_paragraphs_and_line_ends_stay():
    html = as_html("one\r\ntwo\n \n\n\nthree")

    assert str(html) == '<p dir="auto">one<br>two</p><p dir="auto">three</p>'


def test_turning_signs_controls_and_heaped_marks_are_not_shown():
    assert shown("a\u202eb\u2066c\x00d\x1b\u200be") == "abcde"
    assert len(shown("a" + "\u0301" * 50)) == 9
    assert shown("می\u200cخواهم 👨\u200d👩\u200d👧") == "می\u200cخواهم 👨\u200d👩\u200d👧"
    assert shown("بِسْمِ") == "بِسْمِ"


def test_a_name_is_one_line_that_turns_nothing_around_it():
    assert str(as_line(" A\n<b>\u202e ")) == "<bdi>A &lt;b&gt;</bdi>"
