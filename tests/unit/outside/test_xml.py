import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.outside.errors import (
    XmlEntities,
    XmlExternalEntity,
    XmlMalformed,
    XmlRefused,
    XmlTooDeep,
    XmlTooLarge,
    XmlTruncated,
)
from broadsheet.outside.xml import parse


def test_a_sound_document_needs_no_repair():
    document = parse('<?xml version="1.0" encoding="utf-8"?><a><b>c</b></a>')

    assert document.root.findtext("b") == "c"
    assert document.repairs == ()
    assert not document.is_cut_off


def test_nested_entities_are_refused_as_a_bomb():
    bomb = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'

    with pytest.raises(XmlEntities, match="could grow without bound") as refusal:
        parse(bomb)

    assert refusal.value.code == "entity_bomb"


def test_a_short_entity_used_without_end_is_refused_as_a_bomb():
    bomb = '<!DOCTYPE a [<!ENTITY x "hahaha">]><a>' + "&x;" * 20_000 + "</a>"

    with pytest.raises(XmlEntities):
        parse(bomb)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY x PUBLIC "-//X" "http://other.example/x">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://other.example/x.dtd"> %p;]>',
    ],
)
def test_external_entities_are_refused_and_nothing_is_fetched(doctype):
    with pytest.raises(XmlExternalEntity, match="Nothing was fetched") as refusal:
        parse(doctype + "<a>&x;</a>")

    assert refusal.value.code == "external_entity"


def test_a_document_type_that_only_names_a_dtd_is_read_without_it():
    document = parse('<!DOCTYPE rss PUBLIC "-//X//EN" "http://other.example/r.dtd"><rss>a</rss>')

    assert document.root.text == "a"


def test_plain_character_entities_of_the_file_are_replaced_and_told():
    document = parse('<!DOCTYPE a [<!ENTITY dash "&#8211;">]><a>one &dash; two</a>')

    assert document.root.text == "one – two"
    assert "entities" in document.repairs[0]


def test_html_entities_and_stray_ampersands_are_mended_outside_cdata_only():
    document = parse("<a><b>Salt&nbsp;&amp; fish & chips</b><c><![CDATA[x &nbsp; &]]></c></a>")

    assert document.root.findtext("b") == "Salt\u00a0& fish & chips"
    assert document.root.findtext("c") == "x &nbsp; &"
    assert document.repairs


def test_mismatched_tags_are_balanced_so_that_nothing_after_them_is_lost():
    document = parse("<a><b>one</c></b><d>two</d></a>")

    assert document.root.findtext("d") == "two"
    assert document.repairs == ("Tags that did not match were balanced.",)


def test_a_document_that_stops_in_the_middle_is_marked_as_cut_off():
    document = parse("<feed><entry>one</entry><entry>tw")

    assert document.is_cut_off


def test_a_document_of_nothing_but_an_opening_is_refused_as_truncated_or_malformed():
    with pytest.raises((XmlTruncated, XmlMalformed)):
        parse("<")


def test_too_large_a_document_is_refused_before_it_is_parsed():
    with pytest.raises(XmlTooLarge, match="at most 10"):
        parse("<a>" + "x" * 20 + "</a>", max_characters=10)


def test_too_deep_a_document_is_refused():
    with pytest.raises(XmlTooDeep):
        parse("<a>" * 150 + "</a>" * 150)


@given(st.text(alphabet="<>&;!?[]'\"/= abENTITYDOCP%-\x00é", max_size=200))
def test_any_text_becomes_a_document_or_a_refusal(text):
    outcome: object
    try:
        outcome = parse(text).root
    except XmlRefused as refused:
        outcome = refused.reason and refused.remedy

    assert outcome is not None
    assert outcome != ""
