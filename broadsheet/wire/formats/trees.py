"""Elements are found by local name in any case, whatever namespace or prefix a sender used."""

from collections.abc import Iterator
from typing import Any

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def local(element: Any) -> str:
    """The name without namespace and prefix, folded; empty for what is no element."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1].casefold()


def namespace(element: Any) -> str:
    """The namespace URI, or the undeclared prefix, or nothing."""
    tag = str(element.tag)
    if tag.startswith("{"):
        return tag[1:].split("}", 1)[0]
    return tag.rsplit(":", 1)[0] if ":" in tag else ""


def children(parent: Any, *names: str) -> Iterator[Any]:
    """Children with one of the names, in document order; nothing where there is no parent."""
    wanted = {name.casefold() for name in names}
    return (child for child in (parent if parent is not None else ()) if local(child) in wanted)


def child(parent: Any, *path: str) -> Any:
    """The first element at the end of a path of names, or `None`."""
    for name in path:
        parent = next(children(parent, name), None)
        if parent is None:
            return None
    return parent


def attribute(element: Any, *names: str) -> str | None:
    """The first of the attributes that is there and not empty, in any case and namespace."""
    if element is None:
        return None
    found = {
        name.rsplit("}", 1)[-1].rsplit(":", 1)[-1].casefold(): value
        for name, value in element.attrib.items()
    }
    for name in names:
        value = found.get(name.casefold(), "").strip()
        if value:
            return value
    return None


def text_of(element: Any) -> str | None:
    """All the words inside an element on one line; `None` if there are none."""
    if element is None:
        return None
    pieces: list[str] = []
    for event in element.iter():
        if event is not element and isinstance(event.tag, str):
            pieces.append(" " if local(event) in _APART else "")
        pieces.append(event.text or "" if isinstance(event.tag, str) else "")
        pieces.extend(_tails(event, element))
    return " ".join("".join(pieces).split()) or None


def _tails(element: Any, root: Any) -> Iterator[str]:
    """Tails that are due after an element without children: its own, and those of ended parents."""
    if len(element):
        return
    while element is not root:
        yield " " if local(element) in _APART else ""
        yield element.tail or ""
        parent = element.getparent()
        if element.getnext() is not None:
            return
        element = parent


_APART = {"p", "br", "div", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "section", "hl1", "hl2"}


def language_of(element: Any) -> str | None:
    """`xml:lang` of the element or of the nearest element around it."""
    while element is not None:
        value = element.get(XML_LANG)
        if value and value.strip():
            return str(value).strip()
        element = element.getparent()
    return None
