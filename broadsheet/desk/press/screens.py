"""The press room's screen, its figures for the live view, and the retry."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk.press.room import codes_of, room_for, seen_failures
from broadsheet.desk.publishers import PublishersOnly
from broadsheet.editions.permissions import Act, may
from broadsheet.press.wanting import retry_failed


class PressRoomView(PublishersOnly, WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/press/room.html"
    page_title = gettext_lazy("Press room")
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"room": room_for(self.request.user)}


class FiguresView(PublishersOnly, View):
    """The figures alone, which the screen fetches anew every few seconds."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "desk/press/figures.html", {"room": room_for(request.user)})


class RetryView(PublishersOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        keys = [failure.key for failure in seen_failures(codes_of(user))]
        number = retry_failed(keys)
        messages.success(request, _("Pages tried again: %(number)s.") % {"number": number})
        return HttpResponseRedirect(reverse("press_room:index"))


class PressRoomItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Act.PUBLISH, None)


class PressRoomViewSet(ViewSet):
    name = "press_room"
    icon = "history"
    menu_label = gettext_lazy("Press room")

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", PressRoomView.as_view(), name="index"),
            path("figures/", FiguresView.as_view(), name="figures"),
            path("retry/", RetryView.as_view(), name="retry"),
        ]
