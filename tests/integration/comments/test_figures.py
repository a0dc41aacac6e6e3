"""How long decisions take and how many are overturned: asked for, and shown where that is wanted."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from broadsheet.comments import actions
from broadsheet.comments.command_line import app
from broadsheet.comments.figures import figures_of, keep_day_figures
from broadsheet.comments.models import Comment, DayFigures
from broadsheet.comments.queries import clause_named
from broadsheet.comments.retention import tend_conversations
from broadsheet.press.checking import check_site
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from tests.newsroom import a_comment, a_live_story, an_arabic_edition, an_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    return a_live_story(edition=an_edition(sections=["world"]))


def decided(story, *, seconds, refused=False, ago=timedelta(days=2)):
    comment = a_comment(story=story)
    if refused:
        actions.reject_comment(comment=comment, by=None, clause=clause_named("spam"))
    else:
        actions.approve_comment(comment=comment, by=None)
    at = timezone.now() - ago
    Comment.objects.filter(pk=comment.pk).update(
        decided_at=at, waiting_since=at - timedelta(seconds=seconds)
    )
    return comment


def test_half_and_nine_in_ten_are_told_over_thirty_days(story):
    for seconds in (60, 120, 180, 240, 7_200):
        decided(story, seconds=seconds)
    decided(story, seconds=9_999, ago=timedelta(days=40))
    decided(a_live_story(), seconds=9_999)

    figures = figures_of(story.home_edition, timezone.now())

    assert (figures.decided, figures.half_within, figures.nine_in_ten_within) == (5, 180, 7_200)
    assert figures.overturned_share is None


def test_overturned_are_counted_among_the_appeals_that_were_judged(story):
    for overturn in (True, False, False, None):
        comment = decided(story, seconds=60, refused=True)
        appeal = actions.appeal_decision(comment=comment)
        if overturn is not None:
            actions.judge_appeal(appeal=appeal, by=None, overturn=overturn)

    done = CliRunner().invoke(app, ["figures", "--json"], catch_exceptions=False)
    (row,) = json.loads(done.stdout)

    assert (row["appeals"], row["overturned"], row["overturned_share"]) == (3, 1, 0.3333)
    assert row["half_within"] is None


@pytest.fixture
def site(tmp_path, story):
    writer = FolderWriter(tmp_path / "public")
    prepare(writer)
    want_everything()
    drain(writer)
    return writer


def read(site, ending):
    return next((site.read(path).decode() for path in site.paths() if path.endswith(ending)), "")


def test_edition_that_wants_it_has_a_page_linked_from_its_terms(site, story):
    decided(story, seconds=180)
    assert "figures/" not in read(site, "publishing-terms/index.html")

    actions.set_rule(edition=story.home_edition, by=None, shows_figures=True)
    drain(site)

    page = read(site, "publishing-terms/figures/index.html")
    assert "<dd>3 min</dd>" in page
    assert "publishing-terms/figures/" in read(site, "publishing-terms/index.html")
    assert list(check_site(site)) == []

    actions.set_rule(edition=story.home_edition, by=None, shows_figures=False)
    drain(site)

    assert read(site, "publishing-terms/figures/index.html") == ""
    assert "figures/" not in read(site, "publishing-terms/index.html")
    assert list(check_site(site)) == []


def test_page_speaks_arabic_with_its_own_digits(tmp_path):
    story = a_live_story(edition=an_arabic_edition(sections=["world"], digit_style="arab"))
    writer = FolderWriter(tmp_path / "public")
    prepare(writer)
    want_everything()
    drain(writer)
    for seconds in (60, 7_200):
        decided(story, seconds=seconds)

    actions.set_rule(edition=story.home_edition, by=None, shows_figures=True)
    drain(writer)

    page = read(writer, "publishing-terms/figures/index.html")
    assert 'dir="rtl"' in page
    assert "<dd>٢ س</dd>" in page


def test_clock_writes_the_figures_once_a_day_and_presses_their_page(site, story):
    actions.set_rule(edition=story.home_edition, by=None, shows_figures=True)
    assert not keep_day_figures(story.home_edition)
    decided(story, seconds=60, ago=timedelta(0))

    tend_conversations(at=timezone.now() + timedelta(days=1))
    tend_conversations(at=timezone.now() + timedelta(days=1))
    drain(site)

    assert DayFigures.objects.count() == 2
    assert "<dd>1 min</dd>" in read(site, "publishing-terms/figures/index.html")


def test_edition_that_shows_nothing_costs_nothing(story):
    tend_conversations(at=timezone.now())

    assert not DayFigures.objects.exists()
