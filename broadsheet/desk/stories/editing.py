"""Editing a story: every save is an action, and nothing is overwritten in silence."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Revision

from broadsheet.desk.stories.forms import StoryForm
from broadsheet.desk.stories.panels import StorySidePanel
from broadsheet.desk.stories.saving import ByInstance, SavesStory
from broadsheet.desk.stories.screens import OneStory, live_address, story_url
from broadsheet.desk.stories.timing import times_of
from broadsheet.desk.stories.visible import editions_to_tell_in
from broadsheet.editions.permissions import Act, may
from broadsheet.stories.actions import (
    move_placement,
    place_story,
    readdress_placement,
    save_draft,
)
from broadsheet.stories.models import Story
from broadsheet.stylebook.languages import direction


class StoryEditView(
    OneStory, SavesStory, generic.CreateEditViewOptionalFeaturesMixin, ByInstance, generic.EditView
):
    view_name = "edit"
    template_name = "desk/stories/edit.html"
    preview_url_name = "stories:preview"
    lock_url_name = "stories:lock"
    unlock_url_name = "stories:unlock"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # A draft is saved by the action alone, which locks the row and compares revisions.
        self.autosave_enabled = False

    @cached_property
    def may_publish(self) -> bool:
        return may(self.request.user, Act.PUBLISH, self.object.home_edition)  # type: ignore[arg-type]

    @cached_property
    def opened(self) -> str:
        """The revision before the editor's eyes; it stays the same when a save was refused."""
        return self.request.POST.get("opened") or str(self.object.latest_revision_id or "")

    def keep(self, form: StoryForm) -> Story:
        story = form.save(commit=False)
        user: Any = self.request.user
        sent = self.request.POST.get("opened", "")
        save_draft(story=story, by=user, opened=Revision(pk=int(sent) if sent.isdigit() else 0))
        self._keep_placement(story, form)
        return story

    def _keep_placement(self, story: Story, form: StoryForm) -> None:
        user: Any = self.request.user
        placement, section = form.home_placement, form.cleaned_data.get("section")
        slug = form.cleaned_data.get("slug", "")
        if section is None:
            return
        if placement is None:
            place_story(story=story, by=user, section=section)
            return
        if placement.section_id != section.pk:
            placement = move_placement(placement=placement, by=user, section=section)
        if slug and slug != placement.slug:
            readdress_placement(placement=placement, by=user, slug=slug)

    def get_success_url(self) -> str:
        return self.get_edit_url()

    def get_side_panels(self) -> Any:
        details = {
            "last_revision": self.object.latest_revision,
            "history_url": story_url("history", self.object),
            "placements_url": story_url("placements", self.object),
            "due_times": times_of(self.live_object),
            "schedule_url": story_url("schedule", self.object),
            **self.get_lock_context(),
        }
        panels = [StorySidePanel(self.live_object, self.request, **details)]
        if not self.live_object.is_killed:
            preview = self.get_preview_url()
            panels.append(PreviewSidePanel(self.object, self.request, preview_url=preview))
        return MediaContainer(panels)

    @cached_property
    def header_buttons(self) -> list[Any]:
        address = live_address(self.live_object)
        if not address:
            return []
        button = HeaderButton(
            _("See it as readers do"), url=address, icon_name="view",
            attrs={"target": "_blank", "rel": "noreferrer"},
        )  # fmt: skip
        return [button]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        story, user = self.live_object, self.request.user
        edition = story.home_edition
        killed = story.is_killed
        wanted = [
            ("placements", _("Where it runs"), "site", not killed, Act.WRITE),
            ("schedule", _("Schedule"), "calendar-alt", not killed, Act.PUBLISH),
            ("breaking", _("Breaking bar"), "warning", story.live, Act.PUBLISH),
            ("correct", _("Correct"), "edit", story.live, Act.CORRECT),
            ("unpublish", _("Unpublish"), "download", story.live, Act.UNPUBLISH),
            ("kill", _("Kill"), "cross", not killed, Act.KILL),
        ]
        buttons = [
            Button(label, url=story_url(name, story), icon_name=icon, priority=priority)
            for priority, (name, label, icon, fits, act) in enumerate(wanted)
            if fits and may(user, act, edition)  # type: ignore[arg-type]
        ]
        if not killed and editions_to_tell_in(user, story).exists():
            again = f"{reverse('stories:add')}?telling_of={story.pk}"
            label = _("Tell it in another edition")
            buttons.append(Button(label, url=again, icon_name="copy", priority=9))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        language = self.live_object.language
        killed = self.live_object.is_killed
        return {
            **context,
            "opened": self.opened,
            "may_publish": self.may_publish and not killed,
            "may_save": not killed and not self.locked_for_user,
            "text_language": language,
            "text_direction": direction(language),
        }
