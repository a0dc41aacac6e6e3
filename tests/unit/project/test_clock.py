"""The clock sleeps until a day turns somewhere, also where clocks jump at midnight."""

from datetime import UTC, datetime

from broadsheet.project.clock import LONGEST_SLEEP, next_midnight, seconds_to_sleep


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_midnight_is_that_of_the_zone():
    assert next_midnight(at("2026-01-10T12:00:00"), "Africa/Cairo") == at("2026-01-10T22:00:00")
    assert next_midnight(at("2026-01-10T23:00:00"), "Africa/Cairo") == at("2026-01-11T22:00:00")


def test_a_day_without_midnight_begins_when_its_first_hour_does():
    # In Cairo the clocks go from 00:00 to 01:00 on the last Friday of April.
    assert next_midnight(at("2026-04-23T12:00:00"), "Africa/Cairo") == at("2026-04-23T22:00:00")


def test_the_nearest_midnight_wins():
    now = at("2026-01-10T21:59:55")

    assert seconds_to_sleep(now, ["UTC", "Africa/Cairo"]) == 5.0


def test_the_sleep_is_never_long_so_that_a_moved_clock_is_met():
    assert seconds_to_sleep(at("2026-01-10T12:00:00"), ["UTC"]) == LONGEST_SLEEP
    assert seconds_to_sleep(at("2026-01-10T12:00:00"), []) == LONGEST_SLEEP
