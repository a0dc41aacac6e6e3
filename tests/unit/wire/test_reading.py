import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.wire.errors import WireError
from broadsheet.wire.formats.detection import MAX_BYTES
from broadsheet.wire.formats.item import TYPES, WireItem
from broadsheet.wire.reading import read_delivery, read_files
from tests.unit.wire.wire_files import SAMPLE_FILES, a_g2_item, a_ninjs_item, read

OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/x">]><newsItem>&a;</newsItem>'
REFUSED = [
    (b"", "empty"),
    (b" \r\n\x00", "empty"),
    (b"<", "malformed"),
    (a_g2_item(content="<inlineXML>" + "x" * 50).encode()[:-90], "truncated"),
    (a_ninjs_item().encode()[:-20], "truncated"),
    (b'{"uri": "x", "headline": oops}', "malformed"),
    (b"[" * 100_000, "too_deep"),
    (b"<a>" * 500 + b"</a>" * 500, "too_deep"),
    (b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><newsItem>&b;</newsItem>', "entity_bomb"),
    (OUTSIDE.encode(), "external_entity"),
    (OUTSIDE.encode("utf-16"), "external_entity"),
    (b"<!doctype html><html><p>Not found", "unknown_format"),
    (b"Just a letter.", "unknown_format"),
    (b"%PDF-1.7", "unknown_format"),
    (b"<unknown/>", "unknown_format"),
    (b"<nitf><body/></nitf>", "format_not_read"),
    (b'<NewsML Version="1.2"/>', "format_not_read"),
    (b"From: a@e.example\nTo: b@e.example\nSubject: x\n\nText", "format_not_read"),
    (b"abc062 4 i 211 halden 061\n\nText", "format_not_read"),
    (b"ZCZC HLD\nText", "format_not_read"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_bad_input_is_refused_with_code_reason_and_remedy(data, code):
    with pytest.raises(WireError) as refusal:
        read(data)

    assert refusal.value.code == code
    assert refusal.value.reason.endswith((".", "”."))
    assert refusal.value.remedy.endswith(".")


def test_the_reason_names_a_format_that_is_not_read_yet():
    with pytest.raises(WireError, match="This is NITF, which is recognised but not read yet"):
        read(b"<nitf/>")


def test_a_huge_file_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(60 * 2**20)

    (reading,) = read_files([path], time_zone=None)

    assert reading.error is not None
    assert reading.error.code == "too_large"
    assert "60 MB" in reading.error.reason
    assert MAX_BYTES < 60 * 2**20


def test_a_refused_file_does_not_stop_the_others(tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(a_ninjs_item(), encoding="utf-8")
    bad.write_text("{", encoding="utf-8")

    readings = list(read_files([bad, tmp_path / "absent", tmp_path, good], time_zone=None))

    codes = [reading.error.code if reading.error else None for reading in readings]
    assert codes == ["truncated", "unreadable_file", "unreadable_file", None]
    assert readings[0].as_lines()[0]["error"].keys() == {"code", "reason", "remedy"}
    assert readings[3].as_lines()[0]["file"] == str(good)


def test_every_field_of_an_item_is_on_its_line():
    line = read(a_ninjs_item())[0].as_line()

    assert list(line) == ["file", *(f.name for f in fields(WireItem) if f.name != "file")]
    assert json.loads(json.dumps(line)) == line


def outcome(data: bytes) -> list[WireItem]:
    try:
        return read_delivery(data, name="any", time_zone=None)
    except WireError:
        return []


@given(st.binary(max_size=400))
def test_any_bytes_become_items_or_a_refusal(data):
    for item in outcome(data):
        assert item.type in TYPES


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    path=st.sampled_from(SAMPLE_FILES),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), max_size=4
    ),
)
def test_damaged_files_become_items_or_a_refusal(path: Path, cuts):
    data = path.read_bytes()
    for place, length, insert in cuts:
        at = int(place * len(data))
        data = data[:at] + insert + data[at + length :]

    for item in outcome(data):
        json.dumps(item.as_line(), ensure_ascii=False).encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "value", "role", "href", "code", "uri"]), inner)
    ),
    max_leaves=8,
)
NAMES = ["type", "headline", "headlines", "bodies", "body_html", "renditions", "associations",
         "subject", "places", "eventDetails", "versioncreated", "embargoed", "urgency", "signals",
         "language", "keywords", "authors", "located", "service", "dates"]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_any_values_in_a_ninjs_object_become_an_item(values):
    for item in outcome(json.dumps({"uri": "x", "type": "text", **values}).encode()):
        json.dumps(item.as_line())
