"""The readers' share in the life of a newsroom: what they write, and what is decided about it."""

from datetime import timedelta

from django.utils import timezone

from broadsheet.comments import actions
from broadsheet.comments.actions.posting import Check, subject_of
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.models import (
    Answer,
    Appeal,
    Clause,
    Comment,
    CorrectionCredit,
    Report,
    State,
)
from broadsheet.comments.proofs import new_question
from broadsheet.comments.queries import clauses_in_force
from broadsheet.stories.actions import correct_story
from broadsheet.stories.models import PlacementState
from tests.newsroom import some_words


class Readers:
    """Mixed into `Life`; every refusal that a reader or a moderator could meet is part of life."""

    refusals = (CommentsError,)

    def comment(self, *states: str) -> Comment | None:
        rows = Comment.objects.filter(state__in=states).order_by("id")
        ids = sorted(rows.values_list("pk", flat=True))
        return Comment.objects.get(pk=self.rng.choice(ids[-12:])) if ids else None

    def clause(self):
        return self.rng.choice(clauses_in_force())

    def do_post_comment(self) -> Comment:
        placement = self.placement(state=PlacementState.LIVE)
        parents = Comment.objects.filter(
            story=placement.story, edition=placement.edition, state=State.APPROVED
        )
        parent = self.rng.choice([None, *parents.order_by("id")[:5]])
        question = new_question(subject_of(placement))
        return actions.post_comment(
            placement=placement,
            words=some_words(text=f"{self.words(20)} {self.rng.random()}"),
            check=Check(token=question.token, answer=str(question.first + question.second)),
            parent=parent,
        )

    def do_confirm_comment(self) -> None:
        for _ in range(self.rng.randint(1, 4)):
            actions.confirm_comment(comment=self.do_post_comment())

    def do_approve_comment(self) -> None:
        for comment in Comment.objects.filter(state=State.PENDING).order_by("id")[:3]:
            actions.approve_comment(comment=comment, by=None)

    def do_reject_comment(self) -> None:
        if comment := self.comment(State.PENDING, State.APPROVED):
            actions.reject_comment(comment=comment, by=None, clause=self.clause())

    def do_hold_comment(self) -> None:
        if comment := self.comment(State.PENDING, State.APPROVED):
            actions.hold_comment(comment=comment, by=None)

    def do_judge_many(self) -> None:
        ids = list(Comment.objects.filter(state=State.PENDING).values_list("pk", flat=True))
        actions.judge_many(ids=ids, judge=actions.approve_comment, by=None)

    def do_undo_decision(self) -> None:
        if comment := self.comment(State.PENDING):
            actions.approve_comment(comment=comment, by=self.moderator)
            actions.undo_decision(comment=comment, by=self.moderator)

    def do_revise_comment(self) -> None:
        if comment := self.comment(State.APPROVED, State.REJECTED, State.PENDING):
            actions.revise_comment(comment=comment, words=some_words(text=self.words(9)))

    def do_disown_comment(self) -> None:
        actions.disown_comment(comment=self.do_post_comment())

    def do_withdraw_comment(self) -> None:
        if comment := self.comment(State.APPROVED, State.PENDING):
            actions.withdraw_comment(comment=comment)

    def do_erase_comment(self) -> None:
        if comment := self.comment(*State.values):
            actions.erase_comment(comment=comment)

    def do_judge_report(self) -> None:
        if comment := self.comment(State.APPROVED):
            actions.report_comment(comment=comment, clause=self.clause())
            report = Report.objects.filter(answer=Answer.OPEN).latest("pk")
            actions.judge_report(report=report, by=None, uphold=self.rng.random() < 0.5)

    def do_judge_appeal(self) -> None:
        if comment := self.comment(State.REJECTED):
            actions.appeal_decision(comment=comment, text="Please look again.")
            appeal = Appeal.objects.filter(answer=Answer.OPEN).latest("pk")
            actions.judge_appeal(appeal=appeal, by=None, overturn=self.rng.random() < 0.6)

    def do_recommend_comment(self) -> None:
        if comment := self.comment(State.APPROVED):
            actions.recommend_comment(comment=comment, machine=f"192.0.2.{self.rng.randint(1, 5)}")

    def do_credit_comment(self) -> None:
        if comment := self.comment(State.APPROVED):
            correction = correct_story(story=comment.story, by=None, text=self.words(6))
            actions.credit_comment(comment=comment, correction=correction, by=None)

    def do_withdraw_credit(self) -> None:
        for credit in CorrectionCredit.objects.order_by("pk")[:1]:
            actions.withdraw_credit(credit=credit, by=None)

    def do_feature_comment(self) -> None:
        if comment := self.comment(State.APPROVED):
            actions.feature_comment(comment=comment, by=None, featured=self.rng.random() < 0.7)

    def do_reply_as_editor(self) -> None:
        if comment := self.comment(State.APPROVED):
            actions.reply_as_editor(
                comment=comment, by=self.moderator, name="The desk", text=self.words(9)
            )

    def do_set_rule(self) -> None:
        edition = self.edition()
        section = self.rng.choice([None, self.section(edition)])
        change = self.rng.choice(
            [{"mode": self.rng.choice(["", "before", "after", "closed"])},
             {"closes_after_days": self.rng.choice([None, 0, 5, 30])},
             {"shows_figures": self.rng.random() < 0.7}]
        )  # fmt: skip
        actions.set_rule(edition=edition, section=section, by=None, **change)

    def do_set_conversation_mode(self) -> None:
        placement = self.placement(state=PlacementState.LIVE)
        actions.set_conversation_mode(
            edition=placement.edition,
            story=placement.story,
            by=None,
            mode=self.rng.choice(["", "closed", "after"]),
            closes_at=self.rng.choice([None, timezone.now() + timedelta(days=2)]),
        )

    def do_keep_clause(self) -> None:
        said = {"text": self.words(6), "example": self.words(4)}
        code = self.rng.choice(["insults", "spam", "length"])
        actions.keep_clause(code=code, texts={"en": said, "ar": said}, by=None)

    def do_withdraw_clause(self) -> None:
        if clause := Clause.objects.filter(code="length", withdrawn_at=None).first():
            actions.withdraw_clause(clause=clause, by=None)
