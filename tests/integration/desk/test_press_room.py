"""The press room tells who may publish how the press stands, and tries failed pages again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from broadsheet.desk.press.chart import bars_of, height_of
from broadsheet.press.checking import checked
from broadsheet.press.design import Finding, Trial, keep_trial
from broadsheet.press.failing import place_of
from broadsheet.press.history.rolling import roll_back, roll_forward
from broadsheet.press.history.since import begin_history
from broadsheet.press.lateness import lateness_of, minutes_since, note_lateness
from broadsheet.press.models import Lane, Minute, Output, Purge
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain
from broadsheet.press.writers.folder import FolderWriter
from tests.newsroom import a_live_story, an_edition, an_editor, page_tree

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRACEBACK = """Traceback (most recent call last):
  File "/opt/broadsheet/press/machine.py", line 121, in _proof
    return render(output, graves)
  File "/opt/broadsheet/paper/templates/base.html", line 7, in top-level template code
  File "/opt/broadsheet/paper/templates/story.html", line 41, in block 'body'
    {{ sheet.bylines }}
jinja2.exceptions.UndefinedError: 'StorySheet' object has no attribute 'bylines'
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    page_tree()
    edition = an_edition(code="en", sections=["world"])
    return edition, an_editor(edition)


def room(client, user, name="index"):
    client.force_login(user)
    return client.get(reverse(f"press_room:{name}")).content.decode()


def failed(key):
    return Output.objects.create(
        key=key, last_error=TRACEBACK, attempts=3, due_at=timezone.now() + timedelta(minutes=9)
    )


def test_a_failure_is_shown_with_its_story_and_template_line(client, house):
    edition, editor = house
    story = a_live_story(edition=edition, headline="Lighthouse keeps its lamp")
    failed(f"en:story:{story.pk}")

    page = room(client, editor)

    assert "Lighthouse keeps its lamp" in page
    assert "story.html:41" in page
    assert "has no attribute" in page
    assert reverse("stories:edit", args=[story.pk]) in page


def test_failures_of_editions_without_a_role_are_not_shown(client, house):
    _edition, editor = house
    an_edition(code="fr")
    failed("fr:home")
    failed("-:robots")

    page = room(client, editor)

    assert "fr:home" not in page
    assert "-:robots" in page


def test_a_retry_makes_ones_own_failures_due_at_once(client, house):
    _edition, editor = house
    an_edition(code="fr")
    mine, theirs = failed("en:home"), failed("fr:home")
    client.force_login(editor)

    said = client.post(reverse("press_room:retry"), follow=True)

    for output in (mine, theirs):
        output.refresh_from_db()
    assert (mine.attempts, theirs.attempts) == (0, 3)
    assert mine.due_at is None
    assert theirs.due_at > timezone.now()
    assert "Pages tried again: 1." in said.content.decode()


def test_a_pressed_site_shows_its_lateness_and_its_last_check(client, house, tmp_path):
    edition, editor = house
    a_live_story(edition=edition)
    writer = FolderWriter(tmp_path)
    want_everything()
    drain(writer)
    checked(writer)

    page = room(client, editor, "figures")

    assert "Nothing is stale" in page
    assert "desk-chart" in page
    assert f"all {Output.objects.count()} outputs" in page
    assert sum(minute.pages for minute in Minute.objects.all()) == Output.objects.count()


def test_a_cache_that_does_not_confirm_is_shown_until_it_does(client, house, settings):
    _edition, editor = house
    assert "Caches" not in room(client, editor)

    settings.PURGE_HTTP = ["http://127.0.0.1:6081"]
    assert "Every cache has confirmed" in room(client, editor)
    Purge.objects.create(
        target="http://127.0.0.1:6081", path="en/index.html", lane=Lane.KILL, attempts=4,
        last_error="The cache http://127.0.0.1:6081 does not purge (Connection refused).",
    )  # fmt: skip

    page = room(client, editor, "figures")
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "ar"})

    assert "Connection refused" in page
    assert "Purges not confirmed" in page
    assert "منها لمواد مسحوبة" in room(client, editor, "figures")


def test_minutes_add_up_by_lane_and_old_ones_go():
    Minute.objects.create(at=NOON - timedelta(days=900), lane=Lane.UPDATE, pages=1)
    before = timezone.now() - timedelta(minutes=2)

    note_lateness([(Lane.UPDATE, timedelta(milliseconds=100)), (Lane.KILL, timedelta(0))])
    note_lateness([(Lane.UPDATE, timedelta(milliseconds=300))])

    found = {lane.lane: lane for lane in lateness_of(minutes_since(before))}
    assert list(found) == [Lane.KILL, Lane.UPDATE]
    assert (found[Lane.UPDATE].pages, found[Lane.UPDATE].worst_ms) == (2, 300)
    assert found[Lane.UPDATE].mean_ms == 200
    assert not Minute.objects.filter(at__lt=NOON - timedelta(days=800)).exists()


def test_a_bar_stands_at_its_minute_and_grows_by_tenfolds():
    def minute(ago, late_ms):
        return Minute(
            at=NOON - timedelta(minutes=ago), lane=Lane.UPDATE, pages=1, latest_ms=late_ms
        )

    bars = bars_of([minute(60, 1), minute(59, 100), minute(0, 1000)], NOON + timedelta(seconds=30))

    assert [(bar.x, bar.height) for bar in bars] == [(0, 25.0), (590, 50.0)]
    assert [height_of(late) for late in (0, 10, 10_000, 10**9)] == [2.0, 2.0, 75.0, 100.0]


def test_the_place_of_a_fault_is_the_innermost_template():
    assert place_of(TRACEBACK) == "story.html:41"
    assert place_of("The public folder cannot be written.") == ""


def test_a_refused_design_is_told_with_the_findings_of_ones_own_editions(client, house):
    _edition, editor = house
    an_edition(code="fr")
    findings = [
        Finding("headline", "en:story:1", "en/a/index.html", "was 'Bridge', now none"),
        Finding("headline", "fr:story:2", "fr/a/index.html", "was 'Pont', now none"),
    ]
    kinds = {"story": {"compared": 40, "headline": 2}}
    keep_trial(Trial("new", "2026-03-01", kinds=kinds, reasons=["2 of 40"], findings=findings))

    page = room(client, editor, "figures")

    assert "A new design was compared with the live pages (40) and refused." in page
    assert "en:story:1" in page
    assert "fr:story:2" not in page
    assert "press shadow --accept" in page


def test_a_refused_design_is_told_in_arabic(client, house):
    _edition, editor = house
    UserProfile.objects.create(user=editor, preferred_language="ar")
    keep_trial(Trial("new", "2026-03-01", reasons=["2 of 40"]))

    assert "ورُفض" in room(client, editor, "figures")


def test_without_a_new_design_there_is_no_word_of_one(client, house):
    _edition, editor = house

    assert "New design" not in room(client, editor, "figures")


def test_an_edition_that_is_set_back_is_named_to_whoever_publishes_there(client, house):
    _edition, editor = house
    stranger = an_editor(an_edition(code="ar", language="ar"))
    Output.objects.create(key="en:home", path="en/index.html")
    begin_history()
    roll_back(edition="en", to=timezone.now())

    page = room(client, editor, "figures")

    assert "readers get this edition as it was at" in page
    assert "broadsheet press rollback en --forward" in page
    assert "rollback" not in room(client, stranger)
    roll_forward(edition="en")
    assert "rollback" not in room(client, editor)
