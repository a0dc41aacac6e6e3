"""Publishing: the draft becomes the copy that readers see, everywhere at once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, may, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.marking import marking_once
from broadsheet.press.models import Lane
from broadsheet.stories.effects import Card, card_of, count, mark_copy, mark_membership, stamp
from broadsheet.stories.errors import AlreadyKilledError, EmbargoedError
from broadsheet.stories.models import Placement, PlacementState, Story
from broadsheet.stories.overtaking import held_back, overtake_publication
from broadsheet.stories.pictures import keep_picture_uses
from broadsheet.stories.readiness import check_ready
from broadsheet.stories.relating import keep_related
from broadsheet.stories.rows import locked_story
from broadsheet.stylebook.slugs import slug


def publish_story(
    *,
    story: Story,
    by: User | None,
    revision: Revision | None = None,
    at: datetime | None = None,
    lane: Lane = Lane.UPDATE,
    as_of: datetime | None = None,
) -> Story:
    """Publish `revision`, or the latest one, in every edition where the story is planned or live.

    Where `by` may not publish, a planned placement stays planned: `place_story` lets it out. So
    does one that waits for a time of its own. `at` backdates a first publication (migration, bulk
    loading). `as_of` is the time that it is, for a caller with a steadier clock than this
    machine's. Raises NotReadyError with the faults by field, EmbargoedError, AlreadyKilledError,
    NotAllowedError, and ValueError for a revision of another story.
    """
    with transaction.atomic(), marking_once():
        row = locked_story(story.pk)
        require(by, Act.PUBLISH, row.home_edition)
        if row.is_killed:
            raise AlreadyKilledError(row.pk)
        if row.embargoed_until is not None and row.embargoed_until > (as_of or timezone.now()):
            raise EmbargoedError(row.pk, row.embargoed_until)
        before = card_of(row) if row.live else None
        revision = _revision_of(row, revision)
        # Of the row at hand, locked: the revision's own object may be older than the lock.
        fresh = row.with_content_json(revision.content) if revision is not None else row
        placements = _placements_to_publish(fresh, by)
        check_ready(fresh, placements)
        is_new = _go_live(fresh, revision, at or timezone.now())
        _show(fresh, placements, before, lane)
        keep_related(fresh, is_new=is_new, lane=lane)
        overtake_publication(placements, revision)
        stamp((p.edition for p in placements), fresh.updated_at or timezone.now(), lane=lane)
        record(
            by=by,
            act="stories.story.publish",
            obj=f"story:{fresh.pk}",
            edition=row.home_edition.code,
            revision=revision.pk if revision else None,
            headline=fresh.headline,
        )
    return fresh


def _revision_of(story: Story, revision: Revision | None) -> Revision | None:
    if revision is not None and revision.object_id != story.pk:
        message = f"Revision {revision.pk} is no version of story {story.pk}."
        raise ValueError(message)
    return revision or story.latest_revision


def _placements_to_publish(story: Story, by: User | None) -> list[Placement]:
    """Planned and live placements, and the home one even when it had been withdrawn.

    Another edition's planned placement is left to somebody who may publish there, so that it
    never keeps the story from its own readers.
    """
    placements = Placement.objects.select_for_update(of=("self",), no_key=True).filter(
        story_id=story.pk
    )
    placements = placements.select_related("edition", "section").order_by("edition_id")
    waiting = held_back(story.pk)
    shown = [p for p in placements if _goes_out(p, by, waiting)]
    for placement in shown:
        placement.story = story
    return shown


def _goes_out(placement: Placement, by: User | None, waiting: set[int]) -> bool:
    if placement.is_home or placement.state == PlacementState.LIVE:
        return True
    planned = placement.state == PlacementState.PLANNED and placement.pk not in waiting
    return planned and (by is None or may(by, Act.PUBLISH, placement.edition))


def _go_live(story: Story, revision: Revision | None, at: datetime) -> bool:
    """Write the copy and the times into the story's own row; True for a first publication."""
    first = story.first_published_at is None
    if first:
        story.first_published_at = at
        story.dated = _dated(story.home_edition, at)
    story.live = True
    story.expired = False
    story.updated_at = story.last_published_at = at if first else timezone.now()
    story.live_revision = revision
    story.has_unpublished_changes = revision is not None and revision.pk != story.latest_revision_id
    story.save()
    return first


def _dated(edition: Edition, at: datetime) -> str:
    day = edition.date_style.day_of(at)
    return f"{day.year:04}/{day.month:02}"


def _show(story: Story, placements: list[Placement], before: Card | None, lane: Lane) -> None:
    newcomers = [p for p in placements if p.state != PlacementState.LIVE]
    for placement in newcomers:
        make_live(placement, lane=lane)
    mark_copy(story, placements, card=before != card_of(story), lane=lane)
    keep_picture_uses(story, lane=lane)


def make_live(placement: Placement, *, lane: Lane) -> None:
    """Put the placement into its edition's lists; a first appearance gets slug and date."""
    story = placement.story
    placement.slug = placement.slug or slug(placement.headline or story.headline)
    placement.published_at = placement.published_at or (
        story.first_published_at if placement.is_home else timezone.now()
    )
    placement.state = PlacementState.LIVE
    placement.withdrawn_at = None
    placement.save()
    mark_membership(placement, lane=lane)
    count(placement, 1, lane=lane)
