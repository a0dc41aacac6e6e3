"""RSS 0.9x, 1.0 and 2.0 and Atom are read into items, with the modules that news feeds use.

What an entry does not say is taken from its feed: language, rights, provider. Links are made
absolute by `xml:base`, the feed's own address, or its site. A feed that ends in the middle still
gives its whole entries. Sources: RSS 2.0.11, RSS 1.0, RFC 4287 (Atom), RFC 6721, Media RSS 1.5.1.
"""

from dataclasses import dataclass
from typing import Any

from broadsheet.wire.errors import FormatNotRead, NoItems
from broadsheet.wire.formats.blocks import web_address
from broadsheet.wire.formats.content import FIRST_CREATED, VERSION_CREATED, Content, Notes
from broadsheet.wire.formats.feed_elements import (
    authors_of,
    base_of,
    body_of_entry,
    categories_of,
    feed_address,
    first,
    words,
)
from broadsheet.wire.formats.feed_media import media_of
from broadsheet.wire.formats.finishing import finished
from broadsheet.wire.formats.item import WireItem
from broadsheet.wire.formats.trees import attribute, child, children, language_of, local, namespace

_ROOTS = {"rss", "rdf", "feed", "channel"}
_CUT_OFF = "The file ends in the middle; its last entry, which is not whole, was left out."


class Feeds:
    """Reads RSS and Atom; a site's full export is another thing and is refused."""

    def recognises(self, content: Content) -> bool:
        root = content.root
        if root is None or local(root) not in _ROOTS | {"entry", "item"}:
            return False
        if local(root) == "entry":
            return "atom" in namespace(root).casefold() or child(root, "id") is not None
        if local(root) == "rdf":
            return any(local(one) in {"channel", "item"} for one in root)
        return local(root) != "item" or child(root, "title") is not None

    def read(self, content: Content) -> list[WireItem]:
        channel = _channel(content.root)
        if any("wordpress.org/export" in uri for uri in content.root.nsmap.values()):
            raise FormatNotRead(format_name="a WordPress export (WXR)")
        entries = _entries(content.root)
        is_cut_off = content.is_cut_off
        if is_cut_off:
            entries = entries[:-1]
        name = "atom" if local(content.root) in {"feed", "entry"} else "rss"
        feed = _feed(channel, name)
        items = []
        for entry in entries:
            notes = Notes(content)
            if is_cut_off:
                notes.add(_CUT_OFF)
            item = _deleted(notes, entry) if local(entry) == "deleted-entry" else None
            item = item or _item(notes, feed, entry)
            if item.guid or item.headline or item.body_text:
                items.append(item)
        if not items:
            raise NoItems(format_name="Atom" if name == "atom" else "RSS")
        return items


@dataclass(frozen=True, slots=True)
class _Feed:
    """What a feed says once for all its entries."""

    format: str
    base: str | None
    title: str | None
    language: str | None
    rights: str | None
    authors: tuple[str, ...]


def _feed(channel: Any, name: str) -> _Feed:
    return _Feed(
        format=name,
        base=feed_address(channel),
        title=words(first(channel, "title")),
        language=_language(channel),
        rights=_rights(channel),
        authors=authors_of(channel) if name == "atom" else (),
    )


def _channel(root: Any) -> Any:
    return root if local(root) in {"feed", "channel"} else child(root, "channel")


def _entries(root: Any) -> list[Any]:
    """Entries stand in the channel (RSS 2), beside it (RSS 1), or are the whole document."""
    if local(root) in {"entry", "item"}:
        return [root]
    return [one for one in root.iter() if local(one) in {"item", "entry", "deleted-entry"}]


