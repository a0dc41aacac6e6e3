"""Disqus's export (`dsq:id` names things): threads with their addresses, then the posts."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from broadsheet.comments.importing.foreign import Foreign, Was, moment_of, text_from_html
from broadsheet.comments.importing.wxr import LONG_AGO
from broadsheet.outside.xml_stream import children_of, stream, text_of

_ID = "{http://disqus.com/disqus-internals}id"


def read_disqus(file: BinaryIO) -> Iterator[Foreign]:
    """Each post; threads without any are read and forgotten."""
    addresses: dict[str, str] = {}
    for one in stream(file, {"thread", "post"}):
        if one.tag.endswith("}thread") or one.tag == "thread":
            addresses[one.get(_ID, "")] = text_of(one, "link") or text_of(one, "id")
        else:
            yield _post(one, addresses)


def _post(one: Any, addresses: dict[str, str]) -> Foreign:
    author = next(iter(children_of(one, "author")), None)
    return Foreign(
        key=one.get(_ID, ""),
        address=addresses.get(_referred(one, "thread"), ""),
        text=text_from_html(text_of(one, "message")),
        at=moment_of(text_of(one, "createdAt")) or LONG_AGO,
        was=_state(one),
        name=text_of(author, "name") if author is not None else "",
        mail=text_of(author, "email") if author is not None else "",
        parent=_referred(one, "parent"),
    )


def _state(one: Any) -> Was:
    if text_of(one, "isDeleted") == "true":
        return Was.GONE
    if text_of(one, "isSpam") == "true":
        return Was.SPAM
    # Older exports say so where a post was never approved; the newer leave it out.
    return Was.PENDING if text_of(one, "isApproved") == "false" else Was.APPROVED


def _referred(one: Any, name: str) -> str:
    found = children_of(one, name)
    return str(found[0].get(_ID, "")) if found else ""
