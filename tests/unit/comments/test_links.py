"""Addresses are found however they are written, and known by their registered name."""

import pytest

from broadsheet.comments.language.links import Verdicts, badness, find_links, registered_domain


def hosts(text):
    return [link.host for link in find_links(text)]


@pytest.mark.parametrize(
    "text",
    [
        "http://evil.com/x",
        "HTTPS://EVIL.COM",
        "hxxps://evil.com",
        "hxxp://evil[.]com",
        "http[:]//evil.com",
        "evil[.]com",
        "evil (dot) com now",
        "evil dot com",
        "evil نقطة com",
        "evil。com",
        "ｅｖｉｌ.com",
        "http://user:secret@evil.com/",
    ],
)
def test_an_address_is_found_however_it_is_written(text):
    assert hosts(f"see {text}") == ["evil.com"]


@pytest.mark.parametrize("text", ["hxxp://evil.com", "evil[.]com", "evil dot com"])
def test_a_hidden_address_is_told_from_a_plain_one(text):
    assert [link.is_obfuscated for link in find_links(text)] == [True]
    assert [link.is_obfuscated for link in find_links("http://evil.com")] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "the end.The next",
        "He came.Store it",
        "first.name.com@host.example",
        "He is in.So what",
        "a@b.com",
        "U.S. and e.g. 3.5",
        "go to.me",
        "1.2",
    ],
)
def test_sentences_numbers_and_mail_addresses_are_no_links(text):
    assert hosts(text) == []


@pytest.mark.parametrize(
    ("host", "plays"),
    [
        ("рayрal.com", True),
        ("xn--pypal-4ve.com", True),
        ("аррӏе.com", True),
        ("пример.рф", False),
        ("münchen.de", False),
        ("موقع.com", False),
        ("1.2.3.4", False),
        ("xn--zzzzzz.com", False),
    ],
)
def test_a_name_in_foreign_letters_that_plays_another_is_told(host, plays):
    assert [link.is_homograph for link in find_links(f"http://{host}/")] == [plays]


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.example.com", "example.com"),
        ("news.example.co.uk", "example.co.uk"),
        ("x.spam.blogspot.com", "spam.blogspot.com"),
        ("example.com", "example.com"),
        ("10.0.0.1", "10.0.0.1"),
    ],
)
def test_a_host_counts_under_its_registered_name(host, domain):
    assert registered_domain(host) == domain


def test_a_shortener_is_told():
    assert [link.is_short for link in find_links("bit.ly/x and https://example.com")] == [
        True,
        False,
    ]


def test_a_link_stands_where_it_was_written():
    text = "نص http://a.example/x ثم b.example.com"

    assert [text[link.start : link.end] for link in find_links(text)] == [
        "http://a.example",
        "b.example.com",
    ]


def test_earlier_decisions_move_what_to_expect_of_a_domain():
    reputation = {"bad.example": Verdicts(0, 8), "good.example": Verdicts(8, 0)}

    assert badness("bad.example", reputation) == 0.9
    assert badness("new.example", reputation) == 0.5
    assert badness("good.example", reputation) == 0.1
