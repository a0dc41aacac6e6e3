"""The publishing terms: every clause with its versions, and for superusers a pen."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from broadsheet.comments.actions import keep_clause, withdraw_clause
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.models import Clause, ClauseVersion
from broadsheet.desk.comments.access import ModeratorScreen, ModeratorsOnly
from broadsheet.desk.comments.forms import ClauseForm
from broadsheet.desk.comments.words import refusal
from broadsheet.editions.permissions import require_superuser


class TermsView(ModeratorScreen):
    template_name = "desk/comments/terms.html"
    page_title = gettext_lazy("Terms")
    room = "terms"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        clauses = Clause.objects.prefetch_related("versions__by")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "clauses": [(clause, _told(clause)) for clause in clauses],
            "may_write": user.is_superuser,
        }


def _told(clause: Clause) -> list[tuple[ClauseVersion, dict[str, str]]]:
    """The clause's versions, the latest first, in the user's language."""
    versions = sorted(clause.versions.all(), key=lambda row: -row.version)
    language = get_language() or "en"
    return [(version, version.in_language(language)) for version in versions]


class ClauseView(ModeratorScreen):
    """A new version of a clause, or (without a code) a new clause."""

    template_name = "desk/comments/clause.html"
    page_title = gettext_lazy("Clause")
    room = "terms"
    clause: Clause | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if "code" in kwargs:
            self.clause = get_object_or_404(Clause, code=kwargs["code"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        require_superuser(user)
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> ClauseForm:
        if self.clause is None:
            return ClauseForm(data)
        latest = self.clause.versions.order_by("-version").first()
        told = latest.texts if latest else {}
        initial = {
            f"{part}_{language}": said.get(part, "")
            for language, said in told.items()
            for part in ("text", "example")
        }
        return ClauseForm(data, initial=initial, code=self.clause.code)

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, **kwargs))
        code = self.clause.code if self.clause else form.cleaned_data["code"]
        if self.clause is None and Clause.objects.filter(code=code).exists():
            form.add_error("code", _("There is a clause with that code already."))
            return self.render_to_response(self.get_context_data(form=form, **kwargs))
        try:
            keep_clause(code=code, texts=form.texts(), by=user)
        except CommentsError as error:
            form.add_error(None, refusal(error))
            return self.render_to_response(self.get_context_data(form=form, **kwargs))
        messages.success(request, _("The clause is kept; earlier decisions cite the earlier one."))
        return HttpResponseRedirect(reverse("moderation:terms"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"form": self.form(), "clause": self.clause}
        context: dict[str, Any] = super().get_context_data(**(told | kwargs))
        return context


class WithdrawClauseView(ModeratorsOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        user: Any = request.user
        require_superuser(user)
        clause = get_object_or_404(Clause.objects.filter(withdrawn_at=None), code=code)
        withdraw_clause(clause=clause, by=user)
        messages.success(request, _("The clause is withdrawn; its number stays its own."))
        return HttpResponseRedirect(reverse("moderation:terms"))
