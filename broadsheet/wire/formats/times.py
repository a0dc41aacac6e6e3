"""Times as agencies write them become aware times in UTC.

Read are ISO 8601 (extended and basic, any fraction, any offset), RFC 822 and its broken forms
(two-digit years, full or foreign month names, missing seconds, weekday or zone), day.month.year,
and seconds since 1970. Arabic and Persian digits count as digits.
A time without a zone is read in the zone given, else in UTC; the result says which.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60,
    "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "ast": -240, "adt": -180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "jst": 540, "sgt": 480, "hkt": 480, "aest": 600, "aedt": 660, "nzst": 720,
    "nzdt": 780,
}  # fmt: skip
# Keys are the beginnings of month names, folded; Arabic names of Cairo and of Beirut.
_MONTHS = (
    ("jan", "ene", "gen", "يناير", "كانون الثاني", "جانفي"),
    ("feb", "fev", "fév", "fevr", "févr", "فبراير", "شباط", "فيفري"),
    ("mar", "mär", "maa", "mrt", "مارس", "آذار", "اذار"),
    ("apr", "abr", "avr", "ابريل", "أبريل", "إبريل", "نيسان", "افريل", "أفريل"),
    ("may", "mai", "mag", "mei", "مايو", "أيار", "ايار", "ماي"),
    ("jun", "giu", "juin", "يونيو", "يونيه", "حزيران", "جوان"),
    ("jul", "lug", "juil", "يوليو", "يوليه", "تموز", "جويلية"),
    ("aug", "ago", "aou", "aoû", "أغسطس", "اغسطس", "آب", "أوت"),
    ("sep", "set", "سبتمبر", "أيلول", "ايلول"),
    ("oct", "okt", "out", "ott", "أكتوبر", "اكتوبر", "تشرين الأول", "تشرين الاول"),
    ("nov", "نوفمبر", "تشرين الثاني"),
    ("dec", "dez", "dic", "déc", "ديسمبر", "كانون الأول", "كانون الاول"),
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_TWO_WORDS = {"كانون", "تشرين"}

_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d{1,5}$)(.*)")
_MONTH_ONLY = re.compile(r"(\d{4})(?:-(\d\d))?()()$")
_WORD = r"[^\W\d_]+"
_DAY_FIRST = re.compile(
    rf"(?:{_WORD}\.?,?\s+)?(\d{{1,2}})(?:\.|er|st|nd|rd|th)?[\s-]+(?:de\s+)?"
    rf"({_WORD}(?:\s{_WORD})?)\.?[\s,-]+(?:de\s+)?(\d{{4}}|\d\d)\b(.*)"
)
_MONTH_FIRST = re.compile(rf"(?:{_WORD}\.?,?\s+)??({_WORD})\.?\s+(\d{{1,2}}),?\s+(\d{{4}})\b(.*)")
_ASCTIME = re.compile(rf"{_WORD}\s+({_WORD})\s+(\d{{1,2}})\s+(\d\d?:\d\d:\d\d.*?)\s+(\d{{4}})$")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b(.*)")
_CLOCK = re.compile(
    r"[\s,tT]*(?:(?:at|à|um|klo?|الساعة)\s+)?(\d{1,2}):?\.?(\d\d)(?:[:.]?(\d\d)(?:[.,](\d{1,9})\d*)?)?\s*([aApP][mM]\b)?"
)
_OFFSET = re.compile(r"\s*(?:GMT|UTC)?\s*([+-])(\d\d?):?(\d\d)?\b", re.IGNORECASE)
_ZONE_NAME = re.compile(r"\s*\(?([A-Za-z]{1,5})\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in UTC; `is_naive` if no zone was written, `is_date` if no time of day was."""

    value: datetime
    is_naive: bool
    is_date: bool


def parse_moment(text: str, zone: tzinfo | None) -> Moment | None:
    """The time that a text means, or `None`; `zone` is for times that name none (else UTC)."""
    folded = _folded(text)
    for reader in _READERS:
        parts = reader(folded)
        if parts:
            return _moment(parts, zone)
    return None


def begins_with_date(text: str) -> bool:
    """Whether a text is a date from its first word on, not a place with a date after it."""
    first = re.match(r"[\w]+", text)
    is_candidate = first and (first[0].isdigit() or _month(first[0]) is not None)
    return bool(is_candidate) and parse_moment(text, None) is not None


