"""The addresses of the story screens: these and no others, so no door of Wagtail's stands open.

No delete, copy, usage, bulk action or workflow: what a story can undergo is an action.
"""

from typing import Any

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.desk.stories.acts import (
    BreakingView,
    CorrectView,
    KillView,
    LockView,
    RevertView,
    UnpublishView,
)
from broadsheet.desk.stories.editing import StoryEditView
from broadsheet.desk.stories.filing import StoryCreateView
from broadsheet.desk.stories.history import (
    CompareView,
    PreviewView,
    RevisionView,
    StoryHistoryView,
)
from broadsheet.desk.stories.listing import StoryIndexView
from broadsheet.desk.stories.panels import story_edit_handler
from broadsheet.desk.stories.placements import (
    LetOutView,
    PlacementsView,
    RetitleView,
    WithdrawView,
)
from broadsheet.desk.stories.timing import ScheduleView
from broadsheet.stories.models import Story


class StoryViewSet(ModelViewSet):
    model = Story
    name = "stories"
    icon = "doc-full"
    menu_label = _("Stories")
    menu_order = 100
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 40
    index_view_class = StoryIndexView
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView

    def get_edit_handler(self) -> Any:
        return story_edit_handler()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            delete_url_name=None, usage_url_name=None, copy_url_name=None, **kwargs
        )

    def register_permissions(self) -> None:
        """Nothing: grants say who may do what, so Wagtail's group screen offers no story boxes."""

    def get_urlpatterns(self) -> list[Any]:
        shared = {"model": Story}
        comparing = self.construct_view(
            CompareView, edit_handler=self._edit_handler, page_title=_("Compare")
        )
        preview = self.construct_view(PreviewView, form_class=self.get_form_class(for_update=True))
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<str:pk>/", self.edit_view, name="edit"),
            path("preview/<str:pk>/", preview, name="preview"),
            path("lock/<str:pk>/", LockView.as_view(), name="lock"),
            path("unlock/<str:pk>/", LockView.as_view(locking=False), name="unlock"),
            path("unpublish/<str:pk>/", UnpublishView.as_view(), name="unpublish"),
            path("kill/<str:pk>/", KillView.as_view(), name="kill"),
            path("correct/<str:pk>/", CorrectView.as_view(), name="correct"),
            path("breaking/<str:pk>/", BreakingView.as_view(), name="breaking"),
            path("schedule/<str:pk>/", ScheduleView.as_view(), name="schedule"),
            path("placements/<str:pk>/", PlacementsView.as_view(), name="placements"),
            path(
                "placements/<str:pk>/<int:placement_id>/publish/",
                LetOutView.as_view(),
                name="let_out",
            ),
            path(
                "placements/<str:pk>/<int:placement_id>/withdraw/",
                WithdrawView.as_view(),
                name="withdraw",
            ),
            path(
                "placements/<str:pk>/<int:placement_id>/retitle/",
                RetitleView.as_view(),
                name="retitle",
            ),
            path("history/<str:pk>/", StoryHistoryView.as_view(), name="history"),
            path(
                "history/<str:pk>/<int:revision_id>/",
                RevisionView.as_view(**shared),
                name="revision",
            ),
            path("history/<str:pk>/<int:revision_id>/revert/", RevertView.as_view(), name="revert"),
            re_path(
                r"^history/(?P<pk>[^/]+)/(?P<revision_id_a>live|\d+)\.\.\.(?P<revision_id_b>latest|\d+)/$",
                comparing,
                name="compare",
            ),
        ]
