"""Deleting a picture is refused while a story shows it; killing it stands beside editing."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.images.views.images import DeleteView, EditView

from broadsheet.editions.permissions import Act, may
from broadsheet.stories.errors import PictureInUseError


class PictureEditView(EditView):
    """Wagtail's own, with the kill beside it for whoever may."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_more_buttons)
        if may(self.request.user, Act.KILL, None):
            killed = self.object.killed_at is not None
            name = "receipts:picture" if killed else "receipts:kill_picture"
            label = _("Receipt of the kill") if killed else _("Kill")
            url = reverse(name, args=[self.object.pk])
            buttons.append(Button(label, url=url, icon_name="cross", priority=90))
        return buttons


class PictureDeleteView(DeleteView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except PictureInUseError as error:
            said = _("Stories show this picture (%(stories)s). Take it out of them first.")
            messages.error(request, said % {"stories": ", ".join(error.stories)})
            return HttpResponseRedirect(reverse("wagtailimages:edit", args=[self.object.pk]))
        return response
