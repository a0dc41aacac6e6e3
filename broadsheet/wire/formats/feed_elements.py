"""The parts of a feed entry: elements by module, text by type, authors, categories."""

import html
import re
from typing import Any

from broadsheet.wire.formats.blocks import web_address
from broadsheet.wire.formats.codes import MEDIA_TOPICS, SUBJECT_CODES, subject_code
from broadsheet.wire.formats.item import Subject
from broadsheet.wire.formats.markup import (
    Body,
    body_from_html,
    body_from_text,
    looks_like_html,
    one_line,
)
from broadsheet.wire.formats.trees import (
    XML_BASE,
    attribute,
    child,
    children,
    local,
    namespace,
    text_of,
)
from broadsheet.wire.formats.xhtml import as_html, nitf_body

# Parts of namespace URIs, or the prefixes themselves where a feed forgot to declare them.
_FAMILIES = (
    ("purl.org/dc/", "dc"), ("modules/content", "content"), ("yahoo.com/mrss", "media"),
    ("itunes", "itunes"), ("w3.org/2005/atom", "atom"), ("prism", "prism"),
    ("feedburner", "feedburner"), ("purl.org/atom", "atom"),
)  # fmt: skip
_MAIL_AND_NAME = re.compile(r"\s*[^\s@()]+@[^\s@()]+\s*\((.+)\)\s*")
_MAIL = re.compile(r"\s*[^\s@()]+@[^\s@()]+\s*")
_BODIES = (("encoded", "content"), ("encoded", ""), ("content", ""), ("content", "atom"),
           ("body", ""), ("fulltext", ""))  # fmt: skip
_SUMMARIES = (("description", ""), ("summary", ""), ("summary", "atom"), ("subtitle", "itunes"),
              ("summary", "itunes"), ("abstract", ""), ("description", "dc"))  # fmt: skip


def family(element: Any, entry: Any) -> str:
    """The module that an element belongs to; empty for the feed's own names."""
    uri = namespace(element).casefold()
    if uri == namespace(entry).casefold():
        return ""
    for part, name in _FAMILIES:
        if part in uri or uri == name:
            return name
    return uri


def all_of(holder: Any, name: str, module: str = "") -> list[Any]:
    return [one for one in children(holder, name) if family(one, holder) == module]


def first(holder: Any, name: str, module: str = "") -> Any:
    """The first element of a name in a module that has words or attributes."""
    found = all_of(holder, name, module)
    return next((one for one in found if text_of(one)), found[0] if found else None)


def words(element: Any) -> str | None:
    """Text on one line: Atom's plain text as it stands, everything else as HTML may be."""
    if element is None:
        return None
    kind = (attribute(element, "type") or "").casefold()
    if kind in {"text", "text/plain"} or len(element):
        return text_of(element)
    return one_line(element.text)


def base_of(entry: Any, base: str | None) -> str | None:
    """The address that relative links of an entry start from; `base` is the feed's own."""
    bases = []
    holder = entry
    while holder is not None:
        if holder.get(XML_BASE):
            bases.append(holder.get(XML_BASE))
        holder = holder.getparent()
    for one in reversed(bases):
        base = web_address(one, base) or base
    return base


def feed_address(channel: Any) -> str | None:
    """The feed's own address, else its site's."""
    links = list(children(channel, "link"))
    for relation in ("self", "alternate", None):
        for one in links:
            address = attribute(one, "href") or text_of(one)
            if attribute(one, "rel") == relation and web_address(address, None):
                return address
    return None


def body_of_entry(entry: Any, base: str | None) -> tuple[Body, str | None]:
    """The fullest text there is, and a summary if there is one besides."""
    bodies = [
        body for element in _elements(entry, _BODIES) if (body := body_in(element, base)).blocks
    ]
    summaries = [
        body for element in _elements(entry, _SUMMARIES) if (body := body_in(element, base)).blocks
    ]
    media = child(entry, "group", "description")
    if not bodies and not summaries and media is not None:
        summaries = [body_in(media, base)]
    fullest = max(bodies, key=lambda one: len(one.text), default=None)
    if fullest is None:
        return (summaries[0] if summaries else Body()), None
    summary = " ".join(summaries[0].text.split()) if summaries else None
    return fullest, summary if summary != " ".join(fullest.text.split()) else None


def _elements(entry: Any, names: tuple[tuple[str, str], ...]) -> list[Any]:
    return [one for name, module in names for one in all_of(entry, name, module)]


def body_in(element: Any, base: str | None) -> Body:
    """The body inside an element, by its declared type and by what it looks like."""
    kind = (attribute(element, "type") or "").casefold()
    nitf = next((one for one in element.iter() if local(one) == "nitf"), None)
    if nitf is not None:
        return body_from_html(nitf_body(nitf).html, base=base)
    if len(element):
        return body_from_html(as_html(element), base=base)
    text = element.text or ""
    if kind in {"text", "text/plain"}:
        return body_from_text(text)
    if looks_like_html(text) or kind in {"html", "text/html"}:
        return body_from_html(text, base=base)
    return body_from_text(html.unescape(text))


def authors_of(holder: Any) -> tuple[str, ...]:
    """Names only: mail addresses are left out, in whatever way a feed wrote them."""
    found: list[str | None] = []
    for module in ("", "atom"):
        for author in all_of(holder, "author", module):
            name = child(author, "name")
            found.append(_name(text_of(name) if name is not None else words(author)))
    found.extend(_name(words(creator)) for creator in all_of(holder, "creator", "dc"))
    if not any(found):
        found.extend(_name(words(one)) for one in all_of(holder, "author", "itunes"))
    return tuple(dict.fromkeys(filter(None, found)))


def _name(text: str | None) -> str | None:
    if not text:
        return None
    match = _MAIL_AND_NAME.fullmatch(text)
    if match:
        return match[1].strip()
    return None if _MAIL.fullmatch(text) else text


def categories_of(entry: Any) -> tuple[tuple[Subject, ...], tuple[str, ...], str | None]:
    """Subjects with their scheme, free keywords, and the first category of all."""
    subjects: dict[tuple[str | None, str | None], Subject] = {}
    keywords: list[str] = []
    names: list[str] = []
    elements = [*all_of(entry, "category"), *all_of(entry, "category", "atom"),
                *all_of(entry, "subject", "dc"), *all_of(entry, "category", "media")]  # fmt: skip
    for one in elements:
        term = attribute(one, "term") or words(one)
        name = attribute(one, "label") or words(one) or term
        scheme = attribute(one, "domain", "scheme")
        if not term or not name:
            continue
        names.append(name)
        subject = _subject(scheme, term, name)
        subjects.setdefault((subject.scheme, subject.code or subject.name), subject)
        if subject.scheme is None:
            keywords.append(name)
    keywords.extend(_keywords(entry))
    return tuple(subjects.values()), tuple(dict.fromkeys(keywords)), next(iter(names), None)


def _subject(scheme: str | None, term: str, name: str) -> Subject:
    code = subject_code(scheme, term)
    is_coded = scheme is not None or code.scheme in {SUBJECT_CODES, MEDIA_TOPICS}
    if not is_coded:
        return Subject(None, None, name)
    return Subject(code.scheme, code.code, name if name != term or scheme else None)


def _keywords(entry: Any) -> list[str]:
    found: list[str] = []
    for module in ("media", "itunes", ""):
        texts = (words(one) or "" for one in all_of(entry, "keywords", module))
        found.extend(part.strip() for text in texts for part in re.split(r"[,;،]", text))
    return [one for one in found if one]
