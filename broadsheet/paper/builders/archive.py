"""The archive: an index of months, a calendar for each, a list for each day.

Lists go by date and never by offset, so a page of the archive changes only with its own day.
"""

import calendar
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from broadsheet.editions.addresses import absolute, address, file_of
from broadsheet.editions.models import Edition
from broadsheet.editions.queries import all_editions, edition_by_code
from broadsheet.paper.cards import cards
from broadsheet.paper.framing import frame_of
from broadsheet.paper.pieces import Head, Link
from broadsheet.paper.rendering import render
from broadsheet.paper.sheets import (
    ArchiveDaySheet,
    ArchiveIndexSheet,
    ArchiveMonthLink,
    ArchiveMonthSheet,
    ArchiveYear,
    CalendarDay,
    Weekday,
)
from broadsheet.paper.words import story_count, words_in
from broadsheet.press.registry import Page, edition_of, make_key, rest_of
from broadsheet.stories.models import DayCount
from broadsheet.stories.queries import (
    days_beside,
    placements_on,
    stories_by_day,
    stories_by_month,
)

INDEX, MONTH, DAY = "archive", "month", "date"
FIRST_WEEKDAY = {"ar": calendar.SATURDAY}
A_MONDAY = date(2026, 11, 23)


def noon(edition: Edition, day: date) -> datetime:
    """An instant that is surely on `day` for the edition's readers."""
    return datetime.combine(day, time(12), ZoneInfo(edition.time_zone))


def _phrase(edition: Edition, number: int) -> str:
    return story_count(edition.language, number, edition.date_style.number(number))


