"""Dates read as each country's newspapers print them."""

from datetime import UTC, date, datetime

import pytest

from broadsheet.stylebook.dates import DIGIT_STYLES, MONTH_STYLES, DateStyle
from broadsheet.stylebook.errors import NaiveTimeError, UnknownStyleError

TUESDAY = datetime(2026, 11, 24, 9, 7, tzinfo=UTC)


def a_style(language="en", time_zone="Africa/Cairo", months="gregorian", digits="latn"):
    return DateStyle(language, time_zone, months, digits)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (a_style("en"), "Tuesday, 24 November 2026"),
        (a_style("en-US"), "Tuesday, 24 November 2026"),
        (a_style("fr"), "mardi 24 novembre 2026"),
        (a_style("de-AT"), "Dienstag, 24. November 2026"),
        (a_style("cy"), "Tuesday, 24 November 2026"),
        (a_style("ar"), "الثلاثاء، 24 نوفمبر 2026"),
        (a_style("ar-EG", digits="arab"), "الثلاثاء، ٢٤ نوفمبر ٢٠٢٦"),
        (a_style("ar-LB", months="levantine"), "الثلاثاء، 24 تشرين الثاني 2026"),
        (a_style("ar-TN", months="maghrebi_tn"), "الثلاثاء، 24 نوفمبر 2026"),
        (a_style("ar-MA", months="moroccan"), "الثلاثاء، 24 نونبر 2026"),
        (a_style("ar", months="dual"), "الثلاثاء، 24 نوفمبر / تشرين الثاني 2026"),
    ],
)
def test_long_dates_follow_language_months_and_digits(style, expected):
    assert style.long_date(TUESDAY) == expected


@pytest.mark.parametrize(
    ("months", "january", "august"),
    [
        ("gregorian", "يناير", "أغسطس"),
        ("levantine", "كانون الثاني", "آب"),
        ("maghrebi_tn", "جانفي", "أوت"),
        ("moroccan", "يناير", "غشت"),
        ("dual", "يناير / كانون الثاني", "أغسطس / آب"),
    ],
)
def test_arabic_months_change_with_the_country(months, january, august):
    style = a_style("ar", months=months)

    assert style.month_and_year(2026, 1) == f"{january} 2026"
    assert style.month_and_year(2026, 8) == f"{august} 2026"


def test_every_offered_style_names_twelve_different_months():
    for months, _ in MONTH_STYLES:
        style = a_style("ar", months=months)

        assert len({style.month_and_year(2026, month) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("style", "short", "with_time"),
    [
        (a_style("en"), "24 Nov 2026", "24 November 2026, 11:07"),
        (a_style("fr"), "24 nov. 2026", "24 novembre 2026, 11:07"),
        (a_style("de"), "24. Nov. 2026", "24. November 2026, 11:07"),
        (a_style("ar"), "24 نوفمبر 2026", "24 نوفمبر 2026، 11:07"),
        (a_style("ar", digits="arab"), "٢٤ نوفمبر ٢٠٢٦", "٢٤ نوفمبر ٢٠٢٦، ١١:٠٧"),
    ],
)
def test_short_dates_and_dates_with_times(style, short, with_time):
    assert style.short_date(TUESDAY) == short
    assert style.date_time(TUESDAY) == with_time


def test_french_months_begin_with_a_first():
    assert a_style("fr").long_date(datetime(2026, 1, 1, 12, tzinfo=UTC)) == "jeudi 1er janvier 2026"


def test_gmt_is_told_whatever_the_time_zone():
    assert a_style("en", "Asia/Baghdad").gmt_time(TUESDAY) == "09:07 GMT"
    assert a_style("ar", "Asia/Baghdad").gmt_time(TUESDAY) == "09:07 بتوقيت غرينتش"
    assert a_style("ar", digits="arab").gmt_time(TUESDAY) == "٠٩:٠٧ بتوقيت غرينتش"


def test_the_clock_follows_daylight_saving():
    london = a_style("en", "Europe/London")

    assert london.clock_time(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == "00:59"
    assert london.clock_time(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == "02:00"
    assert london.clock_time(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "01:30"


def test_the_day_is_that_of_the_readers():
    late = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)

    assert a_style(time_zone="Africa/Cairo").day_of(late) == date(2027, 1, 1)
    assert a_style(time_zone="Africa/Casablanca").day_of(late) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (a_style("en"), "1,234,567"),
        (a_style("fr"), "1\u202f234\u202f567"),
        (a_style("de"), "1.234.567"),
        (a_style("ar"), "1,234,567"),
        (a_style("ar", digits="arab"), "١٬٢٣٤٬٥٦٧"),
    ],
)
def test_numbers_keep_their_thousands_apart(style, expected):
    assert style.number(1234567) == expected


@pytest.mark.parametrize(
    "ask",
    [
        DateStyle.long_date,
        DateStyle.short_date,
        DateStyle.date_time,
        DateStyle.clock_time,
        DateStyle.gmt_time,
        DateStyle.day_of,
    ],
)
def test_a_naive_time_is_refused_with_a_remedy(ask):
    with pytest.raises(NaiveTimeError, match=r"2026-11-24 09:07:00 has no time zone.*make_aware"):
        ask(a_style(), TUESDAY.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"months": "lunar"}, "no month style 'lunar'. Choose one of: gregorian, levantine"),
        ({"digits": "roman"}, "no digit style 'roman'. Choose one of: latn, arab"),
        ({"time_zone": "Africa/Atlantis"}, "no time zone 'Africa/Atlantis'. Use a name from"),
        ({"time_zone": ""}, "no time zone ''. Use a name from"),
        ({"time_zone": "../secrets"}, "no time zone '../secrets'. Use a name from"),
    ],
)
def test_an_unknown_setting_is_refused_when_the_style_is_made(setting, message):
    with pytest.raises(UnknownStyleError, match=message):
        a_style(**setting)


def test_choices_come_with_labels():
    assert [value for value, _ in DIGIT_STYLES] == ["latn", "arab"]
    assert all(label for _, label in MONTH_STYLES + DIGIT_STYLES)
