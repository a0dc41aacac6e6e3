"""Reports, appeals, one comment, the rules and the terms: what their screens show and do."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.comments import actions
from broadsheet.comments.errors import OtherStoryError
from broadsheet.comments.language import weighing as language_weighing
from broadsheet.comments.models import (
    Answer,
    AuthorRule,
    Ban,
    Clause,
    Comment,
    Conversation,
    CorrectionCredit,
    Mode,
    Rule,
    State,
    WordKind,
)
from broadsheet.comments.queries import clause_named
from broadsheet.desk.comments.reasons import REASONS
from broadsheet.desk.comments.words import ACTS
from broadsheet.stories.actions import correct_story
from tests.integration.desk.screens import at, opened_by
from tests.newsroom import (
    a_chief,
    a_comment,
    a_live_story,
    a_moderator,
    a_superuser,
    an_appeal,
    an_edition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    story = a_live_story()
    return story, a_moderator(story.home_edition, username="early")


def page(user, name, /, *args):
    return opened_by(user).get(at(f"moderation:{name}", *args)).content.decode()


def send(user, name, /, *args, **fields):
    return opened_by(user).post(at(f"moderation:{name}", *args), fields, follow=True)


def said(response):
    return response.content.decode()


def again(row):
    return type(row).objects.get(pk=row.pk)


def a_report(story, **words):
    comment = a_comment(story=story, approved=True, title="Reported one")
    return actions.report_comment(comment=comment, **words)


def test_reports_of_ones_own_editions_are_listed_with_what_they_say(house):
    story, moderator = house
    a_report(story, unlawful=True, explanation="It breaks the law of the harbour.")
    elsewhere = a_report(a_live_story(), clause=clause_named("7"))

    told = page(moderator, "reports")

    assert "Reported one" in told
    assert "as unlawful" in told
    assert "law of the harbour" in told
    assert elsewhere.pk not in told


def test_report_that_is_right_takes_the_comment_down_under_the_clause_chosen(house):
    story, moderator = house
    report = a_report(story, clause=clause_named("7"))

    send(moderator, "answer_report", report.pk, answer="upheld", clause="8")

    assert again(report).answer == Answer.UPHELD
    assert again(report.comment).state == State.REJECTED
    assert "clause 8" not in page(moderator, "reports")
    assert "8, version 1" in page(moderator, "comment", report.comment_id)


def test_report_as_unlawful_is_upheld_under_no_clause_only_if_one_is_chosen(house):
    story, moderator = house
    report = a_report(story, unlawful=True, explanation="It does.")

    refused = send(moderator, "answer_report", report.pk, answer="upheld", clause="")

    assert "Choose the clause that the comment breaks." in said(refused)
    assert again(report).answer == Answer.OPEN


def test_report_is_dismissed_and_is_answered_once(house):
    story, moderator = house
    report = a_report(story, clause=clause_named("7"))

    send(moderator, "answer_report", report.pk, answer="dismissed")
    twice = send(moderator, "answer_report", report.pk, answer="upheld", clause="7")

    assert "Somebody has answered this report meanwhile." in said(twice)
    assert again(report.comment).state == State.APPROVED


def test_appeal_is_judged_by_another_moderator_alone(house):
    story, early = house
    late = a_moderator(story.home_edition, username="late")
    appeal = an_appeal(story=story, by=early, reason="Advertising.")

    mine = page(early, "appeals")
    theirs = page(late, "appeals")
    refused = send(early, "answer_appeal", appeal.pk, answer="upheld")

    assert "Overturn: publish it" not in mine
    assert "waits for one of:" in mine
    assert "<bdi>late</bdi>" in mine
    assert "Rejected by early" in theirs
    assert "Advertising." in theirs
    assert "Leave the appeal to another moderator." in said(refused)
    assert again(appeal).answer == Answer.OPEN


def test_lone_moderator_is_told_whom_to_ask(house):
    story, early = house
    an_appeal(story=story, by=early)

    assert f"nobody else moderates {story.home_edition.name}" in page(early, "appeals")
    a_chief(story.home_edition, username="chief")
    assert "<bdi>chief</bdi>" in page(early, "appeals")


@pytest.mark.parametrize(
    ("answer", "state"), [("upheld", State.APPROVED), ("dismissed", State.REJECTED)]
)
def test_appeal_overturns_or_upholds_with_a_reason(house, answer, state):
    story, moderator = house
    appeal = an_appeal(story=story)

    send(moderator, "answer_appeal", appeal.pk, answer=answer, reason="Looked at it again.")

    assert again(appeal).answer == answer
    assert again(appeal.comment).state == state
    assert "Looked at it again." in page(moderator, "comment", appeal.comment_id)


def test_comment_screen_tells_everything_that_was_decided(house):
    story, moderator = house
    comment = a_comment(story=story, text="You are a thief, they say.")
    actions.hold_comment(comment=comment, by=moderator, reason="Ask the desk.")
    actions.reject_comment(
        comment=comment, by=moderator, clause=clause_named("2"), quoted=["a thief"]
    )

    told = page(moderator, "comment", comment.pk)

    assert "Ask the desk." in told
    assert ">a thief</q>" in told
    assert "2, version 1" in told
    assert told.count("<bdi>early</bdi>") >= 2
    assert "Undo" in told


def test_opening_a_comment_that_waits_claims_it_and_another_is_told(house):
    story, early = house
    late = a_moderator(story.home_edition)
    comment = a_comment(story=story)

    page(early, "comment", comment.pk)

    assert again(comment).claimed_by == early
    assert "Being judged by early. Take the next one" in page(late, "comment", comment.pk)


def test_comment_is_judged_on_its_own_screen_and_anew(house):
    story, moderator = house
    comment = a_comment(story=story, approved=True)
    here = at("moderation:comment", comment.pk)
    fields = {"one": f"reject {comment.pk} 8", "back": here, f"reason-{comment.pk}": "Spam."}

    response = opened_by(moderator).post(at("moderation:judge"), fields)

    assert response["Location"] == here
    assert again(comment).state == State.REJECTED


def test_author_is_banned_with_term_clause_and_reason_and_let_in_again(house):
    story, moderator = house
    comment = a_comment(story=story)

    send(moderator, "ban", comment.pk, days="7", clause="8", reason="Spam again.")
    ban = Ban.objects.get()
    told = page(moderator, "author", comment.pk)
    send(moderator, "lift_ban", comment.pk, ban.pk)

    assert ban.until - timezone.now() > timedelta(days=6)
    assert (ban.clause.clause.number, ban.edition, ban.by) == (8, comment.edition, moderator)
    assert "Spam again." in told
    assert again(ban).lifted_by == moderator


def test_ban_without_a_reason_is_refused(house):
    story, moderator = house
    comment = a_comment(story=story)

    send(moderator, "ban", comment.pk, days="7", clause="8", reason="")

    assert not Ban.objects.exists()


def test_only_a_superuser_bans_everywhere(house):
    story, moderator = house
    comment = a_comment(story=story)

    send(moderator, "ban", comment.pk, days="", reason="Spam.", everywhere="on")
    send(a_superuser(), "ban", comment.pk, days="", reason="Spam.", everywhere="on")

    assert [ban.edition for ban in Ban.objects.order_by("pk")] == [comment.edition, None]


def test_author_whom_nobody_knows_cannot_be_banned(house):
    story, moderator = house
    comment = a_comment(story=story)
    Comment.objects.update(author="")

    response = send(moderator, "ban", comment.pk, days="7", reason="Spam.")

    assert "Nobody knows any more who wrote this" in said(response)


def test_author_screen_lists_what_they_wrote_in_ones_editions(house):
    story, moderator = house
    comment = a_comment(story=story, title="First of hers", mail="w@readers.example")
    a_comment(story=story, title="Second of hers", mail="w@readers.example")
    a_comment(title="Hers elsewhere", mail="w@readers.example")

    told = page(moderator, "author", comment.pk)

    assert "First of hers" in told
    assert "Second of hers" in told
    assert "Hers elsewhere" not in told


def test_author_gets_a_mode_of_their_own(house):
    story, moderator = house
    comment = a_comment(story=story)

    send(moderator, "author_rule", comment.pk, mode=Mode.AFTER)
    assert AuthorRule.objects.get().mode == Mode.AFTER
    send(moderator, "author_rule", comment.pk, mode="")

    assert not AuthorRule.objects.exists()


def test_comment_is_put_forward_answered_and_erased(house):
    story, moderator = house
    comment = a_comment(story=story, approved=True)

    send(moderator, "feature", comment.pk)
    assert again(comment).featured_at is not None
    send(moderator, "feature", comment.pk)
    assert again(comment).featured_at is None
    send(moderator, "reply", comment.pk, name="The Courier", text="Thank you, corrected.")
    assert Comment.objects.get(parent=comment).by == moderator
    send(moderator, "erase", comment.pk)

    assert (again(comment).state, again(comment).text) == (State.ERASED, "")


def test_edition_and_section_get_rules(house):
    story, moderator = house
    edition, section = story.home_edition, story.placements.get().section

    send(
        moderator, "edition_rules", edition.code,
        **{"rule": "all", "all-mode": "after", "all-closes_after_days": "14"},
    )  # fmt: skip
    send(
        moderator, "edition_rules", edition.code,
        **{"rule": f"s{section.pk}", f"s{section.pk}-mode": "closed"},
    )  # fmt: skip

    rules = {rule.section: (rule.mode, rule.closes_after_days) for rule in Rule.objects.all()}
    assert rules == {None: (Mode.AFTER, 14), section: (Mode.CLOSED, None)}


def test_nonsense_in_a_rule_is_told_beside_it_and_kept_nowhere(house):
    story, moderator = house

    response = send(
        moderator, "edition_rules", story.home_edition.code,
        **{"rule": "all", "all-mode": "after", "all-closes_after_days": "-1"},
    )  # fmt: skip

    assert "greater than or equal to 0" in said(response)
    assert not Rule.objects.exists()


def test_story_gets_a_rule_and_closes_on_its_editions_clock():
    edition = an_edition(sections=["world"], time_zone="Africa/Cairo")
    story = a_live_story(edition=edition)
    moderator = a_moderator(edition)

    send(
        moderator, "story_rule", edition.code, story.pk, mode="after", closes_at="2031-01-05T10:30"
    )

    row = Conversation.objects.get()
    assert (row.mode, row.closes_at) == (Mode.AFTER, datetime(2031, 1, 5, 8, 30, tzinfo=UTC))
    told = page(moderator, "story_rule", edition.code, story.pk)
    assert "2031-01-05T10:30" in told
    assert "<strong>Appear at once, read afterwards</strong>" in told


def test_terms_are_read_by_moderators_and_written_by_superusers(house):
    _story, moderator = house
    texts = {
        "text_en": "Be polite.", "example_en": "Not this.",
        "text_ar": "كن مهذباً.", "example_ar": "ليس هكذا.",
    }  # fmt: skip
    root = a_superuser()

    assert "New version" not in page(moderator, "terms")
    send(root, "clause", "insults", **texts)
    send(root, "new_clause", code="shouting", **texts)
    send(root, "withdraw_clause", "off-topic")

    assert clause_named("insults").version == 2
    assert clause_named("shouting").clause.number == 12
    assert Clause.objects.get(code="off-topic").withdrawn_at is not None
    told = page(moderator, "terms")
    assert "Be polite." in told
    assert "withdrawn" in told


def test_new_clause_does_not_take_anothers_code_or_lack_a_language():
    root = a_superuser()
    texts = {"text_en": "Be polite.", "example_en": "Not this.", "text_ar": "كن مهذباً."}

    taken = send(root, "new_clause", code="insults", example_ar="ليس هكذا.", **texts)
    lacking = send(root, "new_clause", code="shouting", **texts)

    assert "There is a clause with that code already." in said(taken)
    assert "This field is required." in said(lacking)
    assert Clause.objects.count() == 11


def test_contested_ban_is_judged_as_a_ban(house):
    story, moderator = house
    comment = a_comment(story=story, approved=True, title="Banned one")
    actions.ban_author(comment=comment, by=a_chief(story.home_edition), reason="Adverts.")
    appeal = actions.contest_ban(comment=comment, text="Not me.")

    told = page(moderator, "appeals")
    answer = said(send(moderator, "answer_appeal", appeal.pk, answer="upheld"))

    assert "Author banned by" in told
    assert "Overturn: lift the ban" in told
    assert "The ban stands" in told
    assert "Overturn: publish it" not in told
    assert "The appeal is answered." in answer
    assert Ban.objects.get().lifted_at is not None


def test_similar_comments_are_shown_beside_one(house):
    story, moderator = house
    words = "Buy the finest lanterns of the whole harbour at half the price, today only."
    first = a_comment(story=story, title="Lanterns", text=words, mail="one@readers.example")
    second = a_comment(story=story, title="Lanterns!", text=words, mail="two@readers.example")
    elsewhere = a_comment(story=a_live_story(), text=words, mail="three@readers.example")

    told = page(moderator, "comment", second.pk)

    assert "Similar comments" in told
    assert at("moderation:comment", first.pk) in told
    assert elsewhere.pk not in told


def test_reasons_for_the_place_are_told_with_their_weights(house):
    story, moderator = house
    comment = a_comment(story=story)
    Comment.objects.filter(pk=comment.pk).update(
        score=0.64, reasons=[["link-short", "hides where a link leads", 0.2], ["shouting", "", 0.1]]
    )

    told = page(moderator, "comment", comment.pk)

    assert "Likely harm 64 %" in told
    assert "a shortened link 20 %, all in capitals 10 %" in told


def test_every_reason_and_every_act_has_words_in_the_room():
    weighing = Path(language_weighing.__file__).read_text()
    codes = set(re.findall(r'Reason\("([a-z-]+)"', weighing))
    codes |= {f"word-{kind}" for kind in WordKind.values}
    acting = "".join(file.read_text() for file in Path(actions.__file__).parent.glob("*.py"))
    acts = set(re.findall(r'act="([a-z_]+)"', acting)) | {"import", "credit", "withdraw_credit"}

    assert codes == set(REASONS)
    assert acts <= set(ACTS)


def test_comment_is_named_beside_the_correction_that_it_led_to(house):
    story, moderator = house
    comment = a_comment(story=story, approved=True)
    before = page(moderator, "comment", comment.pk)
    correction = correct_story(story=story, by=None, text="The bridge opened on Monday.")

    named = said(send(moderator, "credit", comment.pk, correction=correction.pk))
    named_rows = list(CorrectionCredit.objects.values_list("comment", "correction"))
    unnamed = said(send(moderator, "credit", comment.pk, correction=correction.pk, withdraw="on"))

    assert "The story has no correction yet." in before
    assert "The comment is named beside the correction." in named
    assert "Named beside a correction" in named
    assert named_rows == [(comment.pk, correction.pk)]
    assert "not named beside the correction any more" in unnamed
    assert not CorrectionCredit.objects.exists()


def test_no_comment_is_named_beside_a_correction_of_another_story(house):
    story, moderator = house
    comment = a_comment(story=story, approved=True)
    other = correct_story(story=a_live_story(), by=None, text="The bridge opened on Monday.")

    send(moderator, "credit", comment.pk, correction=other.pk)
    with pytest.raises(OtherStoryError, match="Choose a correction of that story"):
        actions.credit_comment(comment=comment, correction=other, by=moderator)

    assert not CorrectionCredit.objects.exists()
