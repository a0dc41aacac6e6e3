"""What every screen of one story shares: whom it lets in, and the story it shows."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.desk.stories.visible import visible_stories
from broadsheet.editions.addresses import absolute
from broadsheet.editions.permissions import Act, may, require
from broadsheet.stories.models import PlacementState, Story
from broadsheet.stories.queries import path_of


def story_url(name: str, story: Story, *args: Any) -> str:
    return reverse(f"stories:{name}", args=(quote(story.pk), *args))


def live_address(story: Story) -> str:
    """Where readers find the story, or nothing."""
    home = story.placements.filter(is_home=True, state=PlacementState.LIVE)
    placement = home.select_related("edition", "section", "story").first()
    return absolute(placement.edition, path_of(placement)) if placement else ""


class OneStory:
    """Mixed into Wagtail's generic views: a story of another edition is not there at all."""

    request: HttpRequest
    act = Act.WRITE

    def stories(self) -> QuerySet[Story]:
        return visible_stories(self.request.user)  # type: ignore[arg-type]

    def get_queryset(self) -> QuerySet[Story]:
        return self.stories()

    def get_base_object_queryset(self) -> QuerySet[Story]:
        return self.stories()


class StoryScreen(WagtailAdminTemplateMixin):
    """A screen of ours about one story, which `act` in its home edition opens.

    `None` for the act opens it to whoever finds the story among `stories`.
    """

    act: Act | None = Act.WRITE
    page_title: Any = ""

    def setup(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        stories = self.stories(request.user).select_related("home_edition")
        self.story = get_object_or_404(stories, pk=pk)
        self.draft = self.story.get_latest_revision_as_object()

    def stories(self, user: Any) -> QuerySet[Story]:
        return visible_stories(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.act is not None:
            require(request.user, self.act, self.story.home_edition)  # type: ignore[arg-type]
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def edit_url(self) -> str:
        """Where the story is edited, or nothing for somebody who may not."""
        user: Any = self.request.user  # type: ignore[attr-defined]
        may_edit = may(user, Act.WRITE, self.story.home_edition)
        return story_url("edit", self.story) if may_edit else ""

    def get_page_subtitle(self) -> str:
        return str(self.draft)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("stories:index"), "label": _("Stories")},
            {"url": self.edit_url, "label": str(self.draft)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "story": self.story, "draft": self.draft, "edit_url": self.edit_url}
