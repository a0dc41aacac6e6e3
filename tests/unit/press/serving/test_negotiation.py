"""Accept-Encoding becomes the codings to try, best first."""

import pytest

from broadsheet.press.serving.negotiation import codings_for


@pytest.mark.parametrize(
    ("header", "codings"),
    [
        (None, ()),
        ("", ()),
        ("identity", ()),
        ("deflate, zstd", ()),
        ("gzip", ("gzip",)),
        ("x-gzip", ("gzip",)),
        ("gzip, deflate, br", ("br", "gzip")),
        ("GZIP , BR", ("br", "gzip")),
        ("br;q=0.5, gzip;q=0.9", ("gzip", "br")),
        ("br;q=0, gzip", ("gzip",)),
        ("br;q=0, *", ("gzip",)),
        ("*", ("br", "gzip")),
        ("*;q=0", ()),
        ("identity;q=1, gzip;q=0.5", ()),
        ("gzip;q=high", ()),
        ("gzip;q=7", ()),
        ("gzip;q=nan", ()),
        ("gzip, " * 100, ()),
    ],
)
def test_codings_follow_the_readers_weights(header, codings):
    assert codings_for(header) == codings
