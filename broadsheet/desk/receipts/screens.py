"""The receipt's screen, for a story or a picture, and the form that kills a picture."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk.receipts.surfaces import HOW, SURFACES
from broadsheet.desk.stories.forms import PictureKillForm
from broadsheet.desk.stories.screens import StoryScreen
from broadsheet.desk.words import refusal
from broadsheet.editions.permissions import Act, may
from broadsheet.people.errors import NotAllowedError
from broadsheet.press.receipts import Receipt, receipt_of
from broadsheet.stories.actions import kill_picture
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import Picture
from broadsheet.stories.queries import picture_tag, story_tag


def told(receipt: Receipt | None) -> dict[str, Any]:
    """The receipt with its words; 404 for what was never killed."""
    if receipt is None:
        raise Http404
    lines = [
        {
            "surface": SURFACES.get(line.surface, line.surface),
            "path": line.path,
            "cache": line.key.removesuffix(f" {line.path}") if line.surface == "cache" else "",
            "how": HOW.get(line.how, line.how),
            "at": line.withdrawn_at,
        }
        for line in receipt.lines
    ]
    return {"receipt": receipt, "lines": lines}


class StoryReceiptView(StoryScreen, TemplateView):
    """For whoever writes for the story's home: what was killed concerns them all."""

    template_name = "desk/receipts/receipt.html"
    page_title = _("Receipt of the kill")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receipt = receipt_of(story_tag(self.story.pk))
        return super().get_context_data(**kwargs) | told(receipt) | {"title": self.draft}


class PictureScreen(WagtailAdminTemplateMixin):
    """A screen of ours about one picture, for whoever may kill in some edition."""

    page_title: Any = ""
    header_icon = "image"

    def setup(self, request: HttpRequest, picture_id: int, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.picture = get_object_or_404(Picture, pk=picture_id)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may(request.user, Act.KILL, None):
            message = f"{request.user} may not kill a picture. Ask a chief of an edition."
            raise NotAllowedError(message)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.picture)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailimages:index"), "label": _("Pictures")},
            {"url": reverse("wagtailimages:edit", args=[self.picture.pk]), "label": self.picture},
            {"url": "", "label": self.page_title},
        ]

    def receipt_url(self) -> str:
        return reverse("receipts:picture", args=[self.picture.pk])


class PictureReceiptView(PictureScreen, TemplateView):
    template_name = "desk/receipts/receipt.html"
    page_title = _("Receipt of the kill")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receipt = receipt_of(picture_tag(self.picture.pk))
        return super().get_context_data(**kwargs) | told(receipt) | {"title": self.picture}


class PictureKillView(PictureScreen, FormView):
    template_name = "desk/receipts/kill_picture.html"
    page_title = _("Kill")
    form_class = PictureKillForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.picture.killed_at is not None:
            return HttpResponseRedirect(self.receipt_url())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: PictureKillForm) -> HttpResponse:
        user: Any = self.request.user
        try:
            kill_picture(picture=self.picture, by=user, reason=form.cleaned_data["reason"])
        except (StoryError, NotAllowedError) as error:
            form.add_error(None, refusal(error))
            return self.form_invalid(form)
        return HttpResponseRedirect(self.receipt_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"picture": self.picture}


class ReceiptsViewSet(ViewSet):
    name = "receipts"
    icon = "list-ul"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("story/<str:pk>/", StoryReceiptView.as_view(), name="story"),
            path("picture/<int:picture_id>/", PictureReceiptView.as_view(), name="picture"),
            path("picture/<int:picture_id>/kill/", PictureKillView.as_view(), name="kill_picture"),
        ]
