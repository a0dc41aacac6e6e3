"""Keeping house: terms, the rules of conversations, and bans."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from broadsheet.comments.chain import append
from broadsheet.comments.effects import locked_conversation
from broadsheet.comments.errors import ClauseTextError, NobodyKnownError
from broadsheet.comments.figures import figures_tag, keep_day_figures
from broadsheet.comments.letters import write_letter
from broadsheet.comments.models import (
    AuthorRule,
    Ban,
    Clause,
    ClauseVersion,
    Comment,
    Conversation,
    Mode,
    Rule,
)
from broadsheet.comments.queries import TERMS, conversation_tag
from broadsheet.comments.rules import closing_tag, rules_tag
from broadsheet.editions.models import Edition, Section
from broadsheet.editions.permissions import Act, require, require_superuser
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane
from broadsheet.stories.models import Story
from broadsheet.stories.queries import bounds_of

LANGUAGES = ("en", "ar")
Texts = Mapping[str, Mapping[str, str]]


def keep_clause(*, code: str, texts: Texts, by: User | None) -> ClauseVersion:
    """Write a new clause, or a new version of one; earlier decisions keep citing the earlier one.

    Terms hold in every edition, so only a superuser writes them. Raises ClauseTextError.
    """
    for language in LANGUAGES:
        said = texts.get(language, {})
        if not said.get("text", "").strip() or not said.get("example", "").strip():
            raise ClauseTextError(language)
    with transaction.atomic():
        require_superuser(by)
        clause = Clause.objects.select_for_update().filter(code=code).first()
        if clause is None:
            last = Clause.objects.order_by("-number").first()
            clause = Clause.objects.create(code=code, number=last.number + 1 if last else 1)
        version = ClauseVersion.objects.create(
            clause=clause,
            version=clause.versions.count() + 1,
            texts={language: dict(said) for language, said in texts.items()},
            by=by,
        )
        mark(TERMS, lane=Lane.ROUTINE)
        record(by=by, act="comments.clause.keep", obj=f"clause:{code}", version=version.version)
    return version


def withdraw_clause(*, clause: Clause, by: User | None) -> None:
    """Take a clause out of the terms; nothing new is decided under it."""
    with transaction.atomic():
        require_superuser(by)
        Clause.objects.filter(pk=clause.pk).update(withdrawn_at=timezone.now())
        mark(TERMS, lane=Lane.ROUTINE)
        record(by=by, act="comments.clause.withdraw", obj=f"clause:{clause.code}")


def set_rule(
    *, edition: Edition, by: User | None, section: Section | None = None, **rule: Any
) -> Rule:
    """Say how an edition or a section takes comments: `mode`, `closes_after_days`, `flood_until`.

    What is left out stays; `mode=""` and `closes_after_days=None` leave it to the rule above.
    `shows_figures` says whether the edition has a page with its figures.
    """
    with transaction.atomic():
        require(by, Act.MODERATE, edition)
        row, _new = Rule.objects.update_or_create(edition=edition, section=section, defaults=rule)
        if "closes_after_days" in rule:
            row.closed_before = None
            row.save(update_fields=["closed_before"])
        if rule.get("shows_figures"):
            keep_day_figures(edition)
        if "shows_figures" in rule:
            mark(figures_tag(edition.code), lane=Lane.ROUTINE)
        if rule.keys() - {"flood_until", "shows_figures"}:
            mark(rules_tag(edition.code), lane=Lane.ROUTINE)
        told = {name: str(value) for name, value in rule.items()}
        record(by=by, act="comments.rule.set", obj=f"section:{section.slug}" if section else "all",
               edition=edition.code, **told)  # fmt: skip
        close_old_stories(rule=row)
    return row


def close_old_stories(*, rule: Rule, at: datetime | None = None) -> bool:
    """Move the day before which the rule's conversations are closed; False where it stands right.

    Marks the days that close, so only their pages are pressed. The clock calls it.
    """
    if not rule.closes_after_days:
        return False
    style = rule.edition.date_style
    today = style.day_of(at or timezone.now())
    first_open = today - timedelta(days=rule.closes_after_days)
    before, _after = bounds_of(rule.edition, first_open, first_open)
    if rule.closed_before is not None and rule.closed_before >= before:
        return False
    with transaction.atomic():
        if rule.closed_before is None:
            mark(rules_tag(rule.edition.code), lane=Lane.ROUTINE)
        else:
            days = _days_between(style.day_of(rule.closed_before), first_open)
            mark(*(closing_tag(rule.edition.code, day) for day in days), lane=Lane.ROUTINE)
        rule.closed_before = before
        rule.save(update_fields=["closed_before"])
    return True


def _days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def set_conversation_mode(
    *,
    edition: Edition,
    story: Story,
    by: User | None,
    mode: str = "",
    closes_at: datetime | None = None,
) -> Conversation:
    """Say how one story's conversation takes comments, and when it closes; "" asks the rules."""
    with transaction.atomic():
        require(by, Act.MODERATE, edition)
        row = locked_conversation(edition, story)
        row.mode = Mode(mode) if mode else ""
        row.closes_at, row.closed_at = closes_at, None
        row.save()
        mark(conversation_tag(edition.code, story.pk))
        record(by=by, act="comments.conversation.set", obj=f"story:{story.pk}",
               edition=edition.code, mode=mode)  # fmt: skip
    return row


