"""When a story goes out and comes back in each of its editions, on that edition's clock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from broadsheet.desk.stories.placements import PlacementScreen
from broadsheet.desk.stories.screens import story_url
from broadsheet.desk.words import fault_at, refusal
from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, may
from broadsheet.people.errors import NotAllowedError
from broadsheet.stories.actions import schedule_publication, schedule_taking_back
from broadsheet.stories.errors import NotReadyError, StoryError
from broadsheet.stories.models import DueState, DueTime, Placement, PlacementState, Story

WIDGET_FORMAT = "%Y-%m-%dT%H:%M"


class TimeField(forms.DateTimeField):
    """A date and time of day on the clock of whichever zone is active when it is read."""

    def __init__(self, label: Promise) -> None:
        widget = forms.DateTimeInput(format=WIDGET_FORMAT, attrs={"type": "datetime-local"})
        super().__init__(label=label, required=False, widget=widget)


class TimesForm(forms.Form):
    """Times of one placement; empty fields ask for nothing."""

    publish_at = TimeField(gettext_lazy("Publish at"))
    at_embargo = forms.BooleanField(
        label=gettext_lazy("Publish when the embargo ends"), required=False
    )
    take_back_at = TimeField(gettext_lazy("Take back at"))

    def __init__(self, *args: Any, placement: Placement, user: Any, **kwargs: Any) -> None:
        kwargs["prefix"] = f"p{placement.pk}"
        super().__init__(*args, **kwargs)
        is_fixed = placement.state == PlacementState.LIVE and not placement.is_home
        if is_fixed or not may(user, Act.PUBLISH, placement.edition):
            del self.fields["publish_at"], self.fields["at_embargo"]
        elif placement.story.embargoed_until is None:
            del self.fields["at_embargo"]
        if not may(user, Act.UNPUBLISH, placement.edition):
            del self.fields["take_back_at"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("at_embargo") and cleaned.get("publish_at"):
            self.add_error("at_embargo", _("Choose a time or the end of the embargo, not both."))
        if not any(cleaned.values()) and not self.errors:
            self.add_error(None, _("Give a time first."))
        return cleaned


@dataclass
class Row:
    """One placement with what is due for it, and the form that asks for more, if one may."""

    placement: Placement
    due: list[DueTime]
    form: TimesForm | None

    @property
    def edition(self) -> Edition:
        return self.placement.edition


@dataclass
class Asked:
    """The row whose form was sent, and why it was refused."""

    placement: Placement | None = None
    form: TimesForm | None = field(default=None)


class ScheduleView(PlacementScreen, TemplateView):
    """Lists the placements with their due times; posting asks for times of one of them."""

    template_name = "desk/stories/schedule.html"
    page_title = gettext_lazy("Schedule")
    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> None:
        super().setup(request, pk, *args, **kwargs)
        self.asked = Asked()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        wanted = request.POST.get("placement", "")
        number = int(wanted) if wanted.isdigit() else 0
        placement = get_object_or_404(self._placements(), pk=number)
        with timezone.override(ZoneInfo(placement.edition.time_zone)):
            form = TimesForm(request.POST, placement=placement, user=user)
            valid = form.is_valid()
        if valid and self._schedule(placement, form):
            messages.success(request, _("The schedule is kept."))
            return HttpResponseRedirect(story_url("schedule", self.story))
        self.asked = Asked(placement, form)
        return self.get(request, *args, **kwargs)

    def _placements(self) -> Any:
        placements = self.story.placements.select_related("edition", "section", "story")
        return placements.exclude(state=PlacementState.WITHDRAWN, is_home=False)

    def _schedule(self, placement: Placement, form: TimesForm) -> bool:
        """Ask for the times; False, with the reason in the form, if one is refused."""
        user: Any = self.request.user
        said = form.cleaned_data
        publish_at: datetime | None = said.get("publish_at")
        try:
            if publish_at or said.get("at_embargo"):
                schedule_publication(placement=placement, by=user, at=publish_at)
            if said.get("take_back_at"):
                schedule_taking_back(placement=placement, by=user, at=said["take_back_at"])
        except NotReadyError as error:
            for name, fault in error.faults.items():
                form.add_error(None, str(fault_at(name, fault)))
            return False
        except (StoryError, NotAllowedError) as error:
            form.add_error(None, refusal(error))
            return False
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [self._row(placement) for placement in self._placements().order_by("-is_home", "pk")]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def _row(self, placement: Placement) -> Row:
        due = placement.due_times.filter(state__in=[DueState.WAITING, DueState.FAILED])
        form = TimesForm(placement=placement, user=self.request.user)
        if placement == self.asked.placement and self.asked.form is not None:
            form = self.asked.form
        is_open = bool(form.fields) and not self.story.is_killed
        return Row(placement, list(due.select_related("asked_by").order_by("at")),
                   form if is_open else None)  # fmt: skip


def times_of(story: Story) -> list[DueTime]:
    """What waits or has failed for a story, by time."""
    due = DueTime.objects.filter(
        placement__story=story, state__in=[DueState.WAITING, DueState.FAILED]
    )
    return list(due.select_related("placement__edition", "placement__section").order_by("at"))
