import html
import re

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.formats.markup import body_from_html, body_from_text, count_words, one_line


def test_text_after_an_inline_tag_is_kept():
    body = body_from_html("<p>One <b>two</b> three<i>, four</i> five.</p>")

    assert body.html == "<p>One <strong>two</strong> three<em>, four</em> five.</p>"
    assert body.text == "One two three, four five."


def test_stray_text_and_divisions_become_paragraphs_that_do_not_run_together():
    body = body_from_html("before<div>one</div><div>two<p>three</p>after</div>")

    assert body.text == "before\n\none\n\ntwo\n\nthree\n\nafter"


def test_two_line_breaks_end_a_paragraph_and_one_does_not():
    body = body_from_html("one<br><br>two<br>three")

    assert body.html == "<p>one</p>\n<p>two<br>three</p>"


def test_nested_lists_keep_their_shape_and_every_item():
    body = body_from_html("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>")

    assert body.html == "<ul><li>a<ul><li>b</li></ul></li><li>c<br>d</li></ul>"
    assert body.text.split() == ["a", "b", "c", "d"]


def test_tables_keep_captions_heads_spans_and_empty_cells():
    body = body_from_html(
        '<table><caption>Tides</caption><tr><th colspan="2">Day</th></tr>'
        "<tr><td></td><td>high</td></tr></table>"
    )

    assert '<th colspan="2">Day</th>' in body.html
    assert "<td></td><td>high</td>" in body.html
    assert body.text == "Tides\nDay\nhigh"


def test_scripts_go_with_their_text_and_unsafe_links_keep_only_theirs():
    body = body_from_html('<p><script>x()</script><a href="javascript:x()">read</a> on</p>')

    assert body.html == "<p>read on</p>"


def test_relative_links_are_resolved_and_without_a_base_taken_off():
    source = '<p><a href="/map">map</a></p>'

    assert 'href="https://e.example/map"' in body_from_html(source, base="https://e.example/x").html
    assert body_from_html(source).html == "<p>map</p>"


def test_a_figure_becomes_a_picture_with_caption_and_credit():
    body = body_from_html(
        '<figure><img src="https://e.example/a.jpg" alt="alt"><figcaption>At sea</figcaption>'
        "<div>Photo desk</div></figure><p>Text</p>"
    )

    assert body.text == "Text"
    assert body.images[0].caption == "At sea"
    assert body.images[0].credit == "Photo desk"


def test_a_figure_without_pictures_keeps_its_words():
    body = body_from_html(
        "<figure><blockquote>Said</blockquote><figcaption>Who</figcaption></figure>"
    )

    assert body.text == "Said\n\nWho"


def test_counting_pixels_are_no_pictures():
    assert not body_from_html('<img src="https://e.example/t.gif" width="1" height="1">').images


def test_embedded_frames_are_left_out_and_told():
    body = body_from_html('<p>a</p><iframe src="https://e.example/"></iframe>')

    assert body.repairs == ("Left out of the body: iframe.",)


def test_direction_and_language_of_words_are_kept():
    body = body_from_html('<p dir="rtl" lang="ar">قال <span dir="ltr">NASA</span></p>')

    assert body.html == '<p lang="ar" dir="rtl">قال <span dir="ltr">NASA</span></p>'


def test_deep_nesting_is_read_as_text_and_told():
    body = body_from_html("<div>" * 5000 + "deep")

    assert body.text == "deep"
    assert "nested" in body.repairs[0]


def test_lines_broken_by_a_machine_become_one_paragraph_again():
    body = body_from_text(
        "The night ferry across Halden Sound carried its first\n"
        "passengers on Thursday, two years after the harbour\n"
        "board had promised it.\n\n   The boat is called Patient Gull."
    )

    assert [block.text.count("\n") for block in body.blocks] == [0, 0]
    assert body.blocks[1].text == "The boat is called Patient Gull."


def test_columns_of_figures_keep_their_shape():
    body = body_from_text("Halden    2   1\nOrrin     3   0\nMarrow    1   1")

    assert body.blocks[0].tag == "pre"
    assert body.text.count("\n") == 2


def test_dashes_are_no_words_in_either_script():
    assert count_words("one – two") == 2
    assert count_words("مرسى الندى – اليوم") == 3


def test_a_headline_loses_tags_and_entities():
    assert one_line("Salt &amp; <i>fish</i>\n tonight") == "Salt & fish tonight"
    assert one_line("  ") is None


@given(st.text(alphabet="<>/&;pbdivultable \n\"'=xé", max_size=200))
def test_any_markup_becomes_balanced_blocks_whose_words_are_the_text(source):
    body = body_from_html(source)

    openings = re.findall(r"<([a-z0-9]+)", body.html)
    closings = re.findall(r"</([a-z0-9]+)", body.html)
    assert sorted(tag for tag in openings if tag != "br") == sorted(closings)
    bare = html.unescape(re.sub(r"<[^>]+>", " ", body.html))
    assert bare.split() == body.text.split() or "".join(bare.split()) == "".join(body.text.split())
