"""Which stories somebody sees in the newsroom, and in which state each is; sized for a million.

No query here joins or counts the archive: lists run along the primary key, newest first, and stop
at a bound.
"""

from enum import Enum
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, editions_where
from broadsheet.people.models import User
from broadsheet.stories.models import Placement, PlacementState, Story

UNLISTED = ("body", "provenance", "keywords", "subjects", "standfirst", "lead_caption")


class State(Enum):
    """The state of a story as the desk names it."""

    DRAFT = "draft", _("Draft")
    LIVE = "live", _("Live")
    LIVE_AND_DRAFT = "live_draft", _("Live, newer draft")
    KILLED = "killed", _("Killed")

    def __init__(self, code: str, label: str) -> None:
        self.code = code
        self.label = label


STATES = {state.code: state for state in State}


def state_of(story: Story) -> State:
    if story.is_killed:
        return State.KILLED
    if not story.live:
        return State.DRAFT
    return State.LIVE_AND_DRAFT if story.has_unpublished_changes else State.LIVE


def visible_stories(user: User) -> QuerySet[Story]:
    """Stories whose home is an edition in which `user` may write."""
    stories = Story.objects.all()
    if user.is_active and user.is_superuser:
        return stories
    homes = list(editions_where(user, Act.WRITE).values_list("pk", flat=True))
    # One value rather than a list lets SQLite walk the index (home edition, newest first).
    return (
        stories.filter(home_edition=homes[0])
        if len(homes) == 1
        else stories.filter(home_edition__in=homes)
    )


def in_state(stories: QuerySet[Story], state: State) -> QuerySet[Story]:
    if state is State.LIVE:
        return stories.filter(live=True, has_unpublished_changes=False)
    changed = stories.filter(has_unpublished_changes=True)
    if state is State.LIVE_AND_DRAFT:
        return changed.filter(live=True)
    return changed.filter(live=False, killed_at__isnull=state is State.DRAFT)


def unfinished(stories: QuerySet[Story]) -> QuerySet[Story]:
    """Drafts, those of live stories included."""
    return stories.filter(has_unpublished_changes=True, killed_at__isnull=True)


def guests_of(editions: QuerySet[Edition]) -> QuerySet[Story]:
    """Stories of other editions that run, or are to run, in one of `editions`."""
    placements = Placement.objects.filter(is_home=False, edition__in=editions)
    placements = placements.exclude(state=PlacementState.WITHDRAWN)
    return Story.objects.filter(pk__in=placements.values("story"))


def placeable_stories(user: User) -> QuerySet[Story]:
    """Stories whose placements `user` sees: one's own editions' and their guests."""
    editions = editions_where(user, Act.WRITE)
    return visible_stories(user) | guests_of(editions)


def editions_to_tell_in(user: User, story: Story) -> QuerySet[Edition]:
    """Where `user` writes and the story's family has no telling yet."""
    told = Story.objects.filter(family=story.family_id).values("home_edition")
    return editions_where(user, Act.WRITE).exclude(pk__in=told)


def with_list_details(stories: QuerySet[Story]) -> QuerySet[Story]:
    """With what a line of a list shows, read for the stories of one screen only."""
    revisions: Any = Revision.objects.defer("content").select_related("user")
    home = Placement.objects.filter(is_home=True).select_related("section")
    return (
        stories.select_related("home_edition")
        .defer(*UNLISTED)
        .prefetch_related(
            Prefetch("latest_revision", queryset=revisions),
            Prefetch("placements", queryset=home, to_attr="home_placements"),
        )
    )
