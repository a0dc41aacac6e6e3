"""Pages of the archive: each names its neighbours, and is looked at when those may have changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from broadsheet.paper.builders.archive import DAY, MONTH
from broadsheet.press.machine import render
from broadsheet.press.models import Output
from broadsheet.press.registry import kind_of, make_key
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.stories.actions import publish_story, unpublish_story
from broadsheet.stories.models import Story
from tests.newsroom import a_story, an_edition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

JANUARY, MAY, JUNE, AUGUST, SEPTEMBER, NOVEMBER = (
    date(2026, month, 10) for month in (1, 5, 6, 8, 9, 11)
)


@pytest.fixture
def edition():
    return an_edition(code="en", sections=["world"])


@pytest.fixture
def writer(edition, tmp_path):
    """Holds the pages of days far apart; those at either end are looked at for every new day."""
    writer = FolderWriter(tmp_path / "public")
    prepare(writer)
    for day in (JANUARY, MAY, JUNE, AUGUST, SEPTEMBER, NOVEMBER):
        publish_on(edition, day)
    drain(writer)
    return writer


def publish_on(edition, day) -> Story:
    draft = a_story(edition=edition)
    return publish_story(story=draft, by=None, at=datetime.combine(day, time(12), UTC))


def looked_at(writer: FolderWriter, act: Callable[[], object]) -> set[str]:
    """What follows the kind in the keys of the archive's pages that were pressed after `act`."""
    before = dict(Output.objects.values_list("key", "pressed_at"))
    act()
    drain(writer)
    after = Output.objects.values_list("key", "pressed_at")
    pressed = {key for key, at in after if before.get(key) != at}
    assert_right(writer)
    return {key.partition(":")[2] for key in pressed if kind_of(key).name in {DAY, MONTH}}


def assert_right(writer: FolderWriter) -> None:
    for output in Output.objects.filter(key__regex=f":({DAY}|{MONTH}):"):
        page = render(Output(key=output.key)).page
        assert page is not None
        assert writer.read(output.path) == page.body, output.key


def text_of(writer, edition, kind, rest) -> str:
    output = Output.objects.get(key=make_key(edition.code, kind, rest))
    return (writer.read(output.path) or b"").decode()


def test_another_story_of_a_day_concerns_that_day_and_its_month_alone(edition, writer):
    assert looked_at(writer, lambda: publish_on(edition, MAY)) == {
        f"{DAY}:2026-05-10",
        f"{MONTH}:2026-05",
    }


def test_a_new_day_concerns_those_beside_it(edition, writer):
    looked = looked_at(writer, lambda: publish_on(edition, date(2026, 5, 20)))

    assert {f"{DAY}:{day}" for day in (MAY, "2026-05-20", JUNE)} <= looked
    assert not looked & {f"{DAY}:{SEPTEMBER}", f"{MONTH}:2026-09"}
    assert "/archive/2026/05/20/" in text_of(writer, edition, DAY, "2026-05-10")
    assert "/archive/2026/05/20/" in text_of(writer, edition, DAY, "2026-06-10")


def test_a_day_after_the_newest_concerns_the_newest(edition, writer):
    looked = looked_at(writer, lambda: publish_on(edition, date(2027, 2, 1)))

    assert not looked & {f"{DAY}:{MAY}", f"{DAY}:{JUNE}"}
    assert "/archive/2027/02/01/" in text_of(writer, edition, DAY, "2026-11-10")
    assert "/archive/2027/02/" in text_of(writer, edition, MONTH, "2026-11")


def test_a_day_before_the_oldest_concerns_the_oldest(edition, writer):
    looked = looked_at(writer, lambda: publish_on(edition, date(2025, 2, 1)))

    assert not looked & {f"{DAY}:{MAY}", f"{DAY}:{JUNE}"}
    assert "/archive/2025/02/01/" in text_of(writer, edition, DAY, "2026-01-10")


def test_a_month_that_loses_its_last_story_is_passed_over(edition, writer):
    story = Story.objects.get(first_published_at__date=MAY)

    looked = looked_at(writer, lambda: unpublish_story(story=story, by=None))

    assert not looked & {f"{DAY}:{SEPTEMBER}", f"{MONTH}:2026-09"}
    assert "/archive/2026/06/" in text_of(writer, edition, MONTH, "2026-01")
    assert "/archive/2026/01/10/" in text_of(writer, edition, DAY, "2026-06-10")


def test_a_day_within_a_gap_of_years_is_found(edition, writer):
    looked_at(writer, lambda: publish_on(edition, date(2020, 3, 3)))

    looked_at(writer, lambda: publish_on(edition, date(2023, 4, 4)))

    assert "/archive/2023/04/04/" in text_of(writer, edition, DAY, "2020-03-03")
    assert "/archive/2023/04/04/" in text_of(writer, edition, DAY, "2026-01-10")
