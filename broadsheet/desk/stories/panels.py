"""How the fields of a story are laid out, and the panel beside them that says how it stands."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from broadsheet.desk.stories.forms import StoryForm
from broadsheet.desk.stories.visible import state_of
from broadsheet.stories.models import Story

PANELS = [
    FieldRowPanel([FieldPanel("edition"), FieldPanel("section")]),
    FieldPanel("kicker"),
    # A headline is as long as it is; its box grows, so that all of it is read on a phone too.
    FieldPanel("headline", classname="title", widget=AdminAutoHeightTextInput(attrs={"rows": 1})),
    FieldPanel("standfirst"),
    FieldRowPanel([FieldPanel("byline"), FieldPanel("dateline"), FieldPanel("agency_credit")]),
    MultiFieldPanel(
        [FieldPanel("lead_picture"), FieldPanel("lead_caption")], heading=_("Lead picture")
    ),
    FieldPanel("body"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("slugline"), FieldPanel("keyword_list")]), FieldPanel("slug")],
        heading=_("For the desk"),
    ),
]


def story_edit_handler() -> Any:
    return ObjectList(PANELS, base_form_class=StoryForm).bind_to_model(Story)


class StorySidePanel(BaseSidePanel):
    """State, last change, lock and placements of the story."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle status")
        icon_name = "info-circle"

    name = "status"
    title = _("Status")
    template_name = "desk/stories/status_panel.html"
    order = 100

    def __init__(self, story: Story, request: Any, **details: Any) -> None:
        super().__init__(story, request)
        self.details = details

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        story: Story = self.object
        placements = story.placements.select_related("edition", "section").order_by(
            "-is_home", "pk"
        )
        return {
            **context,
            **self.details,
            "story": story,
            "state": state_of(story),
            "placements": placements,
        }
