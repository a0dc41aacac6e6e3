import json

import pytest
from typer.testing import CliRunner

from broadsheet.wire.command_line import wire
from tests.unit.wire.wire_files import SAMPLES, a_g2_item


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(wire, ["read", *map(str, arguments)])


def test_json_prints_a_line_for_each_item_and_ends_well(run):
    result = run("--json", *sorted((SAMPLES / "rss").iterdir()))

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [line["language"] for line in lines] == ["ar"] * 3 + ["en"] * 3


def test_a_refused_file_has_its_own_line_and_ends_in_one(run, tmp_path):
    good = SAMPLES / "newsml-g2" / "news-ar.xml"

    result = run("--json", tmp_path / "absent.xml", good)

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert lines[0]["error"]["code"] == "unreadable_file"
    assert lines[1]["headline"].startswith("مرسى الندى")


def test_the_table_shows_headlines_and_reasons(run, tmp_path):
    empty = tmp_path / "empty.xml"
    empty.write_bytes(b"")

    result = run(SAMPLES / "newsml-g2" / "kill-en.xml", empty)

    assert result.exit_code == 1
    assert "canceled" in result.stdout
    assert "The file is empty." in result.stdout


def test_the_zone_of_naive_times_can_be_told(run, tmp_path):
    path = tmp_path / "a.xml"
    naive = "<versionCreated>2026-07-01T12:00:00</versionCreated>"
    path.write_text(a_g2_item(created=naive), encoding="utf-8")

    result = run("--json", "--timezone", "Africa/Cairo", path)

    assert json.loads(result.stdout)["version_created"] == "2026-07-01T09:00:00Z"


def test_an_unknown_zone_is_refused_with_an_example(run):
    result = run("--timezone", "Mars/Olympus", SAMPLES / "rss" / "feed-en.xml")

    assert result.exit_code == 2
    assert "Africa/Cairo" in result.output
