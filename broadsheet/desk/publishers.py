"""Screens for whoever may publish in some edition."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from broadsheet.editions.permissions import Act, may
from broadsheet.people.errors import NotAllowedError


class PublishersOnly:
    """Mixed into a view: raises NotAllowedError for whoever may publish nowhere."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, Act.PUBLISH, None):
            message = f"{request.user} may publish nowhere. Ask a chief for the role editor."
            raise NotAllowedError(message)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response
