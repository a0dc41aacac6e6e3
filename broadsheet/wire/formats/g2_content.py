"""The content of a NewsML-G2 news item: its text, its files, its parts (`contentSet`, `partMeta`).

A content set holds the same content in several shapes, so the best-marked text is taken: XHTML,
then NITF, then HTML or plain text as data.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Any

from broadsheet.wire.formats.blocks import Block
from broadsheet.wire.formats.decoding import decode
from broadsheet.wire.formats.g2_description import descriptions
from broadsheet.wire.formats.g2_scope import Scope
from broadsheet.wire.formats.item import Attachment, Image, Rendition
from broadsheet.wire.formats.markup import (
    Body,
    body_from_html,
    body_from_text,
    body_of,
    looks_like_html,
)
from broadsheet.wire.formats.numbers import pixels, whole
from broadsheet.wire.formats.trees import attribute, child, children, local, text_of
from broadsheet.wire.formats.xhtml import NitfBody, as_html, html_body, nitf_body

_RENDITION_ALIASES = {"rnd", "rend", "rendition", "vidrnd"}
_CAPTION_ROLES = ("caption", "caption-extended", "description", "", "summary")
_EVENT_CONTENT = {"events", "event", "concept", "conceptset"}
_REPEATS = {"time", "h1", "h2", "h3", "h4"}


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that the content gave; `fields` fill only what the metadata left empty."""

    body: Body = field(default_factory=Body)
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    media: str | None = None


def content_of(scope: Scope, known: dict[str, Any], kind: str) -> Found:
    """Text, pictures and files of a news item; `known` holds its headline, byline and credit."""
    content = child(scope.item, "contentSet")
    found = _text(scope, content, known)
    files = list(children(content, "remoteContent"))
    pictures = [one for one in files if _media_type(one) == "image" or _is_bare(one, kind)]
    others = [one for one in files if one not in pictures and attribute(one, "href")]
    body = found.body
    if not body.blocks and kind in {"video", "audio"}:
        body = _script(scope)
    return Found(
        body=body,
        images=(*_picture(scope, pictures, known, kind), *found.images),
        attachments=tuple(map(_attachment, others)),
        fields=found.fields,
        media=next(iter(filter(None, map(_media_type, files))), None),
    )


def _text(scope: Scope, content: Any, known: dict[str, Any]) -> Found:
    inline = [one for one in children(content, "inlineXML") if not _is_event(one)]
    candidates = [_from_xml(one, known) for one in inline]
    candidates += [_from_data(scope, one) for one in children(content, "inlineData")]
    filled = [one for one in candidates if one.body.blocks]
    return filled[0] if filled else (candidates or [Found()])[0]


def _is_event(inline: Any) -> bool:
    return any(local(one) in _EVENT_CONTENT for one in inline)


def _from_xml(inline: Any, known: dict[str, Any]) -> Found:
    nitf = next((one for one in inline.iter() if local(one) == "nitf"), None)
    if nitf is not None or child(inline, "body", "body.content") is not None:
        return _from_nitf(nitf_body(nitf if nitf is not None else child(inline, "body")))
    if not len(inline):
        return Found(body=body_of(inline.text or ""))
    body = html_body(inline)
    title = text_of(child(inline, "html", "head", "title"))
    _take_off_repeats(body, known)
    return Found(body=body_from_html(as_html(body)), fields={"headline": title})


def _from_nitf(nitf: NitfBody) -> Found:
    return Found(
        body=body_from_html(nitf.html),
        images=nitf.images,
        fields={
            "headline": nitf.headline,
            "subheadline": nitf.subheadline,
            "byline": nitf.byline,
            "dateline": nitf.dateline,
            "summary": nitf.summary,
        },
    )


