"""One comment's own screen: what it says, everything that was decided, and what can be done."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from broadsheet.comments.actions import (
    ban_author,
    claim_comment,
    credit_comment,
    erase_comment,
    feature_comment,
    lift_ban,
    reply_as_editor,
    set_author_mode,
    withdraw_credit,
)
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.models import Appeal, AuthorRule, Ban, Comment, Report, State
from broadsheet.comments.queries import clauses_in_force, comments_by_author, history_of
from broadsheet.comments.traces import comments_like
from broadsheet.desk.comments.access import ModeratorScreen, ModeratorsOnly, comment_of, moderated
from broadsheet.desk.comments.cards import cards_for
from broadsheet.desk.comments.forms import AuthorModeForm, BanForm, CreditForm, ReplyForm
from broadsheet.desk.comments.keys import keyed_clauses
from broadsheet.desk.comments.waiting import undoable_by
from broadsheet.desk.comments.words import ACTS, ANSWERS, STATES, refusal
from broadsheet.stories.models import Correction

OF_AUTHOR = 200
WAITING = (State.PENDING, State.HELD)


class CommentScreen(ModeratorScreen):
    """A screen about one comment of the user's editions."""

    comment: Comment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.comment = comment_of(request.user, kwargs["comment_id"])

    def get_page_subtitle(self) -> str:
        return self.comment.title


class CommentView(CommentScreen):
    """Whoever opens a comment that waits has it to judge; the screen says so if others have."""

    template_name = "desk/comments/comment.html"
    page_title = gettext_lazy("Comment")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        claim_refused = self.claim(user)
        comment = comment_of(user, self.comment.pk)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "comment": comment,
            "card": cards_for(user, [comment])[0],
            "state": STATES[comment.state],
            "can_judge": comment.state in {*WAITING, State.APPROVED, State.REJECTED},
            "can_approve": comment.state != State.APPROVED or comment.to_review,
            "can_reject": comment.state != State.REJECTED,
            "claim_refused": claim_refused,
            "clauses": keyed_clauses(clauses_in_force()),
            "history": [(ACTS.get(row.act, row.act), row) for row in history_of(comment.pk)],
            "versions": comment.versions.all(),
            "similar": similar_to(comment, user),
            "reports": told_reports(comment),
            "appeals": told_appeals(comment),
            "corrections": corrections_for(comment),
            "bans": bans_on(comment, user),
            "ban_form": BanForm(user=user),
            "mode_form": AuthorModeForm(initial={"mode": mode_of(comment)}),
            "reply_form": ReplyForm(comment=comment, user=user),
            "here": self.request.path,
            "may_undo": any(row.comment_id == comment.pk for row in undoable_by(user)),
        }

    def claim(self, user: Any) -> str:
        if self.comment.state not in WAITING and not self.comment.to_review:
            return ""
        try:
            claim_comment(comment=self.comment, by=user)
        except CommentsError as error:
            return refusal(error, self.comment)
        return ""


def corrections_for(comment: Comment) -> list[tuple[Correction, str]]:
    """The story's corrections, each with the id of the comment that is named beside it."""
    if comment.state != State.APPROVED:
        return []
    rows = Correction.objects.filter(story=comment.story_id).select_related("comment_credit")
    return [
        (row, row.comment_credit.comment_id if hasattr(row, "comment_credit") else "")
        for row in rows.order_by("at", "id")
    ]


def told_reports(comment: Comment) -> list[tuple[Promise, Report]]:
    rows = comment.reports.select_related("clause__clause", "judged_by").order_by("-created_at")
    return [(ANSWERS[row.answer], row) for row in rows]


def told_appeals(comment: Comment) -> list[tuple[Promise, Appeal]]:
    rows = comment.appeals.select_related("decision__by", "judged_by").order_by("-created_at")
    return [(ANSWERS[row.answer], row) for row in rows]


def similar_to(comment: Comment, user: Any) -> list[tuple[Promise, int, Comment]]:
    """State, likeness in hundredths and comment: near-repeats in the user's editions."""
    mine = set(moderated(user).values_list("pk", flat=True))
    return [
        (STATES[row.state], round(100 * share), row)
        for row, share in comments_like(comment)
        if row.edition_id in mine
    ]


def bans_on(comment: Comment, user: Any) -> list[Ban]:
    """The author's bans in the user's editions and everywhere, the latest first."""
    if not comment.author:
        return []
    rows = Ban.objects.filter(author=comment.author).select_related("edition", "by")
    mine = set(moderated(user).values_list("pk", flat=True))
    return [ban for ban in rows.order_by("-at") if ban.edition_id in mine | {None}]


