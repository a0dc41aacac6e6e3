import pytest

from broadsheet.wire.errors import NoNews
from broadsheet.wire.formats.item import Place, Ref, Subject
from tests.unit.wire.wire_files import NAR, a_g2_item, read, read_one, xhtml


def test_prefixes_and_namespaces_do_not_matter():
    plain = a_g2_item(content=xhtml("<p>One <b>two</b> three</p>"))
    without = plain.replace(f' xmlns="{NAR}"', "")
    other = plain.replace("2006-10-01", "2099-01-01")

    bodies = {read_one(source).body_text for source in (plain, without, other)}

    assert bodies == {"One two three"}


def test_items_of_a_message_inherit_its_header():
    message = (
        f'<newsMessage xmlns="{NAR}"><header><sender>halden.example</sender>'
        "<priority>2</priority></header><itemSet>"
        f"{a_g2_item(guid='a')}{a_g2_item(guid='b')}</itemSet></newsMessage>"
    )

    items = read(message)

    assert [item.guid for item in items] == ["a", "b"]
    assert {(item.sender, item.priority) for item in items} == {("halden.example", 2)}


def test_codes_are_resolved_by_the_catalog_of_the_file():
    catalog = (
        '<catalog><scheme alias="mt" uri="http://cv.iptc.org/newscodes/mediatopic/"/></catalog>'
        "<itemMeta>"
    )
    source = a_g2_item(
        meta='<subject qcode="mt:20000337"/><subject qcode="own:7"><name>Own</name></subject>'
        '<subject uri="http://cv.iptc.org/newscodes/subjectcode/04000000"/>'
    ).replace("<itemMeta>", catalog)

    item = read_one(source)

    assert item.subjects == (
        Subject("medtop", "20000337", None),
        Subject("own", "7", "Own"),
        Subject("subj", "04000000", None),
    )


def test_persons_places_and_organisations_leave_the_subjects():
    item = read_one(
        a_g2_item(
            meta='<located><name>Port Halden</name><broader type="cptype:country">'
            "<name>Kestria</name></broader></located>"
            '<subject type="cpnat:person"><name>The harbour warden</name></subject>'
            '<subject type="cpnat:organisation" literal="Harbour board"/>'
            '<subject type="cpnat:geoArea" qcode="geo:1"><name>Gull Island</name></subject>'
        )
    )

    assert item.subjects == ()
    assert item.people == ("The harbour warden",)
    assert item.organisations == ("Harbour board",)
    assert item.places == (Place("Port Halden", "Kestria"), Place("Gull Island", None))


def test_names_and_headlines_are_taken_in_the_language_of_the_item():
    item = read_one(
        a_g2_item(
            headline='<headline xml:lang="en">Ferry</headline>'
            '<headline xml:lang="ar">العبّارة</headline>',
            meta='<language tag="ar"/><subject qcode="medtop:1"><name xml:lang="en">sea</name>'
            '<name xml:lang="ar">بحر</name></subject>',
        )
    )

    assert item.headline == "العبّارة"
    assert item.subjects[0].name == "بحر"
    assert item.language == "ar"


def test_headlines_by_role_give_headline_and_subheadline():
    item = read_one(
        a_g2_item(
            headline='<headline role="hld:subHeadline">Second</headline>'
            '<headline role="hld:main">First</headline>'
        )
    )

    assert (item.headline, item.subheadline) == ("First", "Second")


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("", "usable"),
        ('<pubStatus qcode="stat:withheld"/>', "withheld"),
        ('<pubStatus qcode="stat:canceled"/>', "canceled"),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', "canceled"),
        ('<pubStatus qcode="stat:perhaps"/>', "withheld"),
    ],
)
def test_the_publishing_status_is_usable_unless_the_file_says_otherwise(written, status):
    assert read_one(a_g2_item(management=written)).pubstatus == status


def test_a_takedown_kills_its_own_item_although_it_is_called_usable():
    item = read_one(a_g2_item(management='<signal qcode="sig:takedown"/>'))

    assert item.pubstatus == "canceled"
    assert item.kills == ("urn:halden:1",)
    assert "taken down" in " ".join(item.repairs)


