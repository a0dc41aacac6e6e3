"""Killing: the story goes for good, from every edition, and nothing brings it back."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, may, require
from broadsheet.people.actions import record
from broadsheet.people.errors import NotAllowedError
from broadsheet.people.models import User
from broadsheet.press.burying import bury
from broadsheet.press.models import Lane
from broadsheet.stories.actions.unpublishing import hide
from broadsheet.stories.effects import tags_showing
from broadsheet.stories.errors import AlreadyKilledError
from broadsheet.stories.models import Picture, Placement, PlacementState, Story
from broadsheet.stories.queries import picture_tag, story_tag
from broadsheet.stories.rows import locked_story


def kill_story(*, story: Story, by: User | None, reason: str) -> Story:
    """Kill the story in all editions; a published one leaves a tombstone page with status 410.

    Raises AlreadyKilledError, NotAllowedError.
    """
    with transaction.atomic():
        row = locked_story(story.pk)
        require(by, Act.KILL, row.home_edition)
        if row.is_killed:
            raise AlreadyKilledError(row.pk)
        row.killed_at = timezone.now()
        bury(story_tag(row.pk), reason=reason, shown_by=tags_showing(row))
        hide(row, lane=Lane.KILL)
        record(
            by=by,
            act="stories.story.kill",
            obj=f"story:{row.pk}",
            edition=row.home_edition.code,
            reason=reason,
        )
    return row


def kill_picture(*, picture: Picture, by: User | None, reason: str) -> list[Picture]:
    """Take a picture whose rights ended, and its copies with the same bytes, from all readers.

    Stories that show it are pressed without it. Returns what was killed; the newsroom keeps the
    originals. Raises AlreadyKilledError, and NotAllowedError for somebody who may not kill in
    every edition where a published story shows it.
    """
    with transaction.atomic():
        same = Picture.objects.select_for_update().filter(file_hash=picture.file_hash)
        rows = list(same.filter(killed_at=None).order_by("pk"))
        if not rows:
            raise AlreadyKilledError(str(picture))
        codes = _require_kill(by, rows)
        for row in rows:
            row.killed_at = timezone.now()
            row.save(update_fields=["killed_at"])
            bury(picture_tag(row.pk), reason=reason)
            record(
                by=by,
                act="stories.picture.kill",
                obj=f"picture:{row.pk}",
                edition=codes[0] if len(codes) == 1 else "",
                reason=reason,
            )
    return rows


def _require_kill(by: User | None, pictures: list[Picture]) -> list[str]:
    """Wherever readers find one of the pictures, or in any edition if they find it nowhere.

    Returns the codes of the editions where they do.
    """
    editions = list(_editions_showing(pictures))
    for edition in editions:
        require(by, Act.KILL, edition)
    if not editions and by is not None and not may(by, Act.KILL, None):
        message = f"{by} may not kill {pictures[0]}. Ask a chief of an edition."
        raise NotAllowedError(message)
    return [edition.code for edition in editions]


def _editions_showing(pictures: list[Picture]) -> QuerySet[Edition]:
    live = Placement.objects.filter(
        state=PlacementState.LIVE, story__picture_uses__picture__in=pictures
    )
    return Edition.objects.filter(pk__in=live.values("edition"))
