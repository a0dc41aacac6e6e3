"""A colour stays readable whatever an editor chose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.paper.colours import DARK_WASH, LIGHT_WASH, contrast, readable_on
from broadsheet.paper.errors import NotAColourError

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_of_black_and_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@given(colour=COLOURS, paper=st.sampled_from((LIGHT_WASH, DARK_WASH, "#ffffff", "#000000")))
def test_every_colour_becomes_readable(colour, paper):
    text = readable_on(colour, paper)
    rule = readable_on(colour, paper, ratio=3)

    assert contrast(text, paper) >= 4.5
    assert contrast(rule, paper) >= 3


def test_readable_colour_is_left_alone():
    assert readable_on("#7a1f1f", "#ffffff") == "#7a1f1f"


def test_pale_colour_is_darkened_on_white_and_kept_on_black():
    assert readable_on("#e3a008", "#ffffff") != "#e3a008"
    assert readable_on("#e3a008", "#000000") == "#e3a008"


def test_ratio_beyond_reach_ends_in_black_or_white():
    assert readable_on("#808080", "#777777", ratio=21) == "#000000"
    assert readable_on("#808080", "#333333", ratio=21) == "#ffffff"


@pytest.mark.parametrize("value", ["red", "#fff", "#12345g", "", "#1234567", "#123456;}"])
def test_text_that_is_no_colour_is_refused_by_name(value):
    with pytest.raises(NotAColourError) as caught:
        readable_on(value, "#ffffff")

    assert str(caught.value) == (
        f"{value!r} is not a colour. Write # and six hexadecimal digits: #8a1c1c."
    )
