"""Why a version does not change the story of its item, or may not be published; in words."""

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from broadsheet.wire.models import Lift, Version

# What readers would see of a version; two that agree here are the same to them.
SEEN = ("pubstatus", "headline", "subheadline", "summary", "byline", "dateline", "body_html",
        "body_text", "embargo")  # fmt: skip


def why_held(lift: Lift, version: Version) -> str:
    """Why the story stays as it is; empty if the version may change it."""
    if lift.story.is_killed:
        return "Its story was killed here."
    if not is_newest(lift, version) or _is_told_already(lift, version):
        return "Its story already has this version or a newer one."
    if withholds(lift, version) and _edited_by(lift):
        return "The agency withholds it, so its story was taken back; the desk's edits were kept."
    if edited := _edited_by(lift):
        return edited
    was_usable = lift.version.line["pubstatus"] == "usable"
    if lift.story.first_published_at is not None and not lift.story.live and was_usable:
        return "The desk took its story back; publish it from the newsroom."
    return ""


def is_newest(lift: Lift, version: Version) -> bool:
    """Whether the version is no older than the one that the story was last taken from."""
    return version.order >= lift.version.order


def withholds(lift: Lift, version: Version) -> bool:
    """Whether the agency takes back, for now, what readers see (NewsML-G2, `stat:withheld`)."""
    is_withheld = version.line["pubstatus"] == "withheld"
    return is_withheld and is_newest(lift, version) and lift.story.live


def why_unpublishable(line: dict[str, Any]) -> str:
    """Why the agency does not let it be published now; empty if it does."""
    embargo = parse_datetime(line["embargo"]) if line["embargo"] else None
    if embargo is not None and embargo > timezone.now():
        return f"It is under embargo until {line['embargo']}."
    if line["pubstatus"] != "usable":
        return f"The agency marked it {line['pubstatus']}."
    return ""


def _is_told_already(lift: Lift, version: Version) -> bool:
    """Whether readers see it already; a story that never appeared may still be published."""
    story = lift.story
    is_shown = story.live and not story.has_unpublished_changes
    if version.order > lift.version.order or not is_shown:
        return False
    return all(version.line.get(name) == lift.version.line.get(name) for name in SEEN)


def _edited_by(lift: Lift) -> str:
    if lift.story.locked:
        return "The desk has locked its story; compare the two and take over what is new."
    latest = lift.story.latest_revision
    if latest is not None and latest.user_id is not None:
        return "The desk has edited its story; compare the two and take over what is new."
    return ""
