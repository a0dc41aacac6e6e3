"""What is done to a story beyond writing: unpublish, kill, correct, lock, bring back a version."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.models import Revision

from broadsheet.desk.stories.forms import BreakingForm, CorrectionForm, KillForm, ReasonForm
from broadsheet.desk.stories.screens import StoryScreen, story_url
from broadsheet.desk.words import refusal
from broadsheet.editions.permissions import Act
from broadsheet.people.models import User
from broadsheet.stories.actions import (
    correct_story,
    kill_story,
    lock_story,
    lower_bar,
    raise_bar,
    save_draft,
    unlock_story,
    unpublish_story,
)
from broadsheet.stories.errors import StoryError


class ActView(StoryScreen, FormView):
    """A form that says what will happen, asks why, and does it by one action."""

    template_name = "desk/stories/act.html"
    explanation: Any = ""
    button: Any = ""
    done: Any = ""
    is_grave = False

    def do(self, form: Form, user: User) -> None:
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        user: Any = self.request.user
        try:
            self.do(form, user)
        except StoryError as error:
            form.add_error(None, refusal(error))
            return self.form_invalid(form)
        messages.success(self.request, self.done % {"headline": self.draft})
        return HttpResponseRedirect(self.where_to())

    def where_to(self) -> str:
        return story_url("edit", self.story)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {"explanation": self.explanation, "button": self.button, "is_grave": self.is_grave}
        return super().get_context_data(**kwargs) | said


class UnpublishView(ActView):
    act = Act.UNPUBLISH
    form_class = ReasonForm
    page_title = gettext_lazy("Unpublish")
    header_icon = "download"
    explanation = gettext_lazy(
        "Readers will no longer find this story in any edition. The newsroom keeps it, and it may "
        "be published again later."
    )
    button = gettext_lazy("Unpublish it")
    done = gettext_lazy("“%(headline)s” is unpublished.")

    def do(self, form: Form, user: User) -> None:
        unpublish_story(story=self.story, by=user, reason=form.cleaned_data["reason"])


class KillView(ActView):
    act = Act.KILL
    form_class = KillForm
    page_title = gettext_lazy("Kill")
    header_icon = "warning"
    is_grave = True
    explanation = gettext_lazy(
        "The story goes for good, from every edition, and nothing brings it back. Where it was "
        "published, readers find a note that it was withdrawn."
    )
    button = gettext_lazy("Kill this story")
    done = gettext_lazy("“%(headline)s” is killed.")

    def do(self, form: Form, user: User) -> None:
        kill_story(story=self.story, by=user, reason=form.cleaned_data["reason"])

    def where_to(self) -> str:
        return reverse("receipts:story", args=[self.story.pk])


class BreakingView(ActView):
    """Raises or lowers the breaking bar of the story's home edition."""

    act = Act.PUBLISH
    form_class = BreakingForm
    page_title = gettext_lazy("Breaking bar")
    header_icon = "warning"
    explanation = gettext_lazy(
        "One line over every page of the edition, with a link to this story. It comes at once, "
        "without pressing the pages anew, and goes when its time is over."
    )
    button = gettext_lazy("Keep the bar")
    done = gettext_lazy("The breaking bar is kept.")

    def get_form(self, form_class: Any = None) -> Form:
        form: BreakingForm = super().get_form(form_class)
        form.set_text_direction(self.story.language)
        form.initial.setdefault("text", str(self.draft)[:140])
        return form

    def do(self, form: Form, user: User) -> None:
        text, minutes = form.cleaned_data["text"], form.cleaned_data["minutes"]
        if not text:
            lower_bar(edition=self.story.home_edition, by=user)
            return
        placement = get_object_or_404(self.story.placements, is_home=True)
        until = timezone.now() + timedelta(minutes=minutes)
        raise_bar(placement=placement, by=user, text=text, until=until)


class CorrectView(ActView):
    act = Act.CORRECT
    form_class = CorrectionForm
    page_title = gettext_lazy("Correct")
    header_icon = "edit"
    explanation = gettext_lazy(
        "Put the text itself right first and publish it; this adds the note that tells readers."
    )
    button = gettext_lazy("Add the correction")
    done = gettext_lazy("The correction stands on “%(headline)s”.")

    def get_form(self, form_class: Any = None) -> Form:
        form: CorrectionForm = super().get_form(form_class)
        form.set_text_direction(self.story.language)
        return form

    def do(self, form: Form, user: User) -> None:
        correct_story(story=self.story, by=user, text=form.cleaned_data["text"])


class RevertView(ActView):
    """Makes an earlier version the newest draft; readers see nothing until it is published."""

    form_class = Form
    page_title = gettext_lazy("Bring back a version")
    header_icon = "history"
    explanation = gettext_lazy(
        "The version below becomes the newest draft. Versions since then stay in the history."
    )
    button = gettext_lazy("Bring it back")
    done = gettext_lazy("The earlier version of “%(headline)s” is the newest draft now.")

    def setup(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> None:
        super().setup(request, pk, *args, **kwargs)
        self.revision = get_object_or_404(self.story.revisions, pk=kwargs["revision_id"])

    def do(self, form: Form, user: User) -> None:  # noqa: ARG002 (nothing to fill in)
        opened = Revision(pk=self.story.latest_revision_id)
        save_draft(story=self.revision.as_object(), by=user, opened=opened)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"revision": self.revision}


class LockView(StoryScreen, View):
    """Locks or unlocks at once; the switch beside the story posts here."""

    http_method_names = ["post"]
    locking = True

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if isinstance(request.user, AnonymousUser):
            return HttpResponse(status=403)
        try:
            if self.locking:
                lock_story(story=self.story, by=request.user)
            else:
                unlock_story(story=self.story, by=request.user)
        except StoryError as error:
            messages.error(request, refusal(error))
        else:
            said = (
                _("The story is locked for you.") if self.locking else _("The story is unlocked.")
            )
            messages.success(request, said, extra_tags="lock")
        return HttpResponseRedirect(story_url("edit", self.story))
