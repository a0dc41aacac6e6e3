"""Wire files for tests: the shortest that say what a test needs."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.wire.formats.item import WireItem
from broadsheet.wire.reading import read_delivery

NAR = "http://iptc.org/std/nar/2006-10-01/"
ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "broadsheet" / "wire" / "samples"
SAMPLE_FILES = sorted(path for path in SAMPLES.rglob("*") if path.suffix in {".xml", ".json"})


def a_g2_item(
    *,
    content: str = "",
    meta: str = "",
    management: str = "",
    guid: str = "urn:halden:1",
    version: str = "2",
    item_class: str = '<itemClass qcode="ninat:text"/>',
    created: str = "<versionCreated>2026-03-05T21:40:00Z</versionCreated>",
    headline: str = "<headline>Night ferry opens</headline>",
    language: str = "en",
) -> str:
    return (
        f'<newsItem xmlns="{NAR}" guid="{guid}" version="{version}" xml:lang="{language}">'
        f"<itemMeta>{item_class}{created}{management}</itemMeta>"
        f"<contentMeta>{headline}{meta}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def xhtml(body: str) -> str:
    return (
        '<inlineXML contenttype="application/xhtml+xml">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html></inlineXML>'
    )


def a_ninjs_item(**fields: Any) -> str:
    basis = {
        "uri": "urn:halden:1",
        "type": "text",
        "versioncreated": "2026-03-05T21:40:00Z",
        "headline": "Night ferry opens",
        "body_html": "<p>The ferry left.</p>",
    }
    return json.dumps(basis | fields)


def an_rss_feed(*items: str, channel: str = "", attributes: str = "") -> str:
    return (
        f'<rss version="2.0" {attributes}><channel><title>Halden Wire</title>'
        f"<link>https://www.haldenwire.example/</link>{channel}{''.join(items)}</channel></rss>"
    )


def read(source: str | bytes, zone: str | None = None) -> list[WireItem]:
    data = source.encode() if isinstance(source, str) else source
    return read_delivery(data, name="test", time_zone=ZoneInfo(zone) if zone else None)


def read_one(source: str | bytes, zone: str | None = None) -> WireItem:
    items = read(source, zone)
    assert len(items) == 1
    return items[0]
