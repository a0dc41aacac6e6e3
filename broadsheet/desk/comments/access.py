"""Who enters the moderators' room, and what its screens share: where it leads, what waits."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.comments.models import Comment
from broadsheet.comments.queries import open_appeals, open_reports
from broadsheet.desk.comments.waiting import number_held, number_waiting
from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, editions_where, may
from broadsheet.people.errors import NotAllowedError

ROOMS: tuple[tuple[str, Promise], ...] = (
    ("queue", _("Queue")),
    ("held", _("Held")),
    ("reports", _("Reports")),
    ("appeals", _("Appeals")),
    ("rules", _("Rules")),
    ("words", _("Word lists")),
    ("terms", _("Terms")),
    ("figures", _("Figures")),
)


def moderated(user: Any) -> QuerySet[Edition]:
    """The editions whose comments `user` judges."""
    return editions_where(user, Act.MODERATE).distinct()


def comments_of(user: Any) -> QuerySet[Comment]:
    """Every comment that `user` may judge."""
    rows = Comment.objects.filter(edition__in=moderated(user))
    return rows.select_related("edition", "story", "parent", "claimed_by", "by")


def comment_of(user: Any, comment_id: str) -> Comment:
    """One of these; 404 for any other, so that nobody learns what there is elsewhere."""
    comment = comments_of(user).filter(pk=comment_id).first()
    if comment is None:
        raise Http404
    return comment


class ModeratorsOnly:
    """Mixed into a view: raises NotAllowedError for whoever may judge comments nowhere."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, Act.MODERATE, None):
            message = f"{request.user} may judge comments nowhere. Ask a chief to be a moderator."
            raise NotAllowedError(message)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ModeratorScreen(ModeratorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """A screen of the room; `room` is the name of the one it belongs to."""

    room = "queue"
    page_title: Any = ""
    header_icon = "comment"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items]
        items.append({"url": reverse("moderation:queue"), "label": _("Comments")})
        return [*items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        waiting = {
            "queue": number_waiting(user),
            "held": number_held(user),
            "reports": open_reports(user).count(),
            "appeals": open_appeals(user).count(),
        }
        rooms = [
            {"name": name, "label": label, "url": reverse(f"moderation:{name}"),
             "waiting": waiting.get(name), "is_here": name == self.room}
            for name, label in ROOMS
        ]  # fmt: skip
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"rooms": rooms}
