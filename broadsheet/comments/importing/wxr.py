"""WordPress eXtended RSS, versions 1.0 to 1.2: comments stand inside the items of their posts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from broadsheet.comments.importing.foreign import Foreign, Was, moment_of, text_from_html
from broadsheet.outside.xml_stream import children_of, stream, text_of

STATES = {"1": Was.APPROVED, "0": Was.PENDING, "spam": Was.SPAM, "trash": Was.GONE,
          "post-trashed": Was.GONE}  # fmt: skip
OTHER_KINDS = {"pingback", "trackback"}
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def read_wxr(file: BinaryIO) -> Iterator[Foreign]:
    """Each comment, those of one post in the order of their time."""
    for item in stream(file, {"item"}):
        address, slug = text_of(item, "link"), text_of(item, "post_name")
        found = [_comment(one, address, slug) for one in children_of(item, "comment")]
        yield from sorted(found, key=lambda one: (one.at, one.key))


def _comment(one: Any, address: str, slug: str) -> Foreign:
    parent = text_of(one, "comment_parent")
    kind = text_of(one, "comment_type")
    was = STATES.get(text_of(one, "comment_approved"), Was.PENDING)
    return Foreign(
        key=text_of(one, "comment_id"),
        address=address,
        slug=slug,
        text=text_from_html(text_of(one, "comment_content"), breaks=True),
        at=moment_of(text_of(one, "comment_date_gmt")) or LONG_AGO,
        was=Was.NO_COMMENT if kind in OTHER_KINDS else was,
        name=text_of(one, "comment_author"),
        mail=text_of(one, "comment_author_email"),
        parent="" if parent == "0" else parent,
        more={"type": kind, "author_url": text_of(one, "comment_author_url")},
    )
