"""The room's addresses and its place in the menu, with the number that waits."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk.comments import contesting, listing, measuring, queue, rules, single, terms
from broadsheet.desk.comments.waiting import MOST_COUNTED, number_waiting
from broadsheet.editions.permissions import Act, may


class CommentsItem(MenuItem):
    """Leads to the queue and says how much waits there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Act.MODERATE, None)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        waiting = number_waiting(request.user)
        if waiting:
            number = f"{waiting}+" if waiting == MOST_COUNTED else str(waiting)
            component.label = _("Comments (%(number)s)") % {"number": number}
        return component


class ModerationViewSet(ViewSet):
    name = "moderation"
    icon = "comment"
    menu_label = gettext_lazy("Comments")

    def get_urlpatterns(self) -> list[Any]:
        one = "comment/<str:comment_id>/"
        return [
            path("", queue.QueueView.as_view(), name="queue"),
            path("more/", queue.MoreView.as_view(), name="more"),
            path("held/", queue.HeldView.as_view(), name="held"),
            path("held/more/", queue.MoreHeldView.as_view(), name="more_held"),
            path("orders/", queue.OrdersView.as_view(), name="orders"),
            path("judge/", queue.JudgeView.as_view(), name="judge"),
            path("reports/", contesting.ReportsView.as_view(), name="reports"),
            path("reports/<str:pk>/", contesting.AnswerReportView.as_view(), name="answer_report"),
            path("appeals/", contesting.AppealsView.as_view(), name="appeals"),
            path("appeals/<int:pk>/", contesting.AnswerAppealView.as_view(), name="answer_appeal"),
            path(one, single.CommentView.as_view(), name="comment"),
            path(f"{one}author/", single.AuthorView.as_view(), name="author"),
            path(f"{one}credit/", single.CreditView.as_view(), name="credit"),
            path(f"{one}feature/", single.FeatureView.as_view(), name="feature"),
            path(f"{one}reply/", single.ReplyView.as_view(), name="reply"),
            path(f"{one}ban/", single.BanView.as_view(), name="ban"),
            path(f"{one}ban/<int:pk>/lift/", single.LiftBanView.as_view(), name="lift_ban"),
            path(f"{one}author-rule/", single.AuthorModeView.as_view(), name="author_rule"),
            path(f"{one}erase/", single.EraseView.as_view(), name="erase"),
            path("rules/", rules.RulesView.as_view(), name="rules"),
            path("rules/<slug:code>/", rules.EditionRulesView.as_view(), name="edition_rules"),
            path("rules/<slug:code>/<str:story_id>/", rules.StoryRuleView.as_view(),
                 name="story_rule"),
            path("words/", listing.WordsView.as_view(), name="words"),
            path("words/<int:pk>/withdraw/", listing.WithdrawWordView.as_view(),
                 name="withdraw_word"),
            path("figures/", measuring.FiguresView.as_view(), name="figures"),
            path("terms/", terms.TermsView.as_view(), name="terms"),
            path("terms/new/", terms.ClauseView.as_view(), name="new_clause"),
            path("terms/<slug:code>/edit/", terms.ClauseView.as_view(), name="clause"),
            path("terms/<slug:code>/withdraw/", terms.WithdrawClauseView.as_view(),
                 name="withdraw_clause"),
        ]  # fmt: skip