def test_relations_tell_what_is_replaced_and_which_version_came_before():
    item = read_one(
        a_g2_item(
            management='<link rel="irel:supersedes" residref="old"/>'
            '<link rel="irel:supersededBy" residref="newer"/>'
            '<link rel="irel:previousVersion" residref="urn:halden:1" version="1"/>'
        )
    )

    assert item.replaces == ("old",)
    assert item.previous_version == "1"


def test_a_provider_known_only_by_its_address_is_named_by_its_host():
    named = read_one(a_g2_item(management='<provider uri="https://www.halden.example/about"/>'))
    broken = read_one(a_g2_item(management='<provider uri="http://[halden"/>'))

    assert (named.provider, broken.provider) == ("halden.example", "http://[halden")


def test_a_correction_is_known_by_its_signal():
    assert read_one(a_g2_item(management='<signal qcode="sig:correction"/>')).is_correction
    assert read_one(a_g2_item(management='<signal qcode="edStat:C"/>')).is_correction
    assert not read_one(a_g2_item(management='<signal qcode="sig:update"/>')).is_correction


def test_an_embargo_that_cannot_be_read_withholds_the_item():
    item = read_one(a_g2_item(management="<embargoed>when we say so</embargoed>"))

    assert item.pubstatus == "withheld"
    assert item.embargo is None


def test_private_notes_never_stand_among_the_public_ones():
    item = read_one(
        a_g2_item(
            management="<edNote>For page one</edNote>"
            '<edNote pubconstraint="c:nonpublic">Desk: 0100</edNote>'
            '<edNote><div xmlns="http://www.w3.org/1999/xhtml"><p>Open</p>'
            '<div class="np-nonpublic"><p>Hidden</p></div></div></edNote>'
        )
    )

    assert item.ednote == "For page one\nOpen"
    assert item.private_notes == ("Desk: 0100", "Hidden")


def test_nitf_inside_gives_text_headline_byline_dateline_and_pictures():
    nitf = (
        '<inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head>'
        "<hedline><hl1>From the text</hl1></hedline><byline>By <person>World desk</person>"
        "</byline><dateline><location>Port Halden</location></dateline></body.head>"
        "<body.content><p>Para <org>Board</org> end.</p><hl2>Mid</hl2>"
        '<media media-type="image"><media-reference source="https://e.example/a.jpg"/>'
        "<media-caption>At sea</media-caption></media><block><p>Last</p></block>"
        "</body.content></body></nitf></inlineXML>"
    )

    item = read_one(a_g2_item(content=nitf, headline=""))

    assert item.headline == "From the text"
    assert item.byline == "By World desk"
    assert item.dateline == "Port Halden"
    assert item.body_text == "Para Board end.\n\nMid\n\nLast"
    assert item.images[0].caption == "At sea"


@pytest.mark.parametrize(
    "content",
    [
        '<inlineData contenttype="text/plain">Hello there</inlineData>',
        '<inlineData encoding="encd:base64">SGVsbG8gdGhlcmU=</inlineData>',
        "<inlineXML>&lt;p&gt;Hello there&lt;/p&gt;</inlineXML>",
        xhtml("Hello there"),
    ],
)
def test_text_is_found_however_it_is_packed(content):
    assert read_one(a_g2_item(content=content)).body_text == "Hello there"


def test_a_heading_that_repeats_the_headline_is_not_printed_twice():
    item = read_one(a_g2_item(content=xhtml("<h1>Night ferry opens</h1><p>Text</p>")))

    assert item.body_html == "<p>Text</p>"


def test_a_picture_keeps_every_rendition_under_its_short_name():
    item = read_one(
        a_g2_item(
            item_class='<itemClass uri="http://cv.iptc.org/newscodes/ninature/picture"/>',
            meta='<creditline>Halden Wire</creditline><description role="drol:caption">At sea'
            "</description>",
            content='<remoteContent rendition="rnd:highRes" href="https://e.example/a.jpg" '
            'contenttype="image/jpeg" width="1500" height="1000"/>'
            '<remoteContent renditionuri="http://cv.iptc.org/newscodes/rendition/thumb" '
            'href="https://e.example/t.jpg" contenttype="image/jpeg"/>',
        )
    )

    assert item.type == "picture"
    assert item.images[0].caption == "At sea"
    assert item.images[0].credit == "Halden Wire"
    assert [one.name for one in item.images[0].renditions] == ["highRes", "thumb"]
    assert item.images[0].renditions[0].width == 1500


