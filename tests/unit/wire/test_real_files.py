"""Agencies' own files, reached where they are and never copied; skipped where they are absent."""

from collections import Counter

import pytest

from broadsheet.wire.errors import WireError
from broadsheet.wire.reading import read_delivery
from tests.unit.wire.wire_files import ROOT

WIRE = ROOT.parent / "shared" / "data" / "wire"
FORMATS = ("newsml-g2", "eventsml-g2", "ninjs1", "ninjs2", "ninjs3", "rss-atom")
READ = [path for name in FORMATS for path in sorted((WIRE / name).glob("*"))]
NOT_READ = [
    path
    for name in ("nitf", "newsml-1", "iptc7901", "anpa1312", "email", "ritzau", "ap-media-api")
    for path in sorted((WIRE / name).glob("*"))
]
# Files that lie in a folder of another format, or hold nothing.
REFUSED = {
    "superdesk-core__aap.xml": "format_not_read",
    "superdesk-core__handle_invalid_fields.xml": "format_not_read",
    "superdesk-core__mapping_test.xml": "format_not_read",
    "superdesk-ntb__solita_1.xml": "unknown_format",
    "superdesk-ntb__1.xml": "unknown_format",
    "rss-parser__incomplete-fields.atom": "no_items",
    "rss-parser__unrecognized.rss": "unknown_format",
}
pytestmark = pytest.mark.skipif(not READ, reason="the agencies' files are not on this machine")


def read(path):
    return read_delivery(path.read_bytes(), name=path.name, time_zone=None)


def one(folder, part):
    (path,) = [path for path in READ if path.parent.name == folder and part in path.name]
    return read(path)


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name[:60])
def test_every_file_is_read_or_refused_as_expected(path):
    if path.name in REFUSED:
        with pytest.raises(WireError) as refusal:
            read(path)
        assert refusal.value.code == REFUSED[path.name]
        return

    items = read(path)

    assert all(item.guid or "No identifier" in " ".join(item.repairs) for item in items)
    assert {item.language for item in items} <= {
        None, "en", "en-GB", "en-US", "de", "es", "sv", "fi", "fi-FI", "fr",
    }  # fmt: skip


@pytest.mark.parametrize("path", NOT_READ, ids=lambda path: path.name[:60])
def test_every_other_format_is_refused_by_name(path):
    with pytest.raises(WireError) as refusal:
        read(path)

    assert refusal.value.code in {"format_not_read", "external_entity"}


@pytest.mark.parametrize(
    ("folder", "part", "kinds"),
    [
        (
            "newsml-g2",
            "core__video.xml",
            {"composite": 1, "text": 1, "audio": 1, "video": 1, "picture": 1},
        ),
        ("newsml-g2", "core__ap.xml", {"text": 3}),
        ("newsml-g2", "TT_newsmlg2", {"composite": 1, "text": 1, "picture": 1}),
        ("eventsml-g2", "LISTING_15", {"composite": 1, "event": 2}),
        ("eventsml-g2", "planning_ml_584717.xml", {"planning": 1}),
        ("rss-atom", "guardian.rss", {"text": 55}),
        ("rss-atom", "rss-1.rss", {"text": 69}),
        ("rss-atom", "feedburner.atom", {"text": 25}),
    ],
)  # fmt: skip
def test_deliveries_hold_as_many_items_of_each_kind_as_they_should(folder, part, kinds):
    assert Counter(item.type for item in one(folder, part)) == kinds


def test_fields_of_a_german_correction_are_where_they_belong():
    (item,) = one("newsml-g2", "dw-1.xml")

    assert (item.language, item.version, item.is_correction) == ("de", "2", True)
    assert item.as_line()["version_created"] == "2024-09-24T10:05:52Z"
    assert len(item.private_notes) >= 9
    assert not any("@" in line for line in (item.ednote or "").splitlines())
    assert item.body_words == 850


def test_fields_of_a_picture_are_where_they_belong():
    (item,) = one("newsml-g2", "core__picture.xml")

    assert [rendition.name for rendition in item.images[0].renditions] == [
        "baseImage",
        "thumbnail",
        "viewImage",
    ]
    assert item.images[0].renditions[0].width == 3500
    assert item.places[0].country == "Kenya"
    assert item.priority == 4


def test_fields_of_an_audio_item_are_where_they_belong():
    (item,) = one("ninjs3", "ap_audio.json")

    assert (item.format, item.type) == ("ninjs-3", "audio")
    assert item.attachments
    assert not item.images


def test_a_removal_signal_cancels_a_plan():
    (item,) = one("eventsml-g2", "584717_delete")

    assert (item.type, item.pubstatus, item.kills) == ("planning", "canceled", (item.guid,))
