"""How editions, sections and stories take comments."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from broadsheet.comments.actions import set_conversation_mode, set_rule
from broadsheet.comments.models import Conversation, Rule
from broadsheet.comments.rules import standing_of
from broadsheet.desk.comments.access import ModeratorScreen, moderated
from broadsheet.desk.comments.forms import ConversationForm, RuleForm
from broadsheet.desk.comments.words import MODES
from broadsheet.editions.models import Edition, Section
from broadsheet.stories.models import Placement, PlacementState

NEWEST = 50


class RulesView(ModeratorScreen):
    """A list of the user's editions."""

    template_name = "desk/comments/rules.html"
    page_title = gettext_lazy("Rules")
    room = "rules"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"editions": moderated(user)}


class EditionRulesView(ModeratorScreen):
    """The rule of an edition, those of its sections, and its newest stories."""

    template_name = "desk/comments/edition_rules.html"
    page_title = gettext_lazy("Rules")
    room = "rules"
    edition: Edition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(moderated(request.user), code=kwargs["code"])

    def get_page_subtitle(self) -> str:
        return self.edition.name

    def sections(self) -> list[Section | None]:
        return [None, *Section.objects.filter(edition=self.edition)]

    def forms(self, data: Any = None) -> list[tuple[Section | None, RuleForm]]:
        """The edition's form first (its section is None)."""
        rules = {rule.section_id: rule for rule in Rule.objects.filter(edition=self.edition)}
        return [
            (section, self.form(section, rules.get(section.pk if section else None), data))
            for section in self.sections()
        ]

    def form(self, section: Section | None, rule: Rule | None, data: Any) -> RuleForm:
        named = f"s{section.pk}" if section else "all"
        mine = data if data is not None and data.get("rule") == named else None
        told = {"mode": rule.mode, "closes_after_days": rule.closes_after_days} if rule else {}
        return RuleForm(mine, initial=told, prefix=named)

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        forms = self.forms(request.POST)
        for section, form in forms:
            if form.is_bound and form.is_valid():
                set_rule(edition=self.edition, section=section, by=user, **form.cleaned_data)
                messages.success(request, _("The rule is kept."))
                return HttpResponseRedirect(request.path)
        return self.render_to_response(self.get_context_data(forms=forms, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        live = Placement.objects.filter(edition=self.edition, state=PlacementState.LIVE)
        stories = live.select_related("story", "section").order_by("-published_at", "-pk")
        told = {"forms": self.forms(), "edition": self.edition, "newest": stories[:NEWEST]}
        context: dict[str, Any] = super().get_context_data(**(told | kwargs))
        return context


class StoryRuleView(ModeratorScreen):
    """How one story takes comments in one edition."""

    template_name = "desk/comments/story_rule.html"
    page_title = gettext_lazy("Rule of one story")
    room = "rules"
    placement: Placement

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        mine = Placement.objects.filter(edition__in=moderated(request.user))
        mine = mine.select_related("story", "edition__group", "section")
        self.placement = get_object_or_404(
            mine, edition__code=kwargs["code"], story=kwargs["story_id"]
        )

    def get_page_subtitle(self) -> str:
        return str(self.placement.story)

    def conversation(self) -> Conversation | None:
        edition, story = self.placement.edition, self.placement.story
        return Conversation.objects.filter(edition=edition, story=story).first()

    def form(self, data: Any = None) -> ConversationForm:
        row = self.conversation()
        told = {"mode": row.mode, "closes_at": row.closes_at} if row else {}
        return ConversationForm(data, initial=told, edition=self.placement.edition)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with timezone.override(ZoneInfo(self.placement.edition.time_zone)):
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            return response

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, **kwargs))
        set_conversation_mode(
            edition=self.placement.edition,
            story=self.placement.story,
            by=user,
            **form.cleaned_data,
        )
        messages.success(request, _("The rule is kept."))
        code = self.placement.edition.code
        return HttpResponseRedirect(reverse("moderation:edition_rules", args=[code]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = standing_of(self.placement, self.conversation())
        told = {"form": self.form(), "placement": self.placement, "standing": MODES[standing.mode]}
        context: dict[str, Any] = super().get_context_data(**(told | kwargs))
        return context
