"""The press's commands say how it stands, and by their exit status whether all is well."""

import json
from pathlib import Path

import pytest
from django.db import transaction
from typer.testing import CliRunner

from broadsheet.press.command_line import app
from broadsheet.press.marking import mark
from broadsheet.press.models import Output
from broadsheet.press.standing import standing
from broadsheet.press.wanting import want_everything
from tests.newsroom import a_live_story, an_edition, page_tree

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(settings, tmp_path) -> Path:
    page_tree()
    settings.SITE_DIR = tmp_path / "public"
    settings.SITE_DIR.mkdir()
    return settings.SITE_DIR


def command(*arguments: str):
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def a_pressed_story(site: Path):
    story = a_live_story(edition=an_edition(sections=["world"]))
    want_everything()
    result = command("run")
    assert result.exit_code == 0, result.output
    return story


def test_a_run_presses_all_and_says_so(site):
    a_pressed_story(site)

    assert Output.objects.filter(stale_since__isnull=False).count() == 0
    assert list(site.rglob("index.html"))
    assert "nothing is stale" in command("run").output


def test_the_status_counts_by_kind_and_lane(site):
    a_pressed_story(site)
    with transaction.atomic():
        mark("design")

    state = json.loads(command("status", "--json").output)

    assert state["changes"] == 1
    assert state["kinds"]["story"] == 1
    assert state["lanes"] == state["failures"] == []


def test_the_status_names_what_is_stale_and_since_when(site):
    a_pressed_story(site)
    want_everything()

    state = standing()

    assert [lane.lane for lane in state.lanes] == ["routine"]
    assert state.stale == sum(state.kinds.values()) == sum(state.stale_kinds.values())
    assert "routine" in command("status").output


def test_a_check_passes_on_a_whole_site_and_fails_on_a_broken_one(site):
    a_pressed_story(site)
    whole = command("check")
    page = next(site.rglob("en*/index.html"), next(site.rglob("index.html")))
    page.write_text("somebody else's")

    broken = command("check", "--json")

    assert (whole.exit_code, broken.exit_code) == (0, 1)
    findings = [json.loads(line) for line in broken.output.splitlines()]
    assert {finding["fault"] for finding in findings} == {"corrupt"}


def test_pressing_everything_mends_a_broken_page(site):
    a_pressed_story(site)
    page = next(site.rglob("index.html"))
    page.unlink()

    command("run", "--all")

    assert page.is_file()
    assert command("check").exit_code == 0


def test_a_folder_that_cannot_be_written_fails_with_the_reason(site):
    an_edition(sections=["world"])
    want_everything()
    (site / "assets").write_text("a file where a folder has to be")

    result = command("run")

    assert result.exit_code == 1
    assert "failed" in result.output
    assert standing().failures[0].reason.startswith("The public folder")
