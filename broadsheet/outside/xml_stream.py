"""Large XML from outside is read piece by piece, under the same suspicion as small.

A document type is refused outright, nothing is fetched or expanded, depth and pieces are capped,
and what was read is let go of, so that memory does not grow with the file.
"""

from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from lxml import etree

from broadsheet.outside.errors import XmlEntities, XmlMalformed, XmlTooDeep, XmlTruncated
from broadsheet.outside.xml import MAX_DEPTH

CHUNK = 64 * 1024


def stream(file: BinaryIO, names: Collection[str], *, max_depth: int = MAX_DEPTH) -> Iterator[Any]:
    """Each element (lxml) with one of the local `names`, whole, in the order of the file.

    An element inside another of them comes with that one. It is emptied when the next is asked
    for. Raises an `XmlRefused` where the file ends to be readable; what came before it stands.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    depth, inside, is_judged = 0, 0, False
    while chunk := file.read(CHUNK):
        _feed(parser, chunk)
        for event, element in parser.read_events():
            is_judged = is_judged or _judged(element)
            step = 1 if event == "start" else -1
            depth += step
            if depth > max_depth:
                raise XmlTooDeep(limit=max_depth)
            if _local(element) not in names:
                continue
            inside += step
            if event == "end" and not inside:
                yield element
                _let_go(element)
    _close(parser)


def text_of(element: Any, name: str) -> str:
    """The text of the first child with the local name; empty where there is none."""
    for child in element:
        if _local(child) == name:
            return str(child.text or "").strip()
    return ""


def children_of(element: Any, name: str) -> list[Any]:
    return [child for child in element if _local(child) == name]


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _judged(root: Any) -> bool:
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlEntities(entity=_local(root))
    return True


def _feed(parser: Any, chunk: bytes) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise XmlMalformed(detail=str(error)) from error


def _close(parser: Any) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise XmlTruncated(root="document") from error


def _let_go(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
