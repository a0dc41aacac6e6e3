"""A changed design is pressed as a shadow first, and refused where pages would lose something."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.press.checking import check_site
from broadsheet.press.command_line import app
from broadsheet.press.design import accept_design, design_in_force, kept_trial
from broadsheet.press.errors import DesignRefusedError, NoTrialError
from broadsheet.press.models import Lane, Output
from broadsheet.press.standing import failures, standing
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare, work_once
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.stories.actions import kill_story, publish_story, save_draft
from tests.acceptance.law import files_on_disk, wanted_files
from tests.integration.press.designs import (
    design,
    raising,
    template,
    with_a_new_masthead,
    without_headline,
)
from tests.newsroom import a_live_story, an_edition

pytestmark = pytest.mark.django_db(transaction=True)
STORIES = 12


@pytest.fixture
def site(settings, tmp_path) -> FolderWriter:
    settings.SITE_DIR = tmp_path / "public"
    return FolderWriter(settings.SITE_DIR)


@pytest.fixture
def stories(site):
    """Pressed stories with the headlines Story 0, Story 1, …"""
    edition = an_edition(sections=["world"])
    told = [a_live_story(edition=edition, headline=f"Story {n}") for n in range(STORIES)]
    prepare(site)
    want_everything()
    drain(site)
    assert_lawful(site)
    return told


def command(*arguments: str):
    return CliRunner().invoke(app, arguments)


def assert_lawful(writer: FolderWriter) -> None:
    assert files_on_disk(writer) == wanted_files()
    assert list(check_site(writer)) == []


def page_of(story, writer: FolderWriter) -> bytes:
    output = Output.objects.get(key=f"{story.home_edition.code}:story:{story.pk}")
    return writer.read(output.path) or b""


def reheadline(story, headline: str) -> None:
    story.refresh_from_db()
    story.headline = headline
    save_draft(story=story, by=None)
    publish_story(story=story, by=None)


def test_a_good_design_is_accepted_and_reaches_every_page(site, stories):
    with design("new", base_html=with_a_new_masthead()):
        assert prepare(site) is None
        drain(site)

        assert design_in_force() == "new"
        assert all(b'data-look="new"' in page_of(story, site) for story in stories)
        assert kept_trial() is None
        assert_lawful(site)


def test_a_template_that_raises_on_one_page_leaves_that_page_and_names_it(site, stories):
    before = page_of(stories[3], site)
    with design("new", story_html=raising("sheet.headline == 'Story 3'")):
        assert prepare(site) is None
        drain(site)

        (failure,) = failures()
        assert failure.key.endswith(f":story:{stories[3].pk}")
        assert failure.place.startswith("story.html:")
        assert "no_such_field" in failure.reason
        assert page_of(stories[3], site) == before
        assert {finding.fault for finding in check_site(site)} == {"failed", "stale"}


def test_a_design_that_loses_half_the_headlines_is_refused(site, stories):
    before = files_on_disk(site)
    bad = without_headline("sheet.headline.endswith(('0', '2', '4', '6', '8'))")
    with design("bad", story_html=bad):
        refused = prepare(site)
        drain(site)

        assert refused is not None
        assert refused.reasons[0].endswith("pages without their headline")
        assert {finding.key for finding in refused.findings} == {
            f"{story.home_edition.code}:story:{story.pk}" for story in stories[::2][:5]
        } | {f"{stories[10].home_edition.code}:story:{stories[10].pk}"}
        assert design_in_force() != "bad"
        assert files_on_disk(site) == before
        assert standing().trial == kept_trial() == refused


def test_an_operator_accepts_a_refused_design_by_hand(site, stories):
    with design("bare", story_html=without_headline()):
        prepare(site)
        drain(site)
        assert b"<h1>" in page_of(stories[0], site)

        result = command("shadow", "--accept")
        drain(site)

        assert "in force" in result.output
        assert design_in_force() == "bare"
        assert not any(b"<h1>" in page_of(story, site) for story in stories)
        assert_lawful(site)


def test_an_undone_upgrade_presses_back_what_the_refused_design_had_reached(site, stories):
    before = files_on_disk(site)
    story_html = without_headline("sheet.headline != 'Story 7'")
    with design("bad", story_html=story_html, base_html=with_a_new_masthead()):
        assert prepare(site).is_refused
        reheadline(stories[7], "Story 7")
        drain(site)
        assert b'data-look="new"' in page_of(stories[7], site)

    assert prepare(site) is None
    drain(site)

    assert kept_trial() is None
    assert b'data-look="new"' not in page_of(stories[7], site)
    assert files_on_disk(site).keys() == before.keys()
    assert_lawful(site)


def test_under_a_refused_design_an_edit_passes_only_if_its_page_loses_nothing(site, stories):
    story_html = without_headline("sheet.headline.startswith('Story')")
    with design("bad", story_html=story_html):
        assert prepare(site).is_refused
        held, passed = stories[0], stories[1]
        reheadline(held, "Story without a head")
        reheadline(passed, "Another headline")
        fresh = a_live_story(edition=held.home_edition, headline="Story that is new")
        drain(site)

        assert b"<h1>Story 0</h1>" in page_of(held, site)
        assert b"<h1>Another headline</h1>" in page_of(passed, site)
        assert page_of(fresh, site) == b""
        reasons = {failure.key.split(":")[2]: failure.reason for failure in failures()}
        assert {held.pk, fresh.pk} <= reasons.keys()
        assert passed.pk not in reasons
        assert "Held back, since the new design would harm this page" in reasons[held.pk]

        accept_design("bad")
        drain(site)
        assert_lawful(site)


def test_a_kill_goes_through_under_a_refused_design(site, stories):
    with design("bad", story_html=without_headline()):
        assert prepare(site).is_refused
        kill_story(story=stories[0], by=None, reason="Not true.")
        drain(site)

        assert page_of(stories[0], site).startswith(b"<!--broadsheet 410-->")
        assert not any(b"Story 0" in body for body in files_on_disk(site).values())


def test_a_page_that_names_a_missing_style_is_a_broken_link(site, stories):
    broken = template("base.html").replace("{{ frame.css_url }}", "/assets/nowhere.css")
    with design("bad", base_html=broken):
        refused = prepare(site)

        assert any("with broken links" in reason for reason in refused.reasons)
        assert "/assets/nowhere.css lead nowhere" in refused.findings[0].detail


def test_former_styles_stay_until_no_page_names_them(site, stories):
    (old,) = [path for path in site.paths() if path.endswith(".css")]
    with design("new", colours_css=template("colours.css") + ".new{color:red}\n"):
        assert prepare(site) is None
        seen_both = 0
        while work_once(site, batch=3):
            files = set(site.paths())
            named = {
                part.decode()
                for body in files_on_disk(site).values()
                for part in body.split(b'"')
                if part.startswith(b"/assets/") and part.endswith(b".css")
            }
            assert {name.removeprefix("/") for name in named} <= files
            seen_both += len(named) == 2
        assert seen_both > 3
        assert not any(path == old for path in site.paths())
        assert_lawful(site)


def test_an_edit_made_meanwhile_goes_before_the_pages_of_a_new_design(site, stories):
    with design("new", base_html=with_a_new_masthead()):
        assert prepare(site) is None
        work_once(site, batch=4)
        reheadline(stories[0], "Out at once")
        work_once(site, batch=1)
        while Output.objects.filter(stale_since__isnull=False, lane__lt=Lane.ROUTINE).exists():
            work_once(site, batch=1)

        left = [body for body in files_on_disk(site).values() if b'class="masthead">' in body]
        assert b"<h1>Out at once</h1>" in page_of(stories[0], site)
        assert left, "The edit came after the whole design."
        drain(site)
        assert_lawful(site)


def test_a_worker_of_the_former_version_rests(site, stories):
    with design("new", base_html=with_a_new_masthead()):
        prepare(site)
        drain(site)
    reheadline(stories[0], "For the new worker")

    assert not drain(site)
    assert b"For the new worker" not in page_of(stories[0], site)


def test_the_shadow_is_written_beside_the_live_pages_and_told(site, stories):
    with design("bad", story_html=without_headline()):
        prepare(site)
        before = files_on_disk(site)

        shown, told = command("shadow", "--all"), command("shadow", "--json")

        said = json.loads(told.output)
        assert (shown.exit_code, told.exit_code) == (1, 1)
        assert said["kinds"]["story"] == {"compared": STORIES, "headline": STORIES}
        assert "press shadow --accept" in shown.output
        beside = FolderWriter(Path(said["folder"]))
        page = next(path for path in beside.paths() if "/world/2" in path)
        assert b"<h1>" not in beside.read(page)
        assert files_on_disk(site) == before
        assert "Story 0" in command("status").output or "New design" in command("status").output


def test_nothing_is_accepted_that_was_not_tried(site, stories):
    assert isinstance(command("shadow", "--accept").exception, NoTrialError)


def test_a_full_press_with_a_refused_design_is_refused(site, stories):
    with design("bad", story_html=without_headline()):
        result = command("run", "--all")

        assert isinstance(result.exception, DesignRefusedError)
        assert (
            Output.objects.filter(stale_since__isnull=False, key__contains=":story:").count() == 0
        )