def build_index(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    months = stories_by_month(edition)
    words = words_in(edition.language)
    years = [
        _year(edition, year, {month: months[year, month] for _, month in pairs})
        for year, pairs in groupby(months, key=lambda pair: pair[0])
    ]
    sheet = ArchiveIndexSheet(
        frame=frame_of(edition),
        head=Head(
            title=words.archive,
            description=words.archive_text,
            canonical=absolute(edition, "archive/"),
        ),
        years=tuple(reversed(years)),
    )
    return Page(file_of(edition, "archive/"), render("archive-index.html", sheet).encode())


def _year(edition: Edition, year: int, counts: dict[int, int]) -> ArchiveYear:
    style = edition.date_style
    year_text = style.number(year).replace(",", "").replace("٬", "")
    return ArchiveYear(
        name=year_text,
        months=tuple(
            _month_link(edition, year, month, counts.get(month, 0)) for month in range(1, 13)
        ),
        count_text=_phrase(edition, sum(counts.values())),
    )


def _month_link(edition: Edition, year: int, month: int, stories: int) -> ArchiveMonthLink:
    style = edition.date_style
    name = style.month_and_year(year, month).rsplit(" ", 1)[0]
    if not stories:
        return ArchiveMonthLink(name=name)
    return ArchiveMonthLink(
        name=name,
        url=address(edition, f"archive/{year:04}/{month:02}/"),
        count=style.number(stories),
        count_text=_phrase(edition, stories),
    )


def month_of(text: str) -> tuple[date, date]:
    """The first days of the month written `2026-11` and of the next."""
    first = date.fromisoformat(f"{text}-01")
    return first, (first + timedelta(days=31)).replace(day=1)


def build_month(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    first, after = month_of(rest_of(key))
    counts = stories_by_day(edition, first, after)
    if not counts:
        return None
    earlier, later = days_beside(edition, first, after)
    heading = edition.date_style.month_and_year(first.year, first.month)
    start = FIRST_WEEKDAY.get(edition.language.split("-")[0], calendar.MONDAY)
    weeks = calendar.Calendar(start).monthdatescalendar(first.year, first.month)
    sheet = ArchiveMonthSheet(
        frame=frame_of(edition),
        head=_head(edition, heading, f"archive/{first:%Y/%m}/"),
        heading=heading,
        weekdays=tuple(_weekday(edition, (start + step) % 7) for step in range(7)),
        weeks=tuple(
            tuple(
                _day(edition, day, counts.get(day, 0)) if day.month == first.month else None
                for day in week
            )
            for week in weeks
        ),
        count_text=_phrase(edition, sum(counts.values())),
        previous=_month_beside(edition, earlier),
        next=_month_beside(edition, later),
    )
    path = file_of(edition, f"archive/{first:%Y/%m}/")
    return Page(path, render("archive-month.html", sheet).encode())


def _head(edition: Edition, heading: str, path: str) -> Head:
    archive = words_in(edition.language).archive
    return Head(
        title=f"{archive}: {heading}",
        description=f"{archive} – {edition.name} – {heading}",
        canonical=absolute(edition, path),
    )


def _weekday(edition: Edition, number: int) -> Weekday:
    monday = A_MONDAY + timedelta(days=number)
    name = edition.date_style.long_date(noon(edition, monday)).split("،")[0].split(",")[0]
    name = name.split(" ")[0]
    short = name.removeprefix("ال") if edition.language.startswith("ar") else name[:3]
    return Weekday(name=name, short_name=short)


def _day(edition: Edition, day: date, stories: int) -> CalendarDay:
    style = edition.date_style
    return CalendarDay(
        iso=day.isoformat(),
        number=style.number(day.day),
        date_text=style.long_date(noon(edition, day)),
        url=address(edition, f"archive/{day:%Y/%m/%d}/") if stories else "",
        count=style.number(stories) if stories else "",
        count_text=_phrase(edition, stories) if stories else "",
    )


def _month_beside(edition: Edition, day: date | None) -> Link | None:
    return _month_of(edition, day) if day else None


def _month_of(edition: Edition, day: date) -> Link:
    return Link(
        text=edition.date_style.month_and_year(day.year, day.month),
        url=address(edition, f"archive/{day:%Y/%m}/"),
    )


def build_day(key: str) -> Page | None:
    edition = edition_by_code(edition_of(key))
    day = date.fromisoformat(rest_of(key))
    placements = list(placements_on(edition, day))
    if not placements:
        return None
    style = edition.date_style
    heading = style.long_date(noon(edition, day))
    earlier, later = days_beside(edition, day, day + timedelta(days=1))
    path = f"archive/{day:%Y/%m/%d}/"
    sheet = ArchiveDaySheet(
        frame=frame_of(edition),
        head=_head(edition, heading, path),
        heading=heading,
        iso=day.isoformat(),
        month=_month_of(edition, day),
        cards=cards(edition, placements, with_photo=False),
        count_text=_phrase(edition, len(placements)),
        previous=_day_beside(edition, earlier),
        next=_day_beside(edition, later),
    )
    return Page(file_of(edition, path), render("archive-day.html", sheet).encode())


def _day_beside(edition: Edition, day: date | None) -> Link | None:
    if day is None:
        return None
    text = edition.date_style.long_date(noon(edition, day))
    return Link(text=text, url=address(edition, f"archive/{day:%Y/%m/%d}/"))


def expected_months() -> Iterable[str]:
    for edition in all_editions():
        for year, month in stories_by_month(edition):
            yield make_key(edition.code, MONTH, f"{year:04}-{month:02}")


def expected_days() -> Iterable[str]:
    counts = DayCount.objects.filter(stories__gt=0).order_by("pk").select_related("edition")
    for count in counts.iterator(chunk_size=2_000):
        yield make_key(count.edition.code, DAY, count.day.isoformat())


def keys_of_months(tag: str) -> Iterable[str]:
    name, _, rest = tag.partition(":")
    return [make_key(*_split(rest, MONTH))] if name == "month" else []


def keys_of_days(tag: str) -> Iterable[str]:
    name, _, rest = tag.partition(":")
    return [make_key(*_split(rest, DAY))] if name == "date" else []


def _split(rest: str, kind: str) -> tuple[str, str, str]:
    code, _, day = rest.partition(":")
    return code, kind, day
