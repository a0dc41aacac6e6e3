"""Filing a new story, or the telling of one in a further edition."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic

from broadsheet.desk.stories.forms import StoryForm
from broadsheet.desk.stories.saving import ByInstance, SavesStory
from broadsheet.desk.stories.screens import OneStory
from broadsheet.desk.stories.visible import editions_to_tell_in
from broadsheet.editions.permissions import Act, editions_where, may
from broadsheet.stories.actions import create_story
from broadsheet.stories.actions.filing import COPY
from broadsheet.stories.models import Story
from broadsheet.stories.paragraphs import carried_provenance, paragraphs_of


class StoryCreateView(OneStory, SavesStory, ByInstance, generic.CreateView):
    template_name = "desk/stories/edit.html"
    page_title = gettext_lazy("New story")
    object = None

    @cached_property
    def may_publish(self) -> bool:
        return may(self.request.user, Act.PUBLISH, None)  # type: ignore[arg-type]

    def get_initial(self) -> dict[str, Any]:
        edition = self.request.GET.get("edition", "")
        if self.told is not None:
            first = editions_to_tell_in(self.request.user, self.told).first()
            return {"telling_of": self.told.pk, "edition": edition or (first.pk if first else "")}
        return {"edition": edition} if edition.isdigit() else {}

    @cached_property
    def told(self) -> Story | None:
        """The story that this one tells again, whose copy it begins with."""
        asked = self.request.POST.get("telling_of") or self.request.GET.get("telling_of", "")
        return self.stories().filter(pk=asked, killed_at__isnull=True).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self.told is not None:
            draft = self.told.get_latest_revision_as_object()
            kwargs["instance"] = Story(**{name: getattr(draft, name) for name in COPY})
        return kwargs

    def keep(self, form: StoryForm) -> Story:
        given = form.cleaned_data
        draft = form.save(commit=False)
        told = given.get("telling_of")
        user: Any = self.request.user
        copy = {name: getattr(draft, name) for name in COPY}
        if told:
            before = told.get_latest_revision_as_object()
            copy["provenance"] = carried_provenance(
                paragraphs_of(before.body), paragraphs_of(draft.body), before.provenance
            )
        return create_story(
            by=user,
            edition=given["edition"],
            section=given.get("section"),
            copy=copy,
            family=told.family if told else None,
        )

    def get_success_url(self) -> str:
        return self.get_edit_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user: Any = self.request.user
        editions = editions_where(user, Act.WRITE)
        context["may_publish"] = self.may_publish
        context["told"] = self.told
        context["text_directions"] = {
            str(edition.pk): {"lang": edition.language, "dir": edition.direction}
            for edition in editions
        }
        context["sections"] = {
            str(section.pk): str(section.edition_id)
            for section in self.form.fields["section"].queryset  # type: ignore[attr-defined]
        }
        return context
