"""Where a story runs: in which editions, in which section, under which address and headline."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from broadsheet.editions.models import Section
from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.models import Lane
from broadsheet.stories.actions.publishing import make_live
from broadsheet.stories.actions.unpublishing import withdraw
from broadsheet.stories.effects import mark_membership, stamp
from broadsheet.stories.errors import AlreadyKilledError, NotPublishedError
from broadsheet.stories.models import FormerAddress, Placement, PlacementState, Story
from broadsheet.stories.overtaking import overtake_all, overtake_publication
from broadsheet.stories.queries import path_of
from broadsheet.stories.rows import locked_story
from broadsheet.stylebook.slugs import slug as slug_of


def place_story(
    *, story: Story, by: User | None, section: Section, lane: Lane = Lane.UPDATE
) -> Placement:
    """Run the story in the edition of `section` too, at once if it is live, else when published.

    The first placement in the home edition is the home one. Raises AlreadyKilledError,
    NotAllowedError.
    """
    edition = section.edition
    with transaction.atomic():
        row = locked_story(story.pk)
        require(by, Act.PUBLISH if row.live else Act.WRITE, edition)
        if row.is_killed:
            raise AlreadyKilledError(row.pk)
        placement, _new = Placement.objects.get_or_create(
            story=row,
            edition=edition,
            defaults={"section": section, "is_home": edition.pk == row.home_edition_id},
        )
        placement.story, placement.edition = row, edition
        if row.live and placement.state != PlacementState.LIVE:
            _readdress(placement, _moved_to(section), lane=lane)
            overtake_publication([placement], row.live_revision)
            make_live(placement, lane=lane)
            stamp([edition], timezone.now(), lane=lane)
        elif placement.state == PlacementState.WITHDRAWN:
            placement.state = PlacementState.PLANNED
            _readdress(placement, _moved_to(section), lane=lane)
        _record(placement, by, "place", section=section.slug)
    return placement


def withdraw_placement(
    *, placement: Placement, by: User | None, lane: Lane = Lane.UPDATE
) -> Placement:
    """Take the story out of one edition that is not its home (for that one, unpublish it).

    A placement that is only planned is dropped. Raises NotPublishedError, NotAllowedError.
    """
    with _locked(placement, by, Act.UNPUBLISH) as row:
        if row.state == PlacementState.WITHDRAWN or row.is_home:
            raise NotPublishedError(row.story_id, "withdrawn from this edition alone")
        if row.state == PlacementState.PLANNED:
            overtake_all([row])
            row.state, row.withdrawn_at = PlacementState.WITHDRAWN, timezone.now()
            row.save()
        else:
            withdraw(row, lane=lane)
            stamp([row.edition], timezone.now(), lane=lane)
        _record(row, by, "withdraw")
    return row


def move_placement(
    *, placement: Placement, by: User | None, section: Section, lane: Lane = Lane.UPDATE
) -> Placement:
    """Move the story to another section of the same edition; its former address redirects."""
    if section.edition_id != placement.edition_id:
        message = f"{section} is not in {placement.edition}; place the story there instead."
        raise ValueError(message)
    with _locked(placement, by, Act.PUBLISH) as row:
        former = row.section.slug
        _readdress(row, _moved_to(section), lane=lane)
        if row.state == PlacementState.LIVE:
            mark_membership(row, section_slug=former, lane=lane)
        _record(row, by, "move", section=section.slug)
    return row


def readdress_placement(
    *, placement: Placement, by: User | None, slug: str, lane: Lane = Lane.UPDATE
) -> Placement:
    """Give the story another slug in this edition; its former address redirects."""

    def rename(row: Placement) -> None:
        row.slug = slug_of(slug)

    with _locked(placement, by, Act.PUBLISH) as row:
        _readdress(row, rename, lane=lane)
        _record(row, by, "readdress", slug=row.slug)
    return row


def retitle_placement(
    *, placement: Placement, by: User | None, headline: str, lane: Lane = Lane.UPDATE
) -> Placement:
    """Give the story a headline of its own in this edition; empty goes back to the story's."""
    with _locked(placement, by, Act.PUBLISH) as row:
        row.headline = headline.strip()
        row.save()
        if row.state == PlacementState.LIVE:
            mark_membership(row, lane=lane)
            stamp([row.edition], timezone.now(), lane=lane)
        _record(row, by, "retitle", headline=row.headline)
    return row


@contextmanager
def _locked(placement: Placement, by: User | None, act: Act) -> Iterator[Placement]:
    """The placement's row and its story's, locked, for a user who may do `act` there.

    While readers have never seen the placement, whoever may write may change or drop it.
    """
    with transaction.atomic():
        story = locked_story(placement.story_id)
        if story.is_killed:
            raise AlreadyKilledError(story.pk)
        rows = Placement.objects.select_for_update(of=("self",), no_key=True)
        row = rows.select_related("story", "edition", "section").get(pk=placement.pk)
        require(by, Act.WRITE if row.published_at is None else act, row.edition)
        yield row


def _moved_to(section: Section) -> Callable[[Placement], None]:
    def move(row: Placement) -> None:
        row.section = section

    return move


def _readdress(row: Placement, change: Callable[[Placement], None], *, lane: Lane) -> None:
    """Change the address; a live story leaves a redirect, and takes over the one it returns to."""
    before = path_of(row)
    change(row)
    row.save()
    after = path_of(row)
    if row.published_at is None or before == after:
        return
    FormerAddress.objects.filter(edition=row.edition, path=after).delete()
    FormerAddress.objects.get_or_create(
        edition=row.edition, path=before, defaults={"story": row.story}
    )
    if row.state == PlacementState.LIVE:
        mark_membership(row, lane=lane)
        stamp([row.edition], timezone.now(), lane=lane)


def _record(placement: Placement, by: User | None, verb: str, **detail: str) -> None:
    record(
        by=by,
        act=f"stories.placement.{verb}",
        obj=f"story:{placement.story_id}",
        edition=placement.edition.code,
        **detail,
    )
