"""XML from outside is parsed in one place, where no document can reach out or blow up.

No document type is ever handed to the parser: it is cut off first, after its entity declarations
were judged. Nothing is fetched, no entity is expanded by the parser, size and depth are capped.
A document that is not well formed is mended where the mistake is a known one, then read by a
forgiving parser; both are told as repairs.
"""

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from broadsheet.outside.errors import (
    XmlEntities,
    XmlExternalEntity,
    XmlMalformed,
    XmlTooDeep,
    XmlTooLarge,
    XmlTruncated,
)

MAX_CHARACTERS = 32 * 2**20
MAX_DEPTH = 100
# A short literal value is what feeds of the nineties declare ("&nbsp;" as "&#160;").
MAX_ENTITY_VALUE = 64
MAX_ENTITY_USES = 10_000
MAX_DOCTYPE = 20_000

_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
_PROLOG = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DOCTYPE_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?-->|[\[\]>]", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+(%\s*)?(\S+)\s+(\"[^\"]*\"|'[^']*'|[^\"'>\s]+)", re.IGNORECASE)
_PLAIN_REFERENCE = re.compile(r"&#(?:\d{1,7}|x[0-9a-fA-F]{1,6});")
_ROOT = re.compile(r"<([^\s<>/!?]+)")
_OPAQUE = re.compile(r"<!\[CDATA\[|<!--|<\?")
_OPAQUE_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_STRAY_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9a-fA-F]+;|[A-Za-z_:][\w.:-]*;)")
_STRAY_LESS = re.compile(r"<(?=[\s\d=<]|$)")
_TAG = re.compile(r"<(/?)([^\s<>/!?=\"']+)((?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*)>")
# How many open elements an end tag may close at once; a bound on time for hostile files.
_LOOK_BACK = 200
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document: its root element (lxml), and what had to be mended to get it.

    `is_cut_off` says that the file ends before its root is closed, so its last item is not whole.
    """

    root: Any
    repairs: tuple[str, ...]
    is_cut_off: bool


def parse(
    text: str, *, max_characters: int = MAX_CHARACTERS, max_depth: int = MAX_DEPTH
) -> Document:
    """Decoded text becomes a document, or an `XmlRefused` says why not."""
    if len(text) > max_characters:
        raise XmlTooLarge(size=len(text), limit=max_characters)
    body, entities = _without_doctype(_without_declaration(text.lstrip("\ufeff \t\r\n")))
    repairs: list[str] = []
    if entities:
        body = _expanded(body, entities)
        repairs.append("The file's own character entities were replaced by their characters.")
    root = _strict(body)
    is_cut_off = False
    if root is None:
        is_cut_off = _is_cut_off(body)
        root, notes = _mended(body)
        repairs.extend(notes)
    if root is None:
        raise _why_unreadable(body)
    _refuse_depth(root, max_depth)
    return Document(root, tuple(repairs), is_cut_off)


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _strict(text: str) -> Any:
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=False))
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower() and "excessive" in str(error).lower():
            raise XmlTooDeep(limit=MAX_DEPTH) from error
        return None


def _forgiving(text: str) -> tuple[Any, str]:
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        return None, str(error)
    errors = parser.error_log
    detail = f"line {errors[0].line}: {errors[0].message.strip()}" if len(errors) else "unclear"
    return root, detail


def _mended(text: str) -> tuple[Any, list[str]]:
    """The root after mending known mistakes, or after a forgiving parse; with notes."""
    mended, notes = _mend(text)
    root = _strict(mended) if notes else None
    if root is not None:
        return root, notes
    balanced = _balanced(mended)
    if balanced != mended:
        notes.append("Tags that did not match were balanced.")
        root = _strict(balanced)
        if root is not None:
            return root, notes
    root, detail = _forgiving(balanced)
    notes.append(f"The XML is not well formed ({detail}); it was read by a forgiving parser.")
    return root, notes


def _balanced(text: str) -> str:
    """Every end tag closes its own element; a forgiving parser drops all after a stray one."""
    pieces: list[str] = []
    names: list[str] = []
    for is_opaque, segment in _segments(text):
        pieces.extend([segment] if is_opaque else _balanced_tags(segment, names))
    pieces.extend(f"</{name}>" for name in reversed(names))
    return "".join(pieces)


def _balanced_tags(segment: str, names: list[str]) -> Iterator[str]:
    """The segment with stray end tags dropped and forgotten ones added; `names` are open."""
    done = 0
    for tag in _TAG.finditer(segment):
        is_end, name, rest = tag.groups()
        if rest.endswith("/"):
            continue
        if not is_end:
            names.append(name)
            continue
        yield segment[done : tag.start()]
        done = tag.end()
        if name in names[-_LOOK_BACK:]:
            while (last := names.pop()) != name:
                yield f"</{last}>"
            yield tag.group(0)
    yield segment[done:]


def _segments(text: str) -> Iterator[tuple[bool, str]]:
    """Markup, and what is none (CDATA, comments, instructions); each byte is looked at once.

    An opening whose end is missing counts as markup, and its kind is not looked for again.
    """
    start = position = 0
    unending: set[str] = set()
    while opening := _OPAQUE.search(text, position):
        mark = opening.group(0)
        end = -1 if mark in unending else text.find(_OPAQUE_ENDS[mark], opening.end())
        if end < 0:
            unending.add(mark)
            position = opening.end()
            continue
        end += len(_OPAQUE_ENDS[mark])
        yield False, text[start : opening.start()]
        yield True, text[opening.start() : end]
        start = position = end
    yield False, text[start:]


def _mend(text: str) -> tuple[str, list[str]]:
    notes = []
    cleaned = _FORBIDDEN.sub("", text)
    if cleaned != text:
        notes.append("Control characters that XML forbids were removed.")
    mended = "".join(
        segment if is_opaque else _mend_markup(segment) for is_opaque, segment in _segments(cleaned)
    )
    if mended != cleaned:
        notes.append("Unescaped “&” or “<”, or HTML entities, were mended in the XML.")
    return mended, notes


def _mend_markup(part: str) -> str:
    part = _NAMED.sub(_named_character, part)
    part = _STRAY_AMPERSAND.sub("&amp;", part)
    return _STRAY_LESS.sub("&lt;", part)


def _named_character(match: re.Match[str]) -> str:
    name = match.group(1)
    if name in _XML_NAMES:
        return match.group(0)
    return html.entities.html5.get(f"{name};", f"&amp;{name};")


def _without_declaration(text: str) -> str:
    """The declared charset means nothing once the text is decoded."""
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """The text without its document type, and the harmless entities that it declared."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if not _DOCTYPE.match(text, start):
        return text, {}
    end = _doctype_end(text, start)
    return text[:start] + text[end:], _judged_entities(text[start:end])


