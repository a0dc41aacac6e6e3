"""Pictures and files of a feed entry: enclosures, Media RSS, iTunes, and Atom's enclosure links."""

import mimetypes
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from broadsheet.wire.formats.blocks import web_address
from broadsheet.wire.formats.feed_elements import all_of, first, words
from broadsheet.wire.formats.item import Attachment, Image, Rendition
from broadsheet.wire.formats.numbers import whole
from broadsheet.wire.formats.trees import attribute, child, children

_MAX_CAPTION = 600


@dataclass(frozen=True, slots=True)
class _File:
    """One linked file; `set_name` joins the files that are one picture in several sizes."""

    href: str
    mimetype: str | None
    is_image: bool
    set_name: str
    name: str | None = None
    width: int | None = None
    height: int | None = None
    size: int | None = None
    caption: str | None = None
    credit: str | None = None


def media_of(entry: Any, base: str | None) -> tuple[tuple[Image, ...], tuple[Attachment, ...]]:
    """Each file once, the entry's order kept."""
    found: dict[str, _File] = {}
    files = [*_media_rss(entry, base), *_enclosures(entry, base), *_pictures(entry, base)]
    for file in files:
        found.setdefault(file.href, file)
    pictures: dict[str, list[_File]] = {}
    for file in found.values():
        if file.is_image:
            pictures.setdefault(file.set_name, []).append(file)
    attachments = tuple(
        Attachment(file.href, file.caption, file.mimetype, file.size, "enclosure")
        for file in found.values()
        if not file.is_image
    )
    return tuple(map(_image, pictures.values())), attachments


def _image(files: list[_File]) -> Image:
    caption = next((file.caption for file in files if file.caption), None)
    credit = next((file.credit for file in files if file.credit), None)
    renditions = tuple(
        Rendition(file.name, file.href, file.width, file.height, file.mimetype) for file in files
    )
    return Image(caption, credit, renditions)


def _media_rss(entry: Any, base: str | None) -> list[_File]:
    """Files of a group are one picture; files outside one are told apart by their path."""
    files: list[_File] = []
    for number, group in enumerate(all_of(entry, "group", "media")):
        for one in children(group, "content", "thumbnail"):
            files.extend(_media_file(one, (group, entry), base, f"group {number}"))
    contents = all_of(entry, "content", "media")
    for one in contents:
        files.extend(_media_file(one, (one, entry), base, None))
        for thumbnail in children(one, "thumbnail"):
            files.extend(_media_file(thumbnail, (one, entry), base, None))
    for one in all_of(entry, "thumbnail", "media"):
        files.extend(_media_file(one, (entry,), base, None))
    return files


def _media_file(
    element: Any, holders: tuple[Any, ...], base: str | None, set_name: str | None
) -> list[_File]:
    href = web_address(attribute(element, "url"), base)
    if not href:
        return []
    is_thumbnail = str(element.tag).endswith("thumbnail")
    mimetype = attribute(element, "type")
    medium = (attribute(element, "medium") or "").casefold()
    return [
        _File(
            href,
            mimetype or _guessed(href),
            is_thumbnail
            or medium == "image"
            or (not medium and _is_image(href, mimetype, element)),
            set_name or urlsplit(href).path,
            "thumbnail" if is_thumbnail else None,
            whole(attribute(element, "width")),
            whole(attribute(element, "height")),
            whole(attribute(element, "fileSize")),
            _caption(holders),
            _said(holders, "credit") or _said(holders, "copyright"),
        )
    ]


def _caption(holders: tuple[Any, ...]) -> str | None:
    """The description, unless it is the whole text of the entry."""
    description = _said(holders, "description")
    if description and len(description) <= _MAX_CAPTION:
        return description
    return _said(holders, "title")


def _said(holders: tuple[Any, ...], name: str) -> str | None:
    """Media RSS words at the nearest level; the entry's own title is no caption."""
    for holder in holders:
        for one in children(holder, name):
            if "mrss" in str(one.tag) or str(one.tag).startswith("media:"):
                return words(one)
    return None


def _enclosures(entry: Any, base: str | None) -> list[_File]:
    files = []
    links = [one for one in children(entry, "link") if attribute(one, "rel") == "enclosure"]
    for one in (*all_of(entry, "enclosure"), *links):
        href = web_address(attribute(one, "url", "href"), base)
        if href:
            mimetype = attribute(one, "type")
            is_image = _is_image(href, mimetype, None)
            size = whole(attribute(one, "length"))
            title = attribute(one, "title")
            files.append(
                _File(
                    href,
                    mimetype or _guessed(href),
                    is_image,
                    urlsplit(href).path,
                    size=size,
                    caption=title,
                )
            )
    return files


def _pictures(entry: Any, base: str | None) -> list[_File]:
    """Pictures outside any standard: `image` of the entry, with a `url` or an address in it."""
    found = []
    for module in ("", "itunes"):
        image = first(entry, "image", module)
        address = attribute(image, "href", "url") or words(child(image, "url")) or words(image)
        href = web_address(address, base)
        if href and href.startswith("http"):
            found.append(_File(href, _guessed(href), is_image=True, set_name=urlsplit(href).path))
    return found


def _is_image(href: str, mimetype: str | None, element: Any) -> bool:
    if mimetype:
        return mimetype.casefold().startswith("image/")
    guessed = _guessed(href)
    if guessed:
        return guessed.startswith("image/")
    return attribute(element, "width") is not None and attribute(element, "duration") is None


def _guessed(href: str) -> str | None:
    return mimetypes.guess_type(urlsplit(href).path)[0]
