"""Styles and scripts are small, safe, and the same for both directions."""

import re

import brotli
import pytest

from broadsheet.paper.errors import NotAColourError, NotAColourKeyError
from broadsheet.paper.rendering import asset, favicon, stylesheet
from broadsheet.paper.sheets import Colour, ColourSheet
from tests.browser import sample_sheets as samples

PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|width|height|min-width|max-width|min-height|max-height|float)\s*:"
)


def test_stylesheet_of_an_edition_is_under_ten_kilobytes_on_the_wire():
    sheet = stylesheet(samples.colours("ar"))

    assert len(brotli.compress(sheet.encode(), quality=5)) <= 10_000


def test_script_is_under_two_kilobytes():
    assert len(asset("site.js").encode()) <= 2_000


def test_scripts_of_the_comment_form_are_under_four_kilobytes_on_the_wire():
    sizes = [
        len(brotli.compress(asset(name).encode(), quality=5))
        for name in ("comments.js", "proof.js")
    ]

    assert sum(sizes) <= 4_000


def test_styles_use_logical_properties_alone():
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", asset("site.css"), flags=re.DOTALL)

    assert PHYSICAL.findall(rules) == []


def test_styles_ask_nobody_else_for_anything():
    assert not re.search(r"url\(|@import|https?:", asset("site.css"))


def test_braces_of_the_stylesheet_match():
    sheet = stylesheet(samples.colours("en"))

    assert sheet.count("{") == sheet.count("}")


def test_section_colours_are_readable_in_both_schemes():
    sheet = stylesheet(ColourSheet(edition="#ffff00", sections=(Colour(key="x", value="#ffff00"),)))

    assert sheet.count(".s-x{") == 2
    assert "#ffff00" not in sheet.partition("@media (prefers-color-scheme:dark)")[0]
    assert sheet.endswith("}\n")


def test_word_that_is_no_colour_cannot_enter_the_stylesheet():
    with pytest.raises(NotAColourError):
        stylesheet(ColourSheet(edition="red}body{display:none"))


def test_key_that_is_no_class_name_cannot_enter_the_stylesheet():
    colours = ColourSheet(edition="#7a1f1f", sections=(Colour(key="x{}", value="#000000"),))

    with pytest.raises(NotAColourKeyError) as caught:
        stylesheet(colours)

    assert str(caught.value) == (
        "'x{}' cannot name a colour in the styles. Use small letters, digits and hyphens."
    )


def test_favicon_takes_the_colour_of_the_edition():
    assert 'fill="#7a1f1f"' in favicon(samples.colours("en"))
    assert 'fill="#0f5c5c"' in favicon(samples.colours("ar"))