def test_a_package_names_its_groups_and_their_members():
    package = (
        f'<packageItem xmlns="{NAR}" guid="p"><itemMeta><itemClass qcode="ninat:composite"/>'
        '</itemMeta><groupSet root="g"><group id="g" role="group:main"><itemRef residref="a" '
        'version="3"/><groupRef idref="h"/></group><group id="h"><itemRef guidref="b"/></group>'
        "</groupSet></packageItem>"
    )

    item = read_one(package)

    assert item.type == "composite"
    assert item.package is not None
    assert [group.refs for group in item.package.groups] == [(Ref("a", "3"),), (Ref("b", None),)]
    assert item.package.groups[0].groups == ("h",)


def an_event(concept: str) -> str:
    return (
        f'<conceptItem xmlns="{NAR}" guid="e" version="1" xml:lang="en"><itemMeta>'
        '<itemClass qcode="cinat:concept"/><versionCreated>2026-03-05T21:40:00Z</versionCreated>'
        f"</itemMeta>{concept}</conceptItem>"
    )


def test_an_event_ends_when_its_duration_is_over():
    item = read_one(
        an_event(
            '<concept><type qcode="cpnat:event"/><name>Kite fair</name><eventDetails><dates>'
            "<start>2026-05-16T10:00:00+02:00</start><duration>PT8H</duration></dates>"
            "</eventDetails></concept>"
        )
    )

    assert item.type == "event"
    assert item.headline == "Kite fair"
    assert item.event is not None
    assert (item.event.start, item.event.end) == ("2026-05-16T08:00:00Z", "2026-05-16T16:00:00Z")


def test_a_whole_day_stays_a_date():
    item = read_one(
        an_event(
            "<concept><name>Fair</name><eventDetails><dates><start>2026-05-16</start>"
            "<duration>P2D</duration></dates></eventDetails></concept>"
        )
    )

    assert item.event is not None
    assert (item.event.start, item.event.end) == ("2026-05-16", "2026-05-17")


def test_several_events_give_the_set_and_each_event():
    events = "".join(
        f'<concept><conceptId qcode="ev:{n}"/><name>Fair {n}</name><eventDetails/></concept>'
        for n in (1, 2)
    )

    items = read(an_event(f"<conceptSet>{events}</conceptSet>"))

    assert [item.type for item in items] == ["composite", "event", "event"]
    assert [item.guid for item in items] == ["e", "ev:1", "ev:2"]


def test_terms_and_persons_are_no_news():
    with pytest.raises(NoNews, match="no news, event or planning") as refusal:
        read(an_event('<concept><type qcode="cpnat:person"/><name>A warden</name></concept>'))

    assert refusal.value.code == "no_news"


def test_what_is_missing_is_said_and_left_out():
    item = read_one(a_g2_item(guid="", created="", headline="", item_class=""))

    assert item.headline is None
    assert item.version_created is None
    assert {"No headline.", "No date.", "No text."} <= set(item.repairs)


def test_a_date_in_the_future_is_kept_and_told():
    item = read_one(a_g2_item(created="<versionCreated>2199-01-01T00:00:00Z</versionCreated>"))

    assert item.version_created is not None
    assert "The time of this version lies in the future." in item.repairs


def test_naive_times_are_read_in_the_zone_given():
    source = a_g2_item(created="<versionCreated>2026-07-01T12:00:00</versionCreated>")

    in_cairo, in_utc = read_one(source, "Africa/Cairo"), read_one(source)

    assert in_cairo.as_line()["version_created"] == "2026-07-01T09:00:00Z"
    assert in_cairo.repairs == ("No text.",)
    assert "read as UTC" in in_utc.repairs[0]


def test_arabic_text_that_calls_itself_english_is_read_as_arabic():
    item = read_one(a_g2_item(content=xhtml("<p>" + "مرسى الندى تفتتح العبارة " * 3 + "</p>")))

    assert item.language == "ar"
    assert "text is Arabic" in " ".join(item.repairs)
