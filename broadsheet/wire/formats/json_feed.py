"""JSON Feed 1.0 and 1.1; values of the wrong kind are passed over, not trusted."""

from typing import Any

from broadsheet.wire.errors import NoItems
from broadsheet.wire.formats.blocks import web_address
from broadsheet.wire.formats.content import FIRST_CREATED, VERSION_CREATED, Content, Notes
from broadsheet.wire.formats.finishing import finished
from broadsheet.wire.formats.item import Attachment, Image, Rendition, WireItem
from broadsheet.wire.formats.markup import Body, body_from_html, body_from_text
from broadsheet.wire.formats.records import Record


class JsonFeed:
    """Reads the items of a JSON Feed."""

    def recognises(self, content: Content) -> bool:
        if not isinstance(content.json, dict):
            return False
        return "jsonfeed.org/version" in str(content.json.get("version", "")).casefold()

    def read(self, content: Content) -> list[WireItem]:
        feed = Record(content.json)
        items = []
        for entry in feed.records("items"):
            item = _item(Notes(content), feed, entry)
            if item.guid or item.headline or item.body_text:
                items.append(item)
        if not items:
            raise NoItems(format_name="JSON Feed")
        return items


def _item(notes: Notes, feed: Record, entry: Record) -> WireItem:
    base = feed.text("feed_url", "home_page_url")
    link = web_address(entry.text("url", "external_url"), base)
    guid = entry.text("id")
    if not guid and link:
        notes.add("No identifier was given; the link stands in.")
        guid = link
    authors = _authors(entry) or _authors(feed)
    tags = entry.texts("tags") if isinstance(entry.get("tags"), list) else ()
    first = notes.moment(entry.get("date_published"), FIRST_CREATED)
    fields: dict[str, Any] = {
        "format": "jsonfeed",
        "guid": guid,
        "link": link,
        "headline": _string(entry, "title"),
        "summary": _string(entry, "summary"),
        "byline": ", ".join(authors) or None,
        "authors": authors,
        "language": _string(entry, "language") or _string(feed, "language"),
        "keywords": tags,
        "category": next(iter(tags), None),
        "provider": _string(feed, "title"),
        "first_created": first,
        "version_created": notes.moment(entry.get("date_modified"), VERSION_CREATED) or first,
        "images": _images(entry, base),
        "attachments": _attachments(entry, base),
    }
    return finished(notes, body=_body(entry, link or base), **fields)


def _string(record: Record, name: str) -> str | None:
    return record.text(name) if isinstance(record.get(name), str) else None


def _body(entry: Record, base: str | None) -> Body:
    markup, text = entry.raw("content_html"), entry.raw("content_text")
    if markup:
        return body_from_html(markup, base=base)
    return body_from_text(text or entry.raw("summary") or "")


def _authors(holder: Record) -> tuple[str, ...]:
    """Names; version 1.0 has one `author`, 1.1 a list."""
    lists = [holder.get("authors"), [holder.get("author")]]
    found = (
        Record(one).text("name")
        for ones in lists
        if isinstance(ones, list)
        for one in ones
        if isinstance(one, dict) and isinstance(Record(one).get("name"), str)
    )
    return tuple(dict.fromkeys(filter(None, found)))


def _images(entry: Record, base: str | None) -> tuple[Image, ...]:
    addresses = [web_address(_string(entry, name), base) for name in ("image", "banner_image")]
    images = [
        Image(None, None, (Rendition(None, address),))
        for address in dict.fromkeys(addresses)
        if address
    ]
    for one in entry.records("attachments"):
        address, mimetype = web_address(_string(one, "url"), base), _string(one, "mime_type")
        if address and (mimetype or "").startswith("image/"):
            images.append(
                Image(one.text("title"), None, (Rendition(None, address, mimetype=mimetype),))
            )
    return tuple(images)


def _attachments(entry: Record, base: str | None) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(address, one.text("title"), mimetype, one.integer("size_in_bytes"), "enclosure")
        for one in entry.records("attachments")
        for mimetype in [_string(one, "mime_type")]
        if (address := web_address(_string(one, "url"), base))
        and not (mimetype or "").startswith("image/")
    )
