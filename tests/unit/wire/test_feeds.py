import json

import pytest

from broadsheet.wire.errors import FormatNotRead, NoItems
from broadsheet.wire.formats.item import Subject
from tests.unit.wire.wire_files import an_rss_feed, read, read_one

MODULES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
)


def test_an_rss_item_is_read_with_its_modules():
    feed = an_rss_feed(
        "<item><title>Ferry &amp;amp; fog</title><link>/ferry</link>"
        '<guid isPermaLink="false">g1</guid><pubDate>Thu, 05 Mar 2026 21:40:00 GMT</pubDate>'
        "<dc:creator>World desk</dc:creator><description>Short.</description>"
        "<content:encoded><![CDATA[<p>Long <a href='/map'>map</a>.</p>]]></content:encoded>"
        '<category>sea</category><category domain="http://cv.iptc.org/newscodes/mediatopic/">'
        '20000337</category><media:content url="https://e.example/a.jpg" medium="image" '
        'width="900"><media:credit>Photo desk</media:credit></media:content></item>',
        channel="<language>en-gb</language><copyright>c</copyright>",
        attributes=MODULES,
    )

    item = read_one(feed)

    assert (item.format, item.guid) == ("rss", "g1")
    assert item.headline == "Ferry & fog"
    assert item.link == "https://www.haldenwire.example/ferry"
    assert item.as_line()["first_created"] == "2026-03-05T21:40:00Z"
    assert (item.byline, item.authors) == ("World desk", ("World desk",))
    assert (item.summary, item.body_text) == ("Short.", "Long map.")
    assert 'href="https://www.haldenwire.example/map"' in item.body_html
    assert Subject("medtop", "20000337", "20000337") in item.subjects
    assert (item.category, item.keywords) == ("sea", ("sea",))
    assert item.images[0].credit == "Photo desk"
    assert (item.language, item.copyright, item.provider) == ("en-GB", "c", "Halden Wire")


def test_rss_1_is_read_although_its_items_stand_beside_the_channel():
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="c"><title>Halden</title></channel>'
        '<item rdf:about="https://e.example/1"><title>One</title><dc:date>2026-03-05</dc:date>'
        "</item></rdf:RDF>"
    )

    item = read_one(feed)

    assert (item.guid, item.headline, item.provider) == ("https://e.example/1", "One", "Halden")


def test_atom_text_is_read_by_its_type():
    entry = (
        '<entry><id>{0}</id><title type="html">A &lt;b&gt;b&lt;/b&gt;</title>'
        "<updated>2026-03-05T21:40:00Z</updated>{1}</entry>"
    )
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="https://e.example/">'
        "<title>F</title><author><name>Desk</name></author>"
        + entry.format(1, '<content type="text">&lt;b&gt; stays</content><link href="one"/>')
        + entry.format(
            2, '<content type="html">&lt;p&gt;x &lt;b&gt;y&lt;/b&gt;&lt;/p&gt;</content>'
        )
        + entry.format(
            3,
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x <i>y</i> z</p>'
            "</div></content>",
        )
        + "</feed>"
    )

    items = read(feed)

    assert [item.body_text for item in items] == ["<b> stays", "x y", "x y z"]
    assert items[0].link == "https://e.example/one"
    assert {item.headline for item in items} == {"A b"}
    assert {(item.language, item.byline) for item in items} == {("ar", "Desk")}


def test_a_tombstone_in_atom_kills_the_entry_that_it_names():
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        '<at:deleted-entry ref="gone" when="2026-03-05T21:40:00Z"/></feed>'
    )

    item = read_one(feed)

    assert (item.pubstatus, item.kills) == ("canceled", ("gone",))


def test_sizes_of_one_picture_are_renditions_and_sound_is_an_attachment():
    feed = an_rss_feed(
        '<item><title>A</title><guid>g</guid><media:content url="https://e.example/a.jpg?w=1" '
        'width="140"/><media:content url="https://e.example/a.jpg?w=2" width="460"/>'
        '<enclosure url="https://e.example/a.mp3" type="audio/mpeg" length="9"/></item>',
        attributes=MODULES,
    )

    item = read_one(feed)

    assert [one.width for one in item.images[0].renditions] == [140, 460]
    assert [(one.mimetype, one.size) for one in item.attachments] == [("audio/mpeg", 9)]


def test_a_link_stands_in_for_a_missing_identifier_and_is_told():
    item = read_one(an_rss_feed("<item><title>A</title><link>https://e.example/a</link></item>"))

    assert item.guid == "https://e.example/a"
    assert "the link stands in" in " ".join(item.repairs)


def test_broken_feeds_are_mended_and_say_so():
    feed = an_rss_feed(
        "<item><title>Salt &nbsp; & fish < bread</title><guid>g</guid>"
        "<description><p>one</b> two</description></item><item><title>Next</title></item>"
    )

    items = read(feed)

    assert [item.headline for item in items] == ["Salt & fish < bread", "Next"]
    assert items[0].body_text.split() == ["one", "two"]
    assert items[0].repairs


def test_a_feed_that_stops_in_the_middle_gives_its_whole_entries():
    feed = an_rss_feed(
        "<item><title>A</title><guid>1</guid></item>", "<item><title>B</title><guid>2</guid></item>"
    )

    items = read(feed[: feed.index("2</guid>")])

    assert [item.guid for item in items] == ["1"]
    assert "left out" in " ".join(items[0].repairs)


def test_an_empty_feed_and_a_site_export_are_refused_each_with_its_reason():
    with pytest.raises(NoItems, match="holds no item"):
        read(an_rss_feed())
    with pytest.raises(FormatNotRead, match="WordPress export"):
        read(an_rss_feed(attributes='xmlns:wp="http://wordpress.org/export/1.2/"'))


def test_a_json_feed_is_read_and_wrong_kinds_are_passed_over():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Halden Wire",
        "language": "en",
        "authors": [{"name": "Desk"}],
        "items": [
            {"id": 7, "title": "A", "content_html": "<p>x</p>", "tags": ["sea"],
             "date_published": "2026-03-05T21:40:00Z", "image": "https://e.example/a.jpg",
             "attachments": [{"url": "https://e.example/a.mp3", "mime_type": "audio/mpeg"}]},
            {"id": "8", "title": ["no"], "content_text": {"no": 1}, "authors": "no", "tags": 3},
        ],
    }  # fmt: skip

    first, second = read(json.dumps(feed))

    assert (first.format, first.guid, first.byline) == ("jsonfeed", "7", "Desk")
    assert (first.keywords, first.body_text) == (("sea",), "x")
    assert first.images
    assert first.attachments
    assert (second.guid, second.headline) == ("8", None)