def _doctype_end(text: str, start: int) -> int:
    depth = 0
    limit = start + MAX_DOCTYPE
    for token in _DOCTYPE_TOKEN.finditer(text, start + len("<!DOCTYPE"), limit):
        mark = token.group(0)
        if mark == "[":
            depth += 1
        elif mark == "]":
            depth -= 1
        elif mark == ">" and depth <= 0:
            return token.end()
    raise XmlMalformed(detail="its document type does not end")


def _judged_entities(doctype: str) -> dict[str, str]:
    """Short literal entities by name; raises for every other kind."""
    entities: dict[str, str] = {}
    for is_parameter, name, value in _ENTITY.findall(_COMMENT.sub("", doctype)):
        if value.upper() in {"SYSTEM", "PUBLIC"}:
            raise XmlExternalEntity(entity=name)
        literal = value[1:-1]
        without_plain = _PLAIN_REFERENCE.sub("", literal)
        is_harmless = len(literal) <= MAX_ENTITY_VALUE and not re.search("[&<%]", without_plain)
        if is_parameter or not is_harmless:
            raise XmlEntities(entity=name)
        entities[name] = literal
    return entities


def _expanded(text: str, entities: dict[str, str]) -> str:
    uses = 0

    def literal(match: re.Match[str]) -> str:
        nonlocal uses
        if match.group(1) not in entities:
            return match.group(0)
        uses += 1
        if uses > MAX_ENTITY_USES:
            raise XmlEntities(entity=match.group(1))
        return entities[match.group(1)]

    return re.sub(r"&([A-Za-z_:][\w.:-]*);", literal, text)


def _root_tag(text: str) -> re.Match[str] | None:
    prolog = _PROLOG.match(text)
    return _ROOT.search(text, prolog.end() if prolog else 0)


def _is_cut_off(text: str) -> bool:
    root = _root_tag(text)
    return root is None or f"</{root.group(1)}" not in text[root.end() :]


def _why_unreadable(text: str) -> XmlTruncated | XmlMalformed:
    root = _root_tag(text)
    if root and _is_cut_off(text):
        return XmlTruncated(root=root.group(1))
    return XmlMalformed(detail="no element was found in it")


def _refuse_depth(root: Any, limit: int) -> None:
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return
    raise XmlTooDeep(limit=limit)
