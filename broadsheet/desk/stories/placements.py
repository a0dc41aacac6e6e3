"""Where a story runs: its editions and sections, with a headline of its own in each if need be."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from broadsheet.desk.stories.forms import PlaceForm, RetitleForm
from broadsheet.desk.stories.screens import StoryScreen, story_url
from broadsheet.desk.stories.visible import placeable_stories
from broadsheet.desk.words import refusal
from broadsheet.editions.permissions import Act, may
from broadsheet.stories.actions import place_story, retitle_placement, withdraw_placement
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import Placement, PlacementState, Story


class PlacementScreen(StoryScreen):
    """Open to the people of the story's home and to those of every edition where it runs."""

    act = None

    def stories(self, user: Any) -> QuerySet[Story]:
        return placeable_stories(user)


class PlacementsView(PlacementScreen, TemplateView):
    """Lists the placements; posting places the story in a further section."""

    template_name = "desk/stories/placements.html"
    page_title = gettext_lazy("Where it runs")
    header_icon = "site"
    form: PlaceForm | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        form = self.form = PlaceForm(request.POST, user=user, story=self.story)
        if form.is_valid():
            try:
                place_story(story=self.story, by=user, section=form.cleaned_data["section"])
            except StoryError as error:
                form.add_error(None, refusal(error))
            else:
                messages.success(request, _("The story is placed there."))
                return HttpResponseRedirect(story_url("placements", self.story))
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        placements = self.story.placements.select_related("edition", "section")
        rows = [self._row(placement) for placement in placements.order_by("-is_home", "pk")]
        form = self.form or PlaceForm(user=user, story=self.story)
        return super().get_context_data(**kwargs) | {"rows": rows, "form": form}

    def _row(self, placement: Placement) -> dict[str, Any]:
        user: Any = self.request.user
        seen = placement.published_at is not None
        there = placement.state != PlacementState.WITHDRAWN
        open_to_change = there and not self.story.is_killed
        return {
            "placement": placement,
            "may_retitle": open_to_change
            and may(user, Act.PUBLISH if seen else Act.WRITE, placement.edition),
            "may_withdraw": open_to_change
            and not placement.is_home
            and may(user, Act.UNPUBLISH if seen else Act.WRITE, placement.edition),
            "may_let_out": placement.state == PlacementState.PLANNED
            and self.story.live
            and may(user, Act.PUBLISH, placement.edition),
        }


class PlacementActView(PlacementScreen, View):
    """Does one thing to one placement of the story and goes back to the list."""

    http_method_names = ["post"]

    def setup(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> None:
        super().setup(request, pk, *args, **kwargs)
        self.placement = get_object_or_404(self.story.placements, pk=kwargs["placement_id"])

    def do(self, user: Any) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.do(request.user))
        except StoryError as error:
            messages.error(request, refusal(error))
        return HttpResponseRedirect(self._back())

    def _back(self) -> str:
        """The list of placements, unless the act closed it to this user."""
        still = self.stories(self.request.user).filter(pk=self.story.pk).exists()
        return story_url("placements", self.story) if still else reverse("stories:index")


class LetOutView(PlacementActView):
    """Publishes in one edition what was planned there when the story went out elsewhere."""

    def do(self, user: Any) -> str:
        place_story(story=self.story, by=user, section=self.placement.section)
        return _("The story is published there.")


class WithdrawView(PlacementActView):
    def do(self, user: Any) -> str:
        withdraw_placement(placement=self.placement, by=user)
        return _("The story no longer runs there.")


class RetitleView(PlacementActView):
    def do(self, user: Any) -> str:
        form = RetitleForm(self.request.POST)
        if not form.is_valid():
            return _("That headline is too long; it stays as it was.")
        headline = form.cleaned_data["headline"]
        retitle_placement(placement=self.placement, by=user, headline=headline)
        return _("The headline in that edition is changed.")
