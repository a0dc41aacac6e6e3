"""Reports and appeals: what readers say against a comment or a decision, and the answer."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from broadsheet.comments.actions import judge_appeal, judge_report
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.models import Answer, Appeal, Comment, Report, State
from broadsheet.comments.queries import open_appeals, open_reports
from broadsheet.desk.comments.access import ModeratorScreen, ModeratorsOnly, moderated
from broadsheet.desk.comments.cards import Card, cards_for
from broadsheet.desk.comments.forms import AppealForm, ReportForm
from broadsheet.desk.comments.words import refusal
from broadsheet.editions.permissions import Act, users_who
from broadsheet.people.models import User

SHOWN = 50


class ReportsView(ModeratorScreen):
    template_name = "desk/comments/reports.html"
    page_title = gettext_lazy("Reports")
    room = "reports"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        reports = list(open_reports(user)[:SHOWN])
        cards = _cards(user, [report.comment for report in reports])
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "reports": [
                {
                    "report": report,
                    "card": cards[report.comment_id],
                    "is_shown": report.comment.state == State.APPROVED,
                    "form": _report_form(report),
                }
                for report in reports
            ]
        }


def _report_form(report: Report) -> ReportForm:
    number = report.clause.clause.number if report.clause else ""
    return ReportForm(initial={"clause": str(number)}, auto_id=f"%s-{report.pk}")


def _cards(user: Any, comments: list[Comment]) -> dict[str, Card]:
    rows = Comment.objects.select_related("edition", "story", "parent", "claimed_by")
    found = rows.filter(pk__in=[comment.pk for comment in comments])
    return {card.comment.pk: card for card in cards_for(user, found)}


class AnswerReportView(ModeratorsOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        user: Any = request.user
        mine = Report.objects.filter(comment__edition__in=moderated(user))
        report = get_object_or_404(mine.select_related("comment", "clause"), pk=pk)
        form = ReportForm(request.POST)
        uphold = request.POST.get("answer") == Answer.UPHELD
        clause = form.cleaned_data["clause"] if form.is_valid() else None
        if uphold and clause is None and report.clause is None:
            messages.error(request, _("Choose the clause that the comment breaks."))
        else:
            self.answer(report, uphold=uphold, clause=clause)
        return HttpResponseRedirect(reverse("moderation:reports"))

    def answer(self, report: Report, **told: Any) -> None:
        user: Any = self.request.user
        try:
            judge_report(report=report, by=user, **told)
        except CommentsError:
            messages.error(self.request, _("Somebody has answered this report meanwhile."))
        else:
            messages.success(self.request, _("The report is answered."))


class AppealsView(ModeratorScreen):
    """Appeals that the user may judge, and those that are left to somebody else."""

    template_name = "desk/comments/appeals.html"
    page_title = gettext_lazy("Appeals")
    room = "appeals"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        appeals = list(open_appeals(user)[:SHOWN])
        own = list(own_appeals(user)[:SHOWN])
        cards = _cards(user, [appeal.comment for appeal in appeals])
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "appeals": [
                {
                    "appeal": appeal,
                    "card": cards[appeal.comment_id],
                    "form": AppealForm(auto_id=f"%s-{appeal.pk}"),
                }
                for appeal in appeals
            ],
            "own": [(appeal, others_for(appeal, user)) for appeal in own],
        }


def own_appeals(user: Any) -> QuerySet[Appeal]:
    """Open appeals against decisions of the user's own, which others have to judge."""
    rows = Appeal.objects.filter(answer=Answer.OPEN, decision__by=user)
    rows = rows.filter(comment__edition__in=moderated(user))
    rows = rows.select_related("comment__edition", "decision__clause__clause")
    return rows.order_by("created_at")


def others_for(appeal: Appeal, user: Any) -> list[User]:
    """Who else may judge the appeal; nobody where the user moderates alone."""
    return [one for one in users_who(Act.MODERATE, appeal.comment.edition) if one.pk != user.pk]


class AnswerAppealView(ModeratorsOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        mine = Appeal.objects.filter(comment__edition__in=moderated(user))
        appeal = get_object_or_404(mine.select_related("comment"), pk=pk)
        form = AppealForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        overturn = request.POST.get("answer") == Answer.UPHELD
        try:
            judge_appeal(appeal=appeal, by=user, overturn=overturn, reason=reason)
        except CommentsError as error:
            messages.error(request, refusal(error, appeal.comment))
        else:
            messages.success(request, _("The appeal is answered."))
        return HttpResponseRedirect(reverse("moderation:appeals"))
