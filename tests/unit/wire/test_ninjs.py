import json

import pytest

from broadsheet.wire.errors import FormatUnknown
from broadsheet.wire.formats.item import Place, Subject
from broadsheet.wire.formats.ninjs import ninjs_version
from tests.unit.wire.wire_files import a_ninjs_item, read, read_one


@pytest.mark.parametrize(
    ("fields", "version"),
    [
        ({"headline": "A", "versioncreated": "x"}, 1),
        ({"headlines": [{"value": "A"}], "versioncreated": "x"}, 2),
        ({"headlines": [{"value": "A"}], "versionCreated": "x"}, 3),
        ({"associations": [{"name": "a", "uri": "b"}]}, 2),
        ({"title": "A", "eventDetails": {}}, 3),
        ({"standard": {"name": "ninjs", "version": "2.1"}, "headline": "A"}, 2),
        ({"$standard": {"name": "ninjs", "version": "1.5"}, "headline": "A"}, 1),
    ],
)
def test_the_version_is_told_by_what_the_object_says_or_by_its_names(fields, version):
    assert ninjs_version({"uri": "x", **fields}) == version


def test_all_three_versions_give_the_same_item():
    one = {
        "uri": "u", "type": "text", "versioncreated": "2026-03-05T21:40:00Z", "headline": "Ferry",
        "headline_sub": "At night", "byline": "World desk", "body_html": "<p>Left.</p>",
        "body_text": "Left.", "copyrightnotice": "c", "ednote": "note", "urgency": 3,
        "subject": [{"name": "sea", "scheme": "http://cv.iptc.org/newscodes/mediatopic/",
                     "code": "20000337"}],
    }  # fmt: skip
    two = {
        "uri": "u", "type": "text", "versioncreated": "2026-03-05T21:40:00Z", "by": "World desk",
        "headlines": [{"role": "sub", "value": "At night"}, {"role": "main", "value": "Ferry"}],
        "bodies": [{"contenttype": "text/plain", "value": "Left."},
                   {"contenttype": "text/html", "value": "<body><p>Left.</p></body>"}],
        "copyrightnotice": "c", "ednote": "note", "urgency": 3,
        "subjects": [{"name": "sea", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"}],
    }  # fmt: skip
    camel = {"versioncreated": "versionCreated", "copyrightnotice": "copyrightNotice"}
    three = {camel.get(name, name): value for name, value in two.items()}

    lines = [read_one(json.dumps(source)).as_line() for source in (one, two, three)]

    assert [line.pop("format") for line in lines] == ["ninjs-1", "ninjs-2", "ninjs-3"]
    assert lines[0] == lines[1] == lines[2]
    assert lines[0]["subjects"] == [{"scheme": "medtop", "code": "20000337", "name": "sea"}]


def test_eight_digits_without_a_scheme_are_known_by_their_first():
    item = read_one(a_ninjs_item(subject=[{"code": "04005004"}, {"code": "20000304"}]))

    assert item.subjects == (Subject("subj", "04005004", None), Subject("medtop", "20000304", None))


def test_pictures_from_maps_and_lists_stay_with_their_story():
    rendition = {"href": "https://e.example/a.jpg", "mimetype": "image/jpeg", "width": 10}
    picture = {"uri": "p", "type": "picture", "description_text": "At sea", "byline": "Photo desk"}
    as_map = {"main": {**picture, "renditions": {"highres": rendition}}}
    as_list = [{**picture, "name": "main", "renditions": [{**rendition, "name": "highres"}]}]

    items = [read_one(a_ninjs_item(associations=one)) for one in (as_map, as_list)]

    assert items[0].images == items[1].images
    assert items[0].images[0].caption == "At sea"
    assert items[0].images[0].renditions[0].name == "highres"


def test_an_associated_text_becomes_an_item_of_its_own_and_a_member():
    text = {"uri": "t", "type": "text", "headline": "Side", "body_text": "More"}

    items = read(a_ninjs_item(type="composite", associations={"side": text}))

    assert [item.guid for item in items] == ["urn:halden:1", "t"]
    assert items[0].package is not None
    assert items[0].package.groups[0].refs[0].guid == "t"


def test_an_event_has_exact_dates_or_expected_ones():
    item = read_one(
        json.dumps(
            {
                "uri": "e",
                "type": "event",
                "title": "Kite fair",
                "eventDetails": {"dates": {"expectedStartDate": "2026-05-16"}},
                "places": [{"name": "Dunes", "contactInfo": [{"address": {"country": "Kestria"}}]}],
            }
        )
    )

    assert item.event is not None
    assert item.event.start == "2026-05-16"
    assert item.headline == "Kite fair"
    assert item.places == (Place("Dunes", "Kestria"),)


def test_canceled_items_kill_themselves_and_rewrites_replace():
    item = read_one(a_ninjs_item(pubstatus="canceled", evolvedfrom="older"))

    assert item.kills == ("urn:halden:1",)
    assert item.replaces == ("older",)


def test_a_title_stands_in_for_a_missing_headline_and_is_told():
    item = read_one(a_ninjs_item(headline="", title="From the title"))

    assert item.headline == "From the title"
    assert "title stands in" in item.repairs[0]


def test_nitf_in_a_body_is_read():
    nitf = (
        "<?xml version='1.0'?><nitf><body><body.content><p>Left.</p></body.content></body></nitf>"
    )

    item = read_one(
        json.dumps({"uri": "u", "type": "text", "bodies": [{"role": "nitf", "value": nitf}]})
    )

    assert item.body_html == "<p>Left.</p>"


def test_lists_and_answers_give_every_item():
    one, two = json.loads(a_ninjs_item(uri="a")), json.loads(a_ninjs_item(uri="b"))

    as_list = read(json.dumps([one, two]))
    as_answer = read(json.dumps({"total": 2, "item": [one, two]}))
    as_lines = read(json.dumps(one) + "\n" + json.dumps(two))

    assert [[i.guid for i in items] for items in (as_list, as_answer, as_lines)] == [["a", "b"]] * 3


def test_values_of_the_wrong_kind_are_passed_over():
    item = read_one(
        a_ninjs_item(
            associations=["a", None, 3],
            renditions="x",
            subject="sea",
            place=7,
            body_html=5,
            urgency="3",
            version=2,
            language=["en"],
            headline="Salt &amp; <b>fish</b>",
        )
    )

    assert (item.headline, item.urgency, item.version) == ("Salt & fish", 3, "2")


def test_json_that_is_no_news_is_refused():
    with pytest.raises(FormatUnknown, match="JSON with a"):
        read('{"a": 1}')
