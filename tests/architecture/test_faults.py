"""The page about reliability knows every fault that is played."""

from pathlib import Path

from bench.faults import scenarios
from bench.faults.registry import SCENARIOS


def test_every_scenario_stands_on_the_page_about_reliability():
    page = Path("docs/reliability.md").read_text("utf-8")

    assert scenarios.__all__
    assert [name for name in SCENARIOS if f"`{name}`" not in page] == []
