"""A delivery's format is told by what is in it, never by its name or what a sender calls it."""

import json
import re
from datetime import UTC, datetime, tzinfo
from typing import Any

from broadsheet.outside.errors import XmlRefused
from broadsheet.outside.xml import parse
from broadsheet.wire.errors import (
    DeliveryEmpty,
    DeliveryMalformed,
    DeliveryTooLarge,
    DeliveryTruncated,
    FormatNotRead,
    FormatUnknown,
)
from broadsheet.wire.formats.content import Content
from broadsheet.wire.formats.decoding import Decoded, decode, without_mojibake
from broadsheet.wire.formats.trees import local, namespace

MAX_BYTES = 32 * 2**20
_MAX_JSON_DEPTH = 60
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"{\\rtf", "a Rich Text document"),
)
_NOT_READ_ROOTS = {
    "nitf": "NITF",
    "newsml": "NewsML 1",
    "sportsml": "SportsML",
    "sports-content": "SportsML",
    "xmlnewsqueuedresponse": "Ritzau's own XML",
    "rbnews": "Ritzau's own XML",
}
_IPTC_7901 = re.compile(r"[\s\x01]*[a-z]{3}\d{3,5}\s+\d\s+[a-z]{1,4}\s+\d{1,4}\b")
_ANPA = re.compile(r"[\x16\x01\s]*[A-Za-z]\d{4}[\x1f\s]?.*\n.*\n?[\^\x13]|[\x16\x01]")
_MAIL = re.compile(r"\s*(?:[A-Z][A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3}")
_ZCZC = re.compile(r"\s*ZCZC\b")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_SURROGATES = re.compile("[\ud800-\udfff]")


def content_of(
    data: bytes, *, name: str, zone: tzinfo | None, now: datetime | None = None
) -> Content:
    """Decoded and parsed content; raises `DeliveryRefused` for what is neither XML nor JSON."""
    if len(data) > MAX_BYTES:
        raise DeliveryTooLarge(size=len(data), limit=MAX_BYTES)
    if not data.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise DeliveryEmpty
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise FormatUnknown(looks_like=kind)
    decoded = decode(data)
    start = decoded.text.lstrip("\ufeff\x00 \t\r\n")[:1]
    clock = now or datetime.now(UTC)
    if not start:
        raise DeliveryEmpty
    if start == "<":
        return _xml_content(decoded, name, zone, clock)
    if start in "{[":
        return _json_content(decoded, name, zone, clock)
    raise _refusal_of_text(decoded.text)


def refusal_of(content: Content) -> FormatNotRead | FormatUnknown:
    """Why no reader took a document that was parsed well."""
    if content.root is None:
        return _refusal_of_json(content.json)
    name = local(content.root)
    if name in _NOT_READ_ROOTS:
        return FormatNotRead(format_name=_NOT_READ_ROOTS[name])
    if name in {"html", "head", "body", "div", "p", "h1", "title"}:
        return FormatUnknown(looks_like="a web page, perhaps an error page of the agency's server")
    where = f" of {namespace(content.root)}" if namespace(content.root) else ""
    return FormatUnknown(looks_like=f"XML with the root <{name}>{where}"[:160])


def _xml_content(decoded: Decoded, name: str, zone: tzinfo | None, now: datetime) -> Content:
    if re.match(r"\s*<!doctype\s+html\b", decoded.text[:400], re.IGNORECASE):
        raise FormatUnknown(looks_like="a web page, perhaps an error page of the agency's server")
    try:
        document = parse(decoded.text.lstrip("\x00 \t\r\n"))
    except XmlRefused as refused:
        if refused.code == "truncated":
            raise DeliveryTruncated from refused
        raise DeliveryMalformed(refused.reason, refused.remedy, code=refused.code) from refused
    repairs = (*decoded.repairs, *document.repairs)
    return Content(
        name,
        root=document.root,
        repairs=repairs,
        is_cut_off=document.is_cut_off,
        zone=zone,
        now=now,
    )


def _json_content(decoded: Decoded, name: str, zone: tzinfo | None, now: datetime) -> Content:
    text = decoded.text.strip("\ufeff\x00 \t\r\n")
    repairs = list(decoded.repairs)
    try:
        value, note = _json_value(text)
    except RecursionError as error:
        raise _too_deep() from error
    if note:
        repairs.append(note)
    mender = _JsonMender()
    mended = mender.mended(value, 0)
    if mender.count:
        repairs.append(
            f"{mender.count} characters had been decoded wrongly by the sender; put right."
        )
    return Content(name, json=mended, repairs=tuple(repairs), zone=zone, now=now)


def _json_value(text: str) -> tuple[Any, str | None]:
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        failure = error
    except ValueError as error:
        raise _malformed_json("a number is too long") from error
    for attempt, note in (
        (text, "Control characters inside the JSON were accepted."),
        (_TRAILING_COMMA.sub(r"\1", text), "Stray commas in the JSON were removed."),
    ):
        try:
            return json.loads(attempt, strict=False), note
        except ValueError:
            continue
    lines = _json_lines(text)
    if lines:
        return lines, "Several JSON objects on lines of their own were read as one list."
    if failure.pos >= len(text.rstrip()) - 1 or "Unterminated" in failure.msg:
        raise DeliveryTruncated
    raise _malformed_json(f"{failure.msg} in line {failure.lineno}")


def _json_lines(text: str) -> list[Any]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return []
    try:
        values = [json.loads(line) for line in lines]
    except ValueError:
        return []
    return values if all(isinstance(value, dict) for value in values) else []


def _malformed_json(detail: str) -> DeliveryMalformed:
    return DeliveryMalformed(
        f"The JSON cannot be read: {detail}.", "Ask the sender for a sound file."
    )


def _too_deep() -> DeliveryMalformed:
    return DeliveryMalformed(
        f"The JSON is nested more than {_MAX_JSON_DEPTH} deep, which no news file needs.",
        "Ask the sender for a sound file.",
        code="too_deep",
    )


class _JsonMender:
    """Escapes can hide mojibake and halves of characters from the decoder; here they are seen."""

    def __init__(self) -> None:
        self.count = 0

    def mended(self, value: Any, depth: int) -> Any:
        if depth > _MAX_JSON_DEPTH:
            raise _too_deep()
        if isinstance(value, str):
            text, count = without_mojibake(_SURROGATES.sub("\ufffd", value))
            self.count += count
            return text.replace("\x00", "")
        if isinstance(value, list):
            return [self.mended(one, depth + 1) for one in value]
        if isinstance(value, dict):
            return {
                _SURROGATES.sub("\ufffd", k): self.mended(v, depth + 1) for k, v in value.items()
            }
        return value


def _refusal_of_text(text: str) -> FormatNotRead | FormatUnknown:
    start = text[:2000]
    for pattern, format_name in (
        (_ZCZC, "plain wire text (ZCZC)"),
        (_IPTC_7901, "IPTC 7901"),
        (_MAIL, "an e-mail message"),
        (_ANPA, "ANPA 1312"),
    ):
        if pattern.match(start):
            return FormatNotRead(format_name=format_name)
    return FormatUnknown(looks_like="plain text")


def _refusal_of_json(value: Any) -> FormatNotRead | FormatUnknown:
    keys = {str(key) for key in value} if isinstance(value, dict) else set()
    if "api_version" in keys and "data" in keys:
        return FormatNotRead(format_name="AP Media API JSON")
    if "source-feed" in keys:
        return FormatNotRead(format_name="Fingerpost JSON")
    named = ", ".join(sorted(keys)[:5])
    return FormatUnknown(looks_like=f"JSON with {named}" if named else "JSON without any news")