def mode_of(comment: Comment) -> str:
    rule = AuthorRule.objects.filter(author=comment.author, edition=comment.edition).first()
    return rule.mode if rule else ""


class AuthorView(CommentScreen):
    """Everything that whoever wrote the comment wrote, as far as the user judges there."""

    template_name = "desk/comments/author.html"
    page_title = gettext_lazy("Author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        rows = comments_by_author(self.comment.author).filter(edition__in=moderated(user))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "comment": self.comment,
            "rows": [(STATES[row.state], row) for row in rows[:OF_AUTHOR]],
            "bans": bans_on(self.comment, user),
        }


class CommentActView(ModeratorsOnly, View, ABC):
    """Does one thing about a comment of the user's editions and goes back to its screen."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, comment_id: str) -> HttpResponse:
        comment = comment_of(request.user, comment_id)
        form = self.form(comment)
        if form is not None and not form.is_valid():
            for faults in form.errors.values():
                messages.error(request, faults[0])
        else:
            self.act(comment, form.cleaned_data if form else {})
        return HttpResponseRedirect(reverse("moderation:comment", args=[comment.pk]))

    def act(self, comment: Comment, told: dict[str, Any]) -> None:
        try:
            messages.success(self.request, self.do(comment, self.request.user, told))
        except CommentsError as error:
            messages.error(self.request, refusal(error, comment))

    def form(self, comment: Comment) -> forms.Form | None:  # noqa: ARG002
        return None

    @abstractmethod
    def do(self, comment: Comment, user: Any, told: dict[str, Any]) -> str:
        """Act, and say in the moderator's language what was done."""


class FeatureView(CommentActView):
    def do(self, comment: Comment, user: Any, told: dict[str, Any]) -> str:  # noqa: ARG002
        featured = comment.featured_at is None
        feature_comment(comment=comment, by=user, featured=featured)
        return _("It is put forward.") if featured else _("It stands among the others again.")


class CreditView(CommentActView):
    """Names the comment beside a correction that it led to, or takes it off again."""

    def form(self, comment: Comment) -> forms.Form:
        return CreditForm(self.request.POST, comment=comment)

    def do(self, comment: Comment, user: Any, told: dict[str, Any]) -> str:
        correction = told["correction"]
        if not told["withdraw"]:
            credit_comment(comment=comment, correction=correction, by=user)
            return _("The comment is named beside the correction.")
        for credit in comment.credits.filter(correction=correction):
            withdraw_credit(credit=credit, by=user)
        return _("The comment is not named beside the correction any more.")


class ReplyView(CommentActView):
    def form(self, comment: Comment) -> forms.Form:
        return ReplyForm(self.request.POST, comment=comment, user=self.request.user)

    def do(self, comment: Comment, user: Any, told: dict[str, Any]) -> str:
        reply_as_editor(comment=comment, by=user, **told)
        return _("Your answer stands under the comment.")


class BanView(CommentActView):
    def form(self, comment: Comment) -> forms.Form:  # noqa: ARG002
        return BanForm(self.request.POST, user=self.request.user)

    def do(self, comment: Comment, user: Any, told: dict[str, Any]) -> str:
        ban_author(comment=comment, by=user, **told)
        return _("The author is banned.")


class AuthorModeView(CommentActView):
    def form(self, comment: Comment) -> forms.Form:  # noqa: ARG002
        return AuthorModeForm(self.request.POST)

    def do(self, comment: Comment, user: Any, told: dict[str, Any]) -> str:
        set_author_mode(comment=comment, by=user, mode=told["mode"])
        return _("The rule for this author is kept.")


class EraseView(CommentActView):
    """Erases the words and the addresses for good."""

    def do(self, comment: Comment, user: Any, told: dict[str, Any]) -> str:  # noqa: ARG002
        erase_comment(comment=comment, by=user)
        return _("The comment is erased.")


class LiftBanView(CommentActView):
    """Lifts one of the author's bans that the user may see."""

    def post(self, request: HttpRequest, comment_id: str, pk: int) -> HttpResponse:  # type: ignore[override]
        comment = comment_of(request.user, comment_id)
        seen = [ban.pk for ban in bans_on(comment, request.user)]
        self.ban = get_object_or_404(Ban.objects.filter(pk__in=seen, lifted_at=None), pk=pk)
        return super().post(request, comment_id)

    def do(self, comment: Comment, user: Any, told: dict[str, Any]) -> str:  # noqa: ARG002
        lift_ban(ban=self.ban, by=user)
        return _("The ban is lifted.")
