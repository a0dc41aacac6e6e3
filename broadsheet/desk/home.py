"""The first screen: what is unfinished and what is live, newest first, in one's own editions."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from broadsheet.desk.stories.visible import (
    State,
    state_of,
    unfinished,
    visible_stories,
    with_list_details,
)
from broadsheet.stories.models import Story

NEWEST = 10


class NewestPanel(Component):
    """Two short lists, each read along an index and stopped early."""

    name = "newest"
    order = 100
    template_name = "desk/newest.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002
        user: Any = self.request.user
        stories = visible_stories(user)
        live = stories.filter(live=True)
        return {
            "lists": [
                (_("Newest drafts"), _newest(unfinished(stories)), _("No drafts.")),
                (_("Newest live stories"), _newest(live), _("None yet.")),
            ]
        }


def _newest(stories: Any) -> list[tuple[Story, State]]:
    found = with_list_details(stories).order_by("-pk")[:NEWEST]
    return [(story, state_of(story)) for story in found]
