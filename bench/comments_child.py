"""What `bench.comments` does inside the newsroom that the environment names, as its process.

    python -m bench.comments_child story|fill|place|count|approve …

Prints what it did as one JSON object.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from broadsheet.comments.actions import approve_comment, judge_many  # noqa: E402
from broadsheet.comments.models import Comment, State  # noqa: E402
from broadsheet.comments.words import comment_count  # noqa: E402
from broadsheet.editions.addresses import file_of  # noqa: E402
from broadsheet.stories.models import Placement, PlacementState  # noqa: E402
from broadsheet.stories.queries import path_of  # noqa: E402


def main() -> None:
    acts = {"story": _story, "fill": _fill, "place": _place, "count": _count, "approve": _approve}
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))


def _placement(story: str) -> Any:
    rows = Placement.objects.select_related("edition__group", "story", "section")
    return rows.get(story_id=story, is_home=True)


def _live(skip: int) -> Any:
    rows = Placement.objects.filter(
        edition__code="en", state=PlacementState.LIVE, is_home=True, story__comments=None
    )
    return rows.select_related("edition", "story").order_by("-published_at")[skip]


def _story() -> dict[str, str]:
    """A live story nobody has commented on: its id and where readers find it."""
    placement = _live(0)
    return {"id": placement.story_id, "address": f"/{placement.edition.code}/{path_of(placement)}"}


def _written(placement: Any, number: int) -> list[Any]:
    """Comments that wait, as many as are wanted, past the security check."""
    now = timezone.now()
    rows = [
        Comment(
            edition=placement.edition, story=placement.story, name=f"Reader {place}",
            title=f"On the bridge, {place}", language=placement.edition.language,
            text=f"I crossed it at noon with {place} others, and nobody minded the wind. " * 4,
            state=State.PENDING, waiting_since=now, author=f"{place:032x}",
        )
        for place in range(number)
    ]  # fmt: skip
    return list(Comment.objects.bulk_create(rows))


def _fill(number: str) -> dict[str, str]:
    """Approve so many comments under a story and wait until its page has them."""
    placement = _live(3)
    ids = [row.pk for row in _written(placement, int(number))]
    judge_many(ids=ids, judge=approve_comment, by=None)
    said = comment_count("en", int(number), number)
    _until_page(placement, said)
    return {"address": f"/{placement.edition.code}/{path_of(placement)}"}


def _until_page(placement: Any, words: str) -> float:
    """Milliseconds until the pressed page says the words."""
    file = Path(settings.SITE_DIR) / file_of(placement.edition, path_of(placement))
    began = time.perf_counter()
    while words.encode() not in file.read_bytes():
        if time.perf_counter() - began > 60:
            message = f"The page of {placement.story_id} does not say {words!r} after a minute."
            raise TimeoutError(message)
        time.sleep(0.002)
    return 1000 * (time.perf_counter() - began)


def _place(story: str) -> dict[str, str]:
    placement = _placement(story)
    return {"place": f"/comments/on/{placement.edition.code}/{story}/"}


def _count(story: str) -> dict[str, int]:
    return {"comments": Comment.objects.filter(story=story).count()}


def _approve(story: str, turns: str) -> dict[str, list[float]]:
    """From each decision's commit to the page that shows the comment, the press at work beside."""
    placement, times = _placement(story), []
    for row in _written(placement, int(turns)):
        approve_comment(comment=row, by=None)
        times.append(_until_page(placement, f'id="comment-{row.pk}"'))
        time.sleep(0.1)
    return {"times": times}


if __name__ == "__main__":
    main()