def moment_of_number(seconds: float) -> Moment | None:
    """Seconds (or milliseconds) since 1970, as some JSON writes times."""
    if not math.isfinite(seconds) or not 0 < seconds < 1e14:
        return None
    if seconds > 1e11:
        seconds /= 1000
    return Moment(datetime.fromtimestamp(seconds, UTC), is_naive=False, is_date=False)


def parse_duration(text: str) -> timedelta | None:
    """An ISO 8601 duration; months count 30 days, years 365."""
    match = re.fullmatch(
        r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
        r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?",
        text.strip().upper(),
    )
    if not match or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(n or 0) for n in match.groups())
    try:
        return timedelta(
            days=years * 365 + months * 30 + weeks * 7 + days,
            hours=hours,
            minutes=minutes,
            seconds=seconds,
        )
    except OverflowError:
        return None


_Parts = tuple[int, int, int, str]


def _folded(text: str) -> str:
    """One line, ASCII digits, no direction marks."""
    text = text.strip()[:160].translate({0x200E: None, 0x200F: None, 0x2212: "-", 0x60C: ","})
    digits = (str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    return " ".join("".join(digits).split())


def _iso(text: str) -> _Parts | None:
    match = _ISO.match(text)
    return (int(match[1]), int(match[2]), int(match[3]), match[4]) if match else None


def _month_only(text: str) -> _Parts | None:
    match = _MONTH_ONLY.match(text)
    return (int(match[1]), int(match[2] or 1), 1, "") if match else None


def _day_first(text: str) -> _Parts | None:
    match = _DAY_FIRST.match(text)
    month = _month(match[2]) if match else None
    return (_year(match[3]), month, int(match[1]), match[4]) if match and month else None


def _month_first(text: str) -> _Parts | None:
    match = _MONTH_FIRST.match(text)
    month = _month(match[1]) if match else None
    return (int(match[3]), month, int(match[2]), match[4]) if match and month else None


def _asctime(text: str) -> _Parts | None:
    match = _ASCTIME.match(text)
    month = _month(match[1]) if match else None
    return (int(match[4]), month, int(match[2]), match[3]) if match and month else None


def _numbers(text: str) -> _Parts | None:
    """Day, month, year; with slashes only if one of the two can be no month."""
    match = _NUMBERS.match(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    if second > 12:
        first, second = second, first
    return year, second, first, match[5]


_READERS = (_iso, _month_only, _day_first, _asctime, _month_first, _numbers)


def _month(name: str) -> int | None:
    folded = name.casefold().rstrip(".")
    if folded.split()[0] not in _TWO_WORDS:
        folded = folded.split()[0]
    for length in range(len(folded), 1, -1):
        if folded[:length] in _MONTH_NUMBER:
            return _MONTH_NUMBER[folded[:length]]
    return None


def _year(digits: str) -> int:
    """RFC 822 years of two digits: 00 to 68 are this century's, the rest the last one's."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 69 else 1900)


def _moment(parts: _Parts, zone: tzinfo | None) -> Moment | None:
    year, month, day, rest = parts
    clock = _CLOCK.match(rest)
    hour, minute, second, micro = _clock_numbers(clock) if clock else (0, 0, 0, 0)
    written = _zone(rest[clock.end() :]) if clock else _zone(rest)
    try:
        # 24:00 and leap seconds are legal in ISO 8601 but not in Python.
        day_start = datetime(year, month, day, tzinfo=written or zone or UTC)
        local = day_start.replace(hour=hour % 24, minute=minute, second=min(second, 59))
        value = (local + timedelta(days=hour // 24, microseconds=micro)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(value, is_naive=written is None, is_date=clock is None)


def _clock_numbers(clock: re.Match[str]) -> tuple[int, int, int, int]:
    hour = int(clock[1])
    half = (clock[5] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    micro = int((clock[4] or "0").ljust(6, "0")[:6])
    return hour if hour <= 24 else 99, int(clock[2]), int(clock[3] or 0), micro


def _zone(text: str) -> tzinfo | None:
    offset = _OFFSET.match(text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    name = _ZONE_NAME.match(text)
    if name and name[1].casefold() in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name[1].casefold()]))
    return None
