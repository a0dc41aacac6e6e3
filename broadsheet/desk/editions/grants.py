"""Who has which role in which edition: given and taken here, by superusers alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk.editions.forms import GrantForm
from broadsheet.editions.actions import grant_role, revoke_role
from broadsheet.editions.models import Grant, Role
from broadsheet.editions.permissions import require_superuser


class SuperusersOnly:
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        require_superuser(user)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class GrantsView(SuperusersOnly, WagtailAdminTemplateMixin, FormView):
    template_name = "desk/editions/grants.html"
    form_class = GrantForm
    page_title = gettext_lazy("Roles")
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def form_valid(self, form: GrantForm) -> HttpResponse:
        user: Any = self.request.user
        given = form.cleaned_data
        grant = grant_role(
            user=given["user"], edition=given["edition"], role=Role(given["role"]), by=user
        )
        messages.success(
            self.request,
            _("%(user)s is now %(role)s of %(edition)s.")
            % {"user": grant.user, "role": grant.get_role_display(), "edition": grant.edition},
        )
        return HttpResponseRedirect(reverse("grants:index"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grants = Grant.objects.select_related("user", "edition")
        grants = grants.order_by("user__username", "edition__position", "edition__code")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"grants": grants}


class RevokeView(SuperusersOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        grant = get_object_or_404(Grant.objects.select_related("user", "edition"), pk=pk)
        user: Any = request.user
        revoke_role(user=grant.user, edition=grant.edition, by=user)
        messages.success(
            request,
            _("%(user)s has no role in %(edition)s any more.")
            % {"user": grant.user, "edition": grant.edition},
        )
        return HttpResponseRedirect(reverse("grants:index"))


class GrantsViewSet(ViewSet):
    name = "grants"
    icon = "group"
    menu_label = gettext_lazy("Roles")

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", GrantsView.as_view(), name="index"),
            path("<int:pk>/revoke/", RevokeView.as_view(), name="revoke"),
        ]