def set_author_mode(*, comment: Comment, by: User | None, mode: str = "") -> None:
    """Let the author's comments appear at once, or never before they are read; "" ends it."""
    with transaction.atomic():
        require(by, Act.MODERATE, comment.edition)
        rules = AuthorRule.objects.filter(author=comment.author, edition=comment.edition)
        rules.delete()
        if mode and comment.author:
            AuthorRule.objects.create(
                author=comment.author, edition=comment.edition, mode=Mode(mode)
            )
        record(by=by, act="comments.author.set", obj=f"comment:{comment.pk}",
               edition=comment.edition.code, mode=mode)  # fmt: skip


def ban_author(
    *,
    comment: Comment,
    by: User | None,
    reason: str,
    until: datetime | None = None,
    clause: ClauseVersion | None = None,
    everywhere: bool = False,
) -> Ban:
    """Keep the comment's author from writing, in its edition or everywhere, until then or for good.

    Raises NobodyKnownError.
    """
    if not comment.author:
        raise NobodyKnownError(comment.pk)
    with transaction.atomic():
        require(by, Act.MODERATE, comment.edition)
        if everywhere:
            require_superuser(by)
        decision = append(comment_id=comment.pk, edition=comment.edition.code, by=by, act="ban",
                          clause=clause, reason=reason)  # fmt: skip
        ban = Ban.objects.create(
            author=comment.author,
            edition=None if everywhere else comment.edition,
            until=until,
            by=by,
            clause=clause,
            reason=reason,
            decision=decision,
        )
        write_letter("banned", comment=comment, decision=decision)
        record(by=by, act="comments.author.ban", obj=f"comment:{comment.pk}",
               edition=comment.edition.code, ban=ban.pk)  # fmt: skip
    return ban


def lift_ban(*, ban: Ban, by: User | None) -> Ban:
    """End a ban now; the author is told, where the address is still known."""
    with transaction.atomic():
        rows = Ban.objects.select_for_update(of=("self",)).select_related("edition", "decision")
        row = rows.get(pk=ban.pk)
        if row.edition is None:
            require_superuser(by)
        else:
            require(by, Act.MODERATE, row.edition)
        end_ban(row, by)
    return row


def end_ban(ban: Ban, by: User | None, *, reason: str = "") -> None:
    """Note the end of a locked ban, and tell its author."""
    ban.lifted_at, ban.lifted_by = timezone.now(), by
    ban.save()
    comment_id = ban.decision.comment_id if ban.decision else ""
    edition = ban.edition.code if ban.edition else ""
    decision = append(comment_id=comment_id, edition=edition, by=by, act="lift_ban", reason=reason)
    comment = Comment.objects.filter(pk=comment_id).select_related("edition").first()
    write_letter("ban_lifted", comment=comment, decision=decision)
    record(by=by, act="comments.author.lift_ban", obj=f"ban:{ban.pk}")