def _take_off_repeats(body: Any, known: dict[str, Any]) -> None:
    """A `header` inside the text that says the metadata once more is taken off, part by part."""
    repeated = {known.get(name) for name in ("headline", "subheadline", "byline", "slugline")}
    for header in [one for one in body.iter() if local(one) == "header"]:
        if known.get("headline") not in {text_of(one) for one in header}:
            continue
        for part in list(header):
            marks = attribute(part, "class") or ""
            is_mark = local(part) == "time" or re.search(
                r"slugline|genre|byline|publicationDate", marks
            )
            if is_mark or text_of(part) in repeated or local(part) in _REPEATS:
                header.remove(part)


def _from_data(scope: Scope, data: Any) -> Found:
    mimetype = (attribute(data, "contenttype") or "text/plain").casefold()
    encoding = (attribute(data, "encoding", "encodinguri") or "").casefold()
    text = "".join(data.itertext())
    if "base64" in encoding:
        if not mimetype.startswith("text/"):
            scope.notes.add(f"Content inside the file of type {mimetype} was left out.")
            return Found()
        text = _unpacked(scope, text)
    is_html = "html" in mimetype or looks_like_html(text)
    return Found(body=body_from_html(text) if is_html else body_from_text(text))


def _unpacked(scope: Scope, text: str) -> str:
    try:
        decoded = decode(base64.b64decode("".join(text.split()), validate=False))
    except (binascii.Error, ValueError):
        scope.notes.add("Text packed as base64 could not be unpacked.")
        return ""
    return decoded.text


def _script(scope: Scope) -> Body:
    """What is said and shown in a video or sound: its descriptions, then its parts in order."""
    blocks: list[Block] = []
    meta = child(scope.item, "contentMeta")
    roles = ["".join(one.itertext()) for one in children(meta, "description") if text_of(one)]
    if len(roles) > 1:
        blocks.extend(block for words in roles for block in body_from_text(words).blocks)
    parts = [one for one in scope.item if local(one) == "partmeta"]
    for part in parts:
        words = scope.best_text(children(part, "description")) or scope.best_text(
            children(part, "headline", "title")
        )
        blocks.extend(body_from_text(words or "").blocks)
    return Body(tuple(blocks))


def _picture(scope: Scope, files: list[Any], known: dict[str, Any], kind: str) -> tuple[Image, ...]:
    """One picture with all its files; icons count as files of a picture or of a video's frame."""
    icons = list(children(child(scope.item, "contentMeta"), "icon"))
    renditions = tuple(filter(None, map(_rendition, (*files, *icons))))
    if not renditions:
        return ()
    found = dict(descriptions(scope))
    caption = next((found[role] for role in _CAPTION_ROLES if role in found), None)
    if kind not in {"picture", "graphic"}:
        caption = known.get("headline")
    credit = known.get("credit") or known.get("byline") or known.get("copyright")
    return (Image(caption, credit, renditions),)


def _rendition(file: Any) -> Rendition | None:
    href = attribute(file, "href")
    if not href:
        return None
    return Rendition(
        rendition_name(attribute(file, "rendition", "renditionuri")),
        href,
        pixels(attribute(file, "width")),
        pixels(attribute(file, "height")),
        attribute(file, "contenttype"),
    )


def rendition_name(value: str | None) -> str | None:
    """`rnd:highRes` and its URI are both `highRes`."""
    if not value:
        return None
    if value.startswith("http"):
        return re.split(r"[/#]", value.rstrip("/"))[-1]
    alias, _, rest = value.partition(":")
    return rest if rest and (alias in _RENDITION_ALIASES or alias.endswith("rnd")) else value


def _attachment(file: Any) -> Attachment:
    return Attachment(
        attribute(file, "href") or "",
        rendition_name(attribute(file, "rendition", "renditionuri")),
        attribute(file, "contenttype"),
        whole(attribute(file, "size")),
        "rendition",
    )


def _media_type(file: Any) -> str | None:
    mimetype = attribute(file, "contenttype") or ""
    return mimetype.split("/")[0].strip().casefold() or None


def _is_bare(file: Any, kind: str) -> bool:
    """A file without a media type is of the item's own kind."""
    return kind in {"picture", "graphic"} and not attribute(file, "contenttype")
