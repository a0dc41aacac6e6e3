"""Share links carry headline and address whole, in any script."""

from urllib.parse import parse_qsl, urlsplit

from broadsheet.paper.share import share_links
from broadsheet.paper.words import words_in

ADDRESS = "https://courier.example/ar/world/2026/11/k3f9aa0001-x/?a=1&b=2"
HEADLINE = "خبر & «عنوان» #1 = 100%"


def links():
    return share_links(ADDRESS, HEADLINE, words_in("en"))


def carried(link):
    return " ".join(value for _, value in parse_qsl(urlsplit(link.url).query))


def test_every_link_carries_the_address():
    missing = [link.text for link in links() if ADDRESS not in carried(link)]

    assert missing == []


def test_links_that_take_a_text_carry_the_headline():
    missing = [link.text for link in links() if HEADLINE not in carried(link)]

    assert missing == ["Facebook"]


def test_links_are_plain_addresses():
    for link in links():
        assert link.url.isascii()
        assert urlsplit(link.url).scheme in {"https", "mailto"}
