"""The press's commands say how it stands, and by their exit status whether all is well."""

import json
from pathlib import Path

import pytest
from django.db import transaction
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from broadsheet.press.checking import last_check
from broadsheet.press.command_line import app
from broadsheet.press.marking import mark
from broadsheet.press.models import Output
from broadsheet.press.standing import standing
from broadsheet.press.wanting import want_everything
from broadsheet.stories.models import Placement, PlacementState
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


def test_a_repair_presses_what_is_wrong_and_leaves_strangers_until_told(site):
    a_pressed_story(site)
    corrupt, missing = sorted(site.glob("e*/**/index.html"))[:2]
    whole = corrupt.read_bytes()
    corrupt.write_text("somebody else's")
    missing.unlink()
    stranger = site / "verification.html"
    stranger.write_text("a stranger")

    mended = command("check", "--repair")

    assert (corrupt.read_bytes(), missing.is_file()) == (whole, True)
    assert "Pressed 2 pages and took 0 files away." in mended.output
    assert (mended.exit_code, stranger.is_file()) == (1, True)
    assert command("check", "--repair", "--remove-strangers").exit_code == 0
    assert not stranger.exists()


def test_a_page_that_nobody_wants_goes_by_repair(site):
    story = a_pressed_story(site)
    gone = next(site.glob(f"*/world/*/*/{story.pk}*/index.html"))
    Placement.objects.update(state=PlacementState.WITHDRAWN)

    assert '"fault": "extra"' in command("check", "--json").output
    command("check", "--repair")

    assert not gone.exists()


def test_the_sitemap_of_a_month_which_an_earlier_version_wrote_goes(site):
    story = a_pressed_story(site)
    code = story.home_edition.code
    old = site / code / "sitemap-2026-11.xml"
    old.write_text("<urlset/>")
    Output.objects.create(key=f"{code}:map:2026-11", path=f"{code}/{old.name}")

    assert command("run").exit_code == 0

    assert not old.exists()
    assert command("check").exit_code == 0


def test_the_outcome_of_a_check_is_remembered(site):
    a_pressed_story(site)
    assert "has not been checked yet" in command("status").output
    next(site.rglob("index.html")).unlink()

    command("check")

    assert last_check().faults == {"missing": 1}
    assert "1 findings" in command("status").output
    assert json.loads(command("status", "--json").output)["last_check"]["faults"] == {"missing": 1}


def test_metrics_are_what_prometheus_reads(site, tmp_path):
    a_pressed_story(site)
    next(site.rglob("index.html")).unlink()
    command("check")
    want_everything()

    text = command("metrics").output
    done = command("metrics", "--file", str(tmp_path / "press.prom"))

    found = {
        (sample.name.removeprefix("broadsheet_press_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["last_check_findings", "missing"] == 1
    assert found["last_check_findings", "corrupt"] == found["failed_pages",] == 0
    assert found["last_check_timestamp_seconds",] == last_check().at.timestamp()
    assert found["pages", "story"] == 1
    assert found["stale_pages", "routine"] == Output.objects.count()
    assert found["stale_pages", "kill"] == found["lateness_seconds", "kill"] == 0
    assert 0 < found["lateness_seconds", "routine"] < 60
    assert done.output == ""
    assert "last_check_pages" in (tmp_path / "press.prom").read_text()


def test_pressing_everything_mends_a_broken_page(site):
    a_pressed_story(site)
    page = next(site.rglob("index.html"))
    page.unlink()

    command("run", "--all", "--processes", "0")

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
