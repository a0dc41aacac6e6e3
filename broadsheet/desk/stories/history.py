"""What was done to a story, from the audit, with the versions that can be seen and brought back."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.preview import PreviewOnEdit, PreviewRevision
from wagtail.utils.decorators import xframe_options_sameorigin_override

from broadsheet.desk.stories.screens import OneStory, StoryScreen, story_url
from broadsheet.editions.addresses import origin
from broadsheet.people.models import AuditEntry
from broadsheet.stories.models import Story

DONE = {
    "stories.story.create": _("Filed"),
    "stories.story.save": _("Saved as a draft"),
    "stories.story.publish": _("Published"),
    "stories.story.unpublish": _("Unpublished"),
    "stories.story.correct": _("Corrected"),
    "stories.story.kill": _("Killed"),
    "stories.story.lock": _("Locked"),
    "stories.story.unlock": _("Unlocked"),
    "stories.placement.place": _("Placed"),
    "stories.placement.withdraw": _("Withdrawn"),
    "stories.placement.move": _("Moved to another section"),
    "stories.placement.readdress": _("Given another address"),
    "stories.placement.retitle": _("Given another headline in one edition"),
}


class DoneColumn(Column):
    """What was done and why, and for a saved version what can be done with it."""

    cell_template_name = "desk/stories/done_cell.html"

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story

    def get_cell_context_data(self, instance: AuditEntry, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {
            "done": DONE.get(instance.act, instance.act),
            "entry": instance,
            "links": self._links(instance),
        }

    def _links(self, entry: AuditEntry) -> list[tuple[Any, str]]:
        revision = entry.detail.get("revision")
        story = self.story
        if not revision:
            return []
        links = [(_("See it"), story_url("revision", story, revision))]
        if revision != story.latest_revision_id:
            links.append(
                (_("Compare with the newest"), story_url("compare", story, revision, "latest"))
            )
        if story.live and revision != story.live_revision_id:
            links.append(
                (_("Compare with what is live"), story_url("compare", story, "live", revision))
            )
        if revision != story.latest_revision_id and not story.is_killed:
            links.append((_("Bring it back"), story_url("revert", story, revision)))
        return links


class EntryPaginator(WagtailPaginator):
    """Names no count: the lines are not what anybody counts."""

    items_count_label = ""


class StoryHistoryView(StoryScreen, BaseListingView):
    page_title = _("History")
    header_icon = "history"
    paginate_by = 40
    paginator_class = EntryPaginator
    is_searchable = False

    def setup(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> None:
        super().setup(request, pk, *args, **kwargs)
        self.columns = [
            DoneColumn("act", label=_("What was done"), story=self.story),
            UserColumn("by", label=_("By"), blank_display_name=_("Broadsheet"), width="25%"),
            DateColumn("at", label=_("When"), width="20%"),
        ]

    def get_index_url(self) -> str:
        return story_url("history", self.story)

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        entries = AuditEntry.objects.filter(object=f"story:{self.story.pk}")
        return entries.select_related("by").order_by("-pk")


class CompareView(OneStory, generic.RevisionsCompareView):
    """Two versions side by side; either may be `live`, the newer one `latest`."""

    def get_object(self, queryset: Any = None) -> Story:  # noqa: ARG002 (Wagtail's signature)
        return get_object_or_404(self.stories(), pk=self.pk)


class AsReadersSeeIt:
    """Lets the previewed page find its styles and pictures on the readers' site."""

    object: Story

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        if response.status_code == HTTPStatus.OK and hasattr(response, "content"):
            base = f'<head><base href="{origin(self.object.home_edition)}/" target="_blank">'
            response.content = response.content.replace(b"<head>", base.encode(), 1)
        return response


class PreviewView(OneStory, AsReadersSeeIt, PreviewOnEdit):
    """The readers' page of the text as it is in the form, saved or not."""

    def get_object(self) -> Story:
        story = get_object_or_404(
            self.stories().select_related("latest_revision"), pk=self.kwargs["pk"]
        )
        return story.get_latest_revision_as_object()


@method_decorator(xframe_options_sameorigin_override, name="get")
class RevisionView(OneStory, AsReadersSeeIt, PreviewRevision):
    def get_object(self) -> Story:
        return get_object_or_404(self.stories(), pk=self.pk)
