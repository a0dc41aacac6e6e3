"""What is due: the list of all one's editions, calling off, and trying again."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk.publishers import PublishersOnly
from broadsheet.desk.words import refusal
from broadsheet.editions.permissions import Act, editions_where, may
from broadsheet.stories.actions import call_off, retry_due
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import DueTime
from broadsheet.stories.schedule import schedule_of


class DueView(PublishersOnly, WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/schedule/index.html"
    page_title = gettext_lazy("Due")
    header_icon = "calendar-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        codes = editions_where(user, Act.PUBLISH).values_list("code", flat=True)
        schedule = schedule_of(list(codes))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "schedule": schedule,
            "median": schedule.late_at(0.5),
            "worst": schedule.late_at(0.95),
        }


class DueActView(PublishersOnly, View):
    """Does one thing to one due time of the user's editions and goes back to where they were."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        editions = editions_where(user, Act.PUBLISH)
        due = get_object_or_404(DueTime.objects.filter(placement__edition__in=editions), pk=pk)
        try:
            messages.success(request, self.do(due, user))
        except StoryError as error:
            messages.error(request, refusal(error))
        story = due.placement.story_id
        back = reverse("stories:schedule", args=(story,)) if "story" in request.POST else None
        return HttpResponseRedirect(back or reverse("schedule:index"))

    def do(self, due: DueTime, user: Any) -> str:
        raise NotImplementedError


class CallOffView(DueActView):
    def do(self, due: DueTime, user: Any) -> str:
        call_off(due=due, by=user)
        return _("It is called off.")


class RetryDueView(DueActView):
    def do(self, due: DueTime, user: Any) -> str:
        retry_due(due=due, by=user)
        return _("It is tried again now.")


class DueItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Act.PUBLISH, None)


class ScheduleViewSet(ViewSet):
    name = "schedule"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Due")

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", DueView.as_view(), name="index"),
            path("<int:pk>/call-off/", CallOffView.as_view(), name="call_off"),
            path("<int:pk>/retry/", RetryDueView.as_view(), name="retry"),
        ]
