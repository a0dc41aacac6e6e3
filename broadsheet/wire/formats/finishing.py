"""The last touch that every item gets: what is missing is said, what is doubtful is held back."""

import re
from typing import Any

from broadsheet.wire.formats.blocks import Block
from broadsheet.wire.formats.content import Notes
from broadsheet.wire.formats.item import Image, Rendition, WireItem
from broadsheet.wire.formats.languages import judged_language, language_tag
from broadsheet.wire.formats.markup import Body, count_words
from broadsheet.wire.formats.statuses import says_correction, says_kill, version_label

_EMBARGO_WORDS = re.compile(r"embargo|الحظر|محظور النشر|حظر النشر", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:By|Von|Par|Por)\s+[^\W\d_a-z][\w.'’-]*"
    r"(?:(?:,? (?:and|und|et|y) |,? |,)[^\W\d_a-z][\w.'’-]*){0,7}"
)
_OPENING_BLOCKS = 3


def finished(notes: Notes, *, body: Body, **fields: Any) -> WireItem:
    """An item with its body in place; `fields` are those of `WireItem`, `language` as found."""
    notes.extend(body.repairs)
    blocks = _without_headline(body.blocks, fields.get("headline"))
    html, text = "\n".join(b.html for b in blocks), "\n\n".join(b.text for b in blocks)
    fields |= {"body_html": html, "body_text": text, "body_words": count_words(text)}
    fields["images"] = (*fields.get("images", ()), *_inline_images(body, fields.get("images", ())))
    fields["language"] = _language(
        notes, fields.get("language"), f"{fields.get('headline')} {text}"
    )
    fields["version_label"] = fields.get("version_label") or version_label(
        fields.get("slugline"), fields.get("headline")
    )
    fields["byline"] = fields.get("byline") or _byline(notes, blocks)
    if fields.get("summary") == fields.get("headline"):
        fields["summary"] = None
    _judge_status(notes, fields)
    _say_what_is_missing(notes, fields)
    return WireItem(**fields, repairs=notes.as_tuple())


def _language(notes: Notes, value: str | None, text: str) -> str | None:
    tag = language_tag(value)
    if value and value.strip() and tag is None:
        notes.add(f"The language “{value.strip()[:40]}” is no language tag.")
    judged, note = judged_language(tag, text)
    if note:
        notes.add(note)
    return judged


def _without_headline(blocks: tuple[Block, ...], headline: str | None) -> tuple[Block, ...]:
    """The body without a heading that repeats the headline."""
    if not headline:
        return blocks
    for index, block in enumerate(blocks[:_OPENING_BLOCKS]):
        if block.tag == "h2" and _folded(block.text) == _folded(headline):
            return (*blocks[:index], *blocks[index + 1 :])
    return blocks


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _byline(notes: Notes, blocks: tuple[Block, ...]) -> str | None:
    """A first paragraph that is nothing but a byline; it stays in the body as well."""
    for block in blocks[:1]:
        if len(block.text) <= 100 and _BYLINE.fullmatch(block.text):
            notes.add("The byline was read from the first paragraph.")
            return block.text
    return None


def _inline_images(body: Body, known: tuple[Image, ...]) -> list[Image]:
    have = {rendition.href for image in known for rendition in image.renditions}
    found: dict[str, Image] = {}
    for inline in body.images:
        if inline.href not in have:
            rendition = Rendition("inline", inline.href, inline.width, inline.height)
            found.setdefault(inline.href, Image(inline.caption, inline.credit, (rendition,)))
    return list(found.values())


def _judge_status(notes: Notes, fields: dict[str, Any]) -> None:
    """Kills without a target and embargoes without a time hold an item back."""
    headline, status = fields.get("headline"), fields.get("pubstatus", "usable")
    if says_correction(headline) and not fields.get("is_correction"):
        fields["is_correction"] = True
        notes.add("The headline says that this is a correction.")
    if fields.get("kills"):
        fields["pubstatus"] = "canceled"
        if status == "usable":
            notes.add("Sent as usable, but signalled to be taken down; read as canceled.")
    elif status == "canceled" and fields.get("guid"):
        fields["kills"] = (fields["guid"],)
    elif status == "usable" and says_kill(headline, fields.get("slugline")):
        fields["pubstatus"] = "withheld"
        notes.add("The headline speaks of a kill, but nothing says of which item; withheld.")
    if not fields.get("embargo") and _EMBARGO_WORDS.search(fields.get("ednote") or ""):
        notes.add("The editorial note speaks of an embargo, but no time is given for it.")


def _say_what_is_missing(notes: Notes, fields: dict[str, Any]) -> None:
    if not fields.get("guid"):
        notes.add("No identifier: a later version of this item cannot be matched with it.")
    if not fields.get("headline") and fields.get("pubstatus") != "canceled":
        notes.add("No headline.")
    if not fields.get("version_created") and not fields.get("first_created"):
        notes.add("No date.")
    if fields.get("type") == "text" and not fields["body_text"]:
        notes.add("No text.")
    words = (fields.get("headline") or "") + fields["body_text"]
    if "\ufffd" in words:
        notes.add("Some characters were lost before this file reached the newsroom.")
