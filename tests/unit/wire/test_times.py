from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.formats.times import (
    begins_with_date,
    moment_of_number,
    parse_duration,
    parse_moment,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-05T16:25:32-05:00", "2026-03-05T21:25:32"),
        ("20260305T192751+1100", "2026-03-05T08:27:51"),
        ("2026-03-05T11:14:13.5Z ", "2026-03-05T11:14:13.500000"),
        ("2026-03-05T04:38:34+0000", "2026-03-05T04:38:34"),
        ("2026-03-05T10:14:55-08", "2026-03-05T18:14:55"),
        ("2026-03-05T24:00:00Z", "2026-03-06T00:00:00"),
        ("Thu, 05 Mar 2026 07:26:05 GMT", "2026-03-05T07:26:05"),
        ("05 Mar 26 1500 GMT", "2026-03-05T15:00:00"),
        ("Qui, 5 Fev 2026 13:00:00 -0300", "2026-02-05T16:00:00"),
        ("Thu, 05 Mar 2026 19:48:21 EST", "2026-03-06T00:48:21"),
        ("March 5, 2026 6:54 PM EST", "2026-03-05T23:54:00"),
        ("Thu Mar  5 00:01:00 2026", "2026-03-05T00:01:00"),
        ("05.03.2026 11:15", "2026-03-05T11:15:00"),
        ("12/31/2026 10:00", "2026-12-31T10:00:00"),
        ("٥ آذار ٢٠٢٦ ١٢:٣٠", "2026-03-05T12:30:00"),
        ("الخميس، 5 مارس 2026 10:00:00 +0300", "2026-03-05T07:00:00"),
        ("5 كانون الثاني 2026", "2026-01-05T00:00:00"),
        ("3 تشرين الأول 2026", "2026-10-03T00:00:00"),
        ("20260305123540", "2026-03-05T12:35:40"),
    ],
)
def test_times_are_read_as_agencies_write_them(text, expected):
    moment = parse_moment(text, None)

    assert moment is not None
    assert moment.value == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_naive_time_is_read_in_the_zone_given_and_says_so():
    moment = parse_moment("2026-07-01 12:00:00", ZoneInfo("Africa/Cairo"))

    assert moment is not None
    assert moment.value == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert moment.is_naive


def test_a_bare_date_says_that_it_is_one():
    moment = parse_moment("2026-03-05", None)

    assert moment is not None
    assert moment.is_date


@pytest.mark.parametrize("text", ["soon", "", "2026-02-30", "03/04/2026", "YYYYMMDD", "14:00"])
def test_what_is_no_time_or_could_be_two_is_none(text):
    assert parse_moment(text, None) is None


def test_seconds_and_milliseconds_since_1970_are_read():
    in_seconds, in_milliseconds = moment_of_number(1772700000), moment_of_number(1772700000000)

    assert in_seconds is not None
    assert in_seconds == in_milliseconds
    assert moment_of_number(float("nan")) is None


def test_durations_are_read_and_nonsense_is_not():
    assert parse_duration("P1DT2H30M") == timedelta(days=1, hours=2, minutes=30)
    assert parse_duration("P") is None
    assert parse_duration("P999999999999Y") is None


def test_a_place_with_a_date_behind_it_does_not_begin_with_a_date():
    assert begins_with_date("MARCH 04, 2026")
    assert begins_with_date("2026-03-04 11:40:31 GMT+00:00")
    assert not begins_with_date("Port Halden 4 March 2026")


@given(st.text(max_size=60))
def test_any_text_is_a_time_in_utc_or_none(text):
    moment = parse_moment(text, ZoneInfo("Asia/Beirut"))

    assert moment is None or moment.value.tzinfo is UTC


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_iso_time_is_read_back(value):
    moment = parse_moment(value.isoformat(), None)

    assert moment is not None
    assert moment.value == value
