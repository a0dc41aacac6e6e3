"""Decisions are exported as statements of reasons that the EU's database would take."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from broadsheet.comments import actions
from broadsheet.comments.command_line import app
from broadsheet.comments.models import Comment, Decision
from broadsheet.comments.queries import clause_named, clauses_in_force
from broadsheet.comments.statements.making import statement_of
from broadsheet.comments.statements.shape import faults_in
from tests.newsroom import a_comment, a_live_story, an_arabic_edition

pytestmark = pytest.mark.django_db


def reject(comment, clause="insults", **more):
    actions.reject_comment(comment=comment, by=None, clause=clause_named(clause), **more)
    return Decision.objects.latest("pk")


def exported(*more):
    since = f"{timezone.now():%Y-%m-%d}"
    done = CliRunner().invoke(app, ["statements", "--since", since, "--json", *more])
    return done, json.loads(done.stdout)["statements"]


def test_rejection_cites_clause_version_and_the_page_of_the_terms():
    comment = a_comment()
    line = reject(comment, reason="Call me on +44 20 7946 0958.")

    _done, (statement,) = exported()

    assert statement["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_DISABLED"]
    assert statement["incompatible_content_ground"] == "Publishing terms, clause 7, version 1"
    assert statement["decision_ground_reference_url"].endswith("publishing-terms/#clause-7")
    assert statement["category"] == "STATEMENT_CATEGORY_CYBER_VIOLENCE"
    assert statement["source_type"] == "SOURCE_VOLUNTARY"
    assert statement["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert statement["puid"] == f"{comment.edition.code}-{line.pk}"
    for word in (comment.name, comment.title, comment.text, "7946"):
        assert word not in json.dumps(statement)


def test_every_clause_of_the_first_terms_makes_a_valid_statement_in_both_languages():
    for story in (a_live_story(), a_live_story(edition=an_arabic_edition())):
        for version in clauses_in_force():
            reject(a_comment(story=story), version.clause.code)

    done, statements = exported()

    assert (done.exit_code, len(statements)) == (0, 22)
    assert {one["content_language"] for one in statements} == {"EN", "AR"}


@pytest.mark.parametrize(
    ("unlawful", "source"),
    [(True, "SOURCE_ARTICLE_16"), (False, "SOURCE_TYPE_OTHER_NOTIFICATION")],
)
def test_notice_that_led_to_a_removal_is_its_source(unlawful, source):
    comment = a_comment(approved=True)
    report = actions.report_comment(
        comment=comment, clause=clause_named("spam"), unlawful=unlawful, explanation="The law."
    )
    actions.judge_report(report=report, by=None, uphold=True)

    (statement,) = exported()[1]

    assert statement["source_type"] == source
    assert statement["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]


def test_overturned_rejection_tells_its_end_and_a_ban_its_term():
    comment = a_comment()
    reject(comment)
    actions.judge_appeal(appeal=actions.appeal_decision(comment=comment), by=None, overturn=True)
    until = timezone.now() + timedelta(days=30)
    actions.ban_author(comment=a_comment(), by=None, reason="x", until=until)
    actions.ban_author(comment=a_comment(), by=None, reason="x")

    _done, (overturned, ban, for_good) = exported()

    assert overturned["end_date_visibility_restriction"] == f"{timezone.now():%Y-%m-%d}"
    assert ban["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert ban["end_date_service_restriction"] == f"{until:%Y-%m-%d}"
    assert for_good["decision_provision"] == "DECISION_PROVISION_PARTIAL_TERMINATION"


def test_statement_of_an_erased_comment_is_whole():
    comment = a_comment()
    line = reject(comment)
    actions.erase_comment(comment=comment)
    Comment.objects.filter(pk=comment.pk).delete()

    assert faults_in(statement_of(line)) == []


@pytest.fixture
def statement():
    reject(a_comment())
    return exported()[1][0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"category": "SPAM"}, "category: 'SPAM' is none of the values"),
     ({"decision_facts": ""}, "decision_facts: it must not be empty."),
     ({"decision_visibility": None}, "one of them has to say what was decided."),
     ({"content_type": "CONTENT_TYPE_TEXT"}, "content_type: it must be a list."),
     ({"category": ["STATEMENT_CATEGORY_VIOLENCE"]}, "category: it must be one value."),
     ({"puid": "a b"}, "puid: it may hold letters, digits, - and _ alone."),
     ({"application_date": "01/02/2026"}, "application_date: '01/02/2026' is no day"),
     ({"application_date": "2019-01-01"}, "application_date: 2019-01-01 is before 2020-01-01."),
     ({"end_date_visibility_restriction": "2020-02-02"}, "is before the decision itself"),
     ({"decision_facts": "x" * 5_001}, "decision_facts: it has 5,001 characters; at most 5,000"),
     ({"content_language": "arabic"}, "is no pair of capital letters"),
     ({"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"},
      "illegal_content_legal_ground: it must not be empty."),
     ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"]},
      "decision_visibility_other: it must not be empty."),
     ({"decision_facts": "By a@b.example"}, "looks like somebody's address or number."),
     ({"decision_facts": "From 192.0.2.7"}, "looks like somebody's address or number."),
     ({"territorial_scope": ["XX"]}, "territorial_scope: 'XX' is none of the values"),
     ({"colour": "red"}, "colour: there is no such field.")],
)  # fmt: skip
def test_fault_is_named_with_its_field(statement, change, fault):
    assert faults_in(statement) == []

    assert any(re.search(re.escape(fault), found) for found in faults_in({**statement, **change}))


def test_clause_that_names_an_address_is_left_out_and_told():
    said = {"text": "Write to a@b.example.", "example": "x"}
    actions.keep_clause(code="insults", texts={"en": said, "ar": said}, by=None)
    reject(a_comment())

    done, statements = exported()

    assert (done.exit_code, statements) == (1, [])
    assert "incompatible_content_explanation: it holds what looks like" in done.stderr
