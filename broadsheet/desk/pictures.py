"""Deleting a picture: refused, with the reason, while a story shows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.images.views.images import DeleteView

from broadsheet.stories.errors import PictureInUseError


class PictureDeleteView(DeleteView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except PictureInUseError as error:
            said = _("Stories show this picture (%(stories)s). Take it out of them first.")
            messages.error(request, said % {"stories": ", ".join(error.stories)})
            return HttpResponseRedirect(reverse("wagtailimages:edit", args=[self.object.pk]))
        return response
