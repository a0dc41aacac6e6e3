"""The list of stories: newest first, what each is called, where it stands, in which state."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from broadsheet.desk.stories.finding import containing, newest
from broadsheet.desk.stories.screens import story_url
from broadsheet.desk.stories.visible import (
    STATES,
    State,
    guests_of,
    in_state,
    state_of,
    visible_stories,
    with_list_details,
)
from broadsheet.editions.models import Edition, Section
from broadsheet.editions.permissions import Act, editions_where
from broadsheet.stories.models import Placement, Story


class BoundedPaginator(WagtailPaginator):
    """Counts no further than `most`; older stories are found by a filter or by search."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: self.most].count()

    @cached_property
    def items_count_label(self) -> str:
        label = super().items_count_label
        return label if self.count < self.most else f"{label}+"


class HeadlineColumn(TitleColumn):
    """The headline in the direction and language of the story, not of the screen."""

    cell_template_name = "desk/stories/headline_cell.html"


class EditionColumn(Column):
    cell_template_name = "desk/stories/edition_cell.html"


def latest_headline(story: Story) -> str:
    """The headline of the newest draft, which may not be the one that readers see."""
    revision = story.latest_revision
    return (revision.object_str if revision else "") or str(story)


def section_name(story: Story) -> str:
    homes = getattr(story, "home_placements", [])
    return homes[0].section.name if homes else ""


def updated_at(story: Story) -> Any:
    return story.latest_revision.created_at if story.latest_revision else story.created_at


def editions_of(request: HttpRequest) -> QuerySet[Edition]:
    return editions_where(request.user, Act.WRITE)  # type: ignore[arg-type]


def sections_of(request: HttpRequest) -> QuerySet[Section]:
    sections = Section.objects.filter(edition__in=editions_of(request)).select_related("edition")
    return sections.order_by("edition__position", "edition__code", "sort_order")


class StoryFilterSet(WagtailFilterSet):
    """Guests come first: that filter leaves one's own stories for those of other editions."""

    guests = django_filters.ModelChoiceFilter(
        queryset=editions_of,
        label=_("From other editions"),
        empty_label=_("Only one's own"),
        method="filter_by_guests",
        widget=RadioSelect,
    )
    home_edition = django_filters.ModelChoiceFilter(
        queryset=editions_of, label=_("Edition"), empty_label=_("All"), widget=RadioSelect
    )
    section = django_filters.ModelChoiceFilter(
        queryset=sections_of,
        label=_("Section"),
        empty_label=_("All"),
        method="filter_by_section",
        widget=RadioSelect,
    )
    state = django_filters.ChoiceFilter(
        choices=[(state.code, state.label) for state in State],
        label=_("State"),
        empty_label=_("All"),
        method="filter_by_state",
        widget=RadioSelect,
    )

    class Meta:
        model = Story
        fields = ["home_edition"]

    def filter_by_guests(
        self, _queryset: QuerySet[Story], _name: str, edition: Edition
    ) -> QuerySet[Story]:
        guests = guests_of(Edition.objects.filter(pk=edition.pk))
        return with_list_details(guests).order_by("-pk")

    def filter_by_section(
        self, queryset: QuerySet[Story], _name: str, section: Section
    ) -> QuerySet[Story]:
        """Among the newest: no index orders the drafts of a section."""
        placed = Placement.objects.filter(story=OuterRef("pk"), section=section)
        return newest(queryset).filter(Exists(placed))

    def filter_by_state(self, queryset: QuerySet[Story], _name: str, value: str) -> QuerySet[Story]:
        return in_state(queryset, STATES[value])


class StoryIndexView(generic.IndexView):
    paginator_class = BoundedPaginator
    filterset_class = StoryFilterSet
    search_fields = ["headline"]
    default_ordering = "-pk"
    page_title = _("Stories")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    @cached_property
    def columns(self) -> list[Column]:
        return [
            HeadlineColumn("headline", label=_("Headline"), accessor=latest_headline,
                           get_url=self.get_edit_url),
            EditionColumn("home_edition", label=_("Edition"), width="18%",
                          classname="desk-aside"),
            Column("section", label=_("Section"), accessor=section_name, width="14%",
                   classname="desk-aside"),
            StatusTagColumn("state", label=_("State"), accessor=lambda s: state_of(s).label,
                            primary=lambda s: s.live, width="14%"),
            DateColumn("updated", label=_("Updated"), accessor=updated_at, width="14%"),
        ]  # fmt: skip

    @cached_property
    def own_editions(self) -> set[int]:
        return set(editions_of(self.request).values_list("pk", flat=True))

    def get_edit_url(self, instance: Story) -> str:
        """The story's own screen, or for a guest the one that says where it runs."""
        own = instance.home_edition_id in self.own_editions
        return story_url("edit" if own else "placements", instance)

    def get_base_queryset(self) -> QuerySet[Story]:
        return with_list_details(visible_stories(self.request.user))

    def search_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        words = self.search_query.strip()
        return containing(queryset, words) if words else queryset
