"""What filing and editing share: a form is kept by actions, whole, or refused with the reason."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from broadsheet.desk.stories.forms import StoryForm
from broadsheet.desk.stories.screens import live_address
from broadsheet.desk.words import fault_at, refusal
from broadsheet.people.errors import NotAllowedError
from broadsheet.stories.actions import publish_story
from broadsheet.stories.errors import NotReadyError, StoryError
from broadsheet.stories.models import PlacementState, Story


class ByInstance:
    """Answers Wagtail's questions about permission for the story at hand."""

    object: Story | None
    request: HttpRequest
    permission_policy: Any

    def user_has_permission(self, permission: str) -> bool:
        user, story = self.request.user, self.object
        if story is None:
            return bool(self.permission_policy.user_has_permission(user, permission))
        return bool(
            self.permission_policy.user_has_permission_for_instance(user, permission, story)
        )


class SavesStory:
    """Keeps a form by way of the actions: all of it, or nothing with the reason at its field."""

    action: str
    request: HttpRequest
    object: Story | None
    form: StoryForm
    produced_error_message: str | None
    may_publish: bool

    def keep(self, form: StoryForm) -> Story:
        raise NotImplementedError

    def get_available_actions(self) -> list[str]:
        return ["create", "edit", "publish"] if self.may_publish else ["create", "edit"]

    def form_valid(self, form: StoryForm) -> HttpResponse:
        self.form = form
        user: Any = self.request.user
        try:
            with transaction.atomic():
                story = self.keep(form)
                if self.action == "publish":
                    publish_story(story=story, by=user)
        except NotReadyError as error:
            self.produced_error_message = _("The story was not published and not saved.")
            for name, fault in error.faults.items():
                form.add_error(name if name in form.fields else None, str(fault_at(name, fault)))
            return self.form_invalid(form)  # type: ignore[attr-defined]
        except (StoryError, NotAllowedError) as error:
            self.produced_error_message = refusal(error)
            form.add_error(None, self.produced_error_message)
            return self.form_invalid(form)  # type: ignore[attr-defined]
        self.object = Story.objects.get(pk=story.pk)
        return self.save_action()  # type: ignore[attr-defined]

    def get_success_message(self, *_args: Any) -> str:
        headline = {"headline": self.form.instance}
        if self.action != "publish":
            return _("“%(headline)s” is saved as a draft.") % headline
        waiting = self.object.placements.filter(state=PlacementState.PLANNED)
        names = [placement.edition.name for placement in waiting.select_related("edition")]
        if not names:
            return _("“%(headline)s” is published.") % headline
        said = _("“%(headline)s” is published. It waits for somebody who may publish in %(names)s.")
        return said % {**headline, "names": _(", ").join(names)}

    def get_success_buttons(self) -> list[Any]:
        address = live_address(self.object) if self.action == "publish" and self.object else ""
        return (
            [messages.button(address, _("See it as readers do"), new_window=True)]
            if address
            else []
        )