def _item(notes: Notes, feed: _Feed, entry: Any) -> WireItem:
    base = base_of(entry, feed.base)
    guid, link = _identity(notes, entry, base)
    headline = words(first(entry, "title")) or words(first(entry, "title", "dc"))
    body, summary = body_of_entry(entry, base)
    images, attachments = media_of(entry, base)
    source = first(entry, "source")
    authors = authors_of(entry)
    if not authors and feed.format == "atom":
        authors = authors_of(source) or feed.authors
    subjects, keywords, category = categories_of(entry)
    draft = child(entry, "control", "draft")
    fields: dict[str, Any] = {
        "format": feed.format,
        "guid": guid,
        "link": link,
        "type": "text",
        "pubstatus": "withheld" if words(draft) == "yes" else "usable",
        "headline": headline,
        "subheadline": words(first(entry, "subtitle")),
        "summary": summary if summary != headline else None,
        "byline": ", ".join(authors) or None,
        "authors": authors,
        "language": _language(entry) or feed.language,
        "subjects": subjects,
        "keywords": keywords,
        "category": category,
        "provider": feed.title,
        "credit": words(first(source, "title")) or (None if len(source) else words(source))
        if source is not None
        else None,
        "copyright": _rights(entry) or feed.rights,
        "images": images,
        "attachments": attachments,
    } | _times(notes, entry)
    return finished(notes, body=body, **fields)


def _identity(notes: Notes, entry: Any, base: str | None) -> tuple[str | None, str | None]:
    """The identifier and the page; each stands in for the other where it can."""
    guid_element = first(entry, "guid") if first(entry, "guid") is not None else first(entry, "id")
    guid = words(guid_element) or attribute(entry, "about")
    link = web_address(_link(entry), base)
    is_link = (attribute(guid_element, "isPermaLink") or "true").casefold() != "false"
    if not link and guid and is_link and guid.startswith(("http://", "https://")):
        link = guid
    if not guid and link:
        notes.add("No identifier was given; the link stands in.")
        guid = link
    return guid, link


def _link(entry: Any) -> str | None:
    """The page of an entry: the alternate link of Atom, or the text of RSS's."""
    original = words(first(entry, "origLink", "feedburner"))
    if original:
        return original
    for one in children(entry, "link"):
        relation = attribute(one, "rel") or "alternate"
        if attribute(one, "href") and relation == "alternate":
            return attribute(one, "href")
    return words(first(entry, "link"))


def _language(holder: Any) -> str | None:
    said = words(first(holder, "language", "dc")) or words(first(holder, "language"))
    return said or (language_of(holder) if holder is not None else None)


def _rights(holder: Any) -> str | None:
    for name, family in (
        ("rights", "dc"),
        ("rights", ""),
        ("copyright", ""),
        ("copyright", "media"),
    ):
        said = words(first(holder, name, family))
        if said:
            return said
    return None


def _times(notes: Notes, entry: Any) -> dict[str, Any]:
    published = _time(notes, entry, FIRST_CREATED, _PUBLISHED)
    updated = _time(notes, entry, VERSION_CREATED, _UPDATED)
    expires = _time(notes, entry, "expiry", (("expirationDate", ""), ("valid", "dc")))
    return {
        "first_created": published,
        "version_created": updated or published,
        "expires": expires,
    }


_PUBLISHED = (
    ("pubDate", ""),
    ("published", ""),
    ("issued", ""),
    ("created", ""),
    ("date", "dc"),
    ("issued", "dc"),
    ("created", "dc"),
    ("publicationDate", "prism"),
    ("published", "atom"),
)
_UPDATED = (
    ("updated", ""),
    ("modified", ""),
    ("updated", "atom"),
    ("modified", "dc"),
    ("date", ""),
)


def _time(notes: Notes, entry: Any, what: str, names: tuple[tuple[str, str], ...]) -> Any:
    for name, family in names:
        found = notes.moment(words(first(entry, name, family)), what)
        if found:
            return found
    return None


def _deleted(notes: Notes, entry: Any) -> WireItem | None:
    """A tombstone in an Atom feed (RFC 6721) kills the entry that it names."""
    guid = attribute(entry, "ref")
    if not guid:
        return None
    return WireItem(
        format="atom",
        guid=guid,
        pubstatus="canceled",
        kills=(guid,),
        ednote=words(child(entry, "comment")),
        version_created=notes.moment(attribute(entry, "when"), VERSION_CREATED),
        repairs=notes.as_tuple(),
    )
