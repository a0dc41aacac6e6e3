"""A date reads as an edition's own readers write it: names, order, digits and time zone.

The month names of Cairo are not those of Beirut, and locale data is no guide to the digits that
a country's newspapers print; both are settings of an edition. English dates have the British
order. A language without names here gets the English ones.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.stylebook.errors import UnknownStyleError, require_aware
from broadsheet.stylebook.languages import is_arabic
from broadsheet.stylebook.month_names import (
    ARABIC_MONTHS,
    ARABIC_WEEKDAYS,
    ENGLISH,
    FRENCH,
    GERMAN,
    Names,
)

# (stored value, label), as a form's choice field wants them.
MONTH_STYLES: Final = (
    ("gregorian", "يناير, فبراير … (Egypt, Gulf, Sudan, Libya)"),
    ("levantine", "كانون الثاني, شباط … (Iraq, Jordan, Lebanon, Palestine, Syria)"),
    ("maghrebi_tn", "جانفي, فيفري … (Algeria, Tunisia)"),
    ("moroccan", "يناير … يوليوز, غشت … (Morocco)"),
    ("dual", "يناير / كانون الثاني … (readers in many countries)"),
)
DIGIT_STYLES: Final = (
    ("latn", "0123456789"),
    ("arab", "٠١٢٣٤٥٦٧٨٩"),
)

_NAMES: Final = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN}
_EASTERN: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# What stands between a weekday and its date, and after the number of the day.
_AFTER_WEEKDAY: Final = {"ar": "، ", "fr": " "}
_AFTER_DAY: Final = {"de": "."}
# A narrow no-break space in French.
_THOUSANDS: Final = {"fr": "\u202f", "de": "."}


def _names(language: str, months: str) -> Names:
    if language == "ar":
        return Names(ARABIC_MONTHS[months], ARABIC_MONTHS[months], ARABIC_WEEKDAYS)
    return _NAMES.get(language, ENGLISH)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        hint = "Use a name from the IANA list, such as Africa/Cairo or Europe/London."
        raise UnknownStyleError("time zone", name, hint) from error


def _require(what: str, given: str, choices: tuple[tuple[str, str], ...]) -> None:
    known = [value for value, _ in choices]
    if given not in known:
        raise UnknownStyleError(what, given, f"Choose one of: {', '.join(known)}.")


@dataclass(frozen=True)
class DateStyle:
    """One edition's way to print dates, times and numbers.

    ``language`` is a BCP 47 tag, ``time_zone`` an IANA name, ``months`` a value of
    ``MONTH_STYLES`` (it matters in Arabic only) and ``digits`` one of ``DIGIT_STYLES``; an
    unknown one raises ``UnknownStyleError``. Every ``at`` is aware and is shown in the edition's
    time zone, except by ``gmt_time``; a naive one raises ``NaiveTimeError``.
    """

    language: str
    time_zone: str
    months: str = "gregorian"
    digits: str = "latn"

    def __post_init__(self) -> None:
        _require("month style", self.months, MONTH_STYLES)
        _require("digit style", self.digits, DIGIT_STYLES)
        _zone(self.time_zone)

    def long_date(self, at: datetime) -> str:
        """Print ``Tuesday, 24 November 2026``."""
        local = self._local(at)
        weekday = self._words.weekdays[local.weekday()]
        between = _AFTER_WEEKDAY.get(self._key, ", ")
        return f"{weekday}{between}{self._day(local, self._words.months)}"

    def short_date(self, at: datetime) -> str:
        """Print ``24 Nov 2026``; Arabic has no short forms and prints the full month."""
        return self._day(self._local(at), self._words.short)

    def date_time(self, at: datetime) -> str:
        """Print ``24 November 2026, 09:07``."""
        day = self._day(self._local(at), self._words.months)
        comma = "،" if self._key == "ar" else ","
        return f"{day}{comma} {self.clock_time(at)}"

    def clock_time(self, at: datetime) -> str:
        """Print ``09:07``, by the 24-hour clock."""
        return self._digits(self._local(at).strftime("%H:%M"))

    def gmt_time(self, at: datetime) -> str:
        """Print ``09:07 GMT``, whatever the edition's time zone."""
        require_aware(at)
        label = "بتوقيت غرينتش" if self._key == "ar" else "GMT"
        return f"{self._digits(at.astimezone(UTC).strftime('%H:%M'))} {label}"

    def month_and_year(self, year: int, month: int) -> str:
        """Print ``November 2026``; months count from 1."""
        return f"{self._words.months[month - 1]} {self._digits(str(year))}"

    def day_of(self, at: datetime) -> date:
        """Tell which day it was for the edition's readers."""
        return self._local(at).date()

    def number(self, n: int) -> str:
        """Print a whole number with its thousands apart: ``1,234,567``."""
        eastern = self.digits == "arab"
        comma = "٬" if eastern else _THOUSANDS.get(self._key, ",")
        return self._digits(f"{n:,}".replace(",", comma))

    @property
    def _key(self) -> str:
        if is_arabic(self.language):
            return "ar"
        return self.language.lower().replace("_", "-").split("-", maxsplit=1)[0]

    @property
    def _words(self) -> Names:
        return _names(self._key, self.months)

    def _local(self, at: datetime) -> datetime:
        require_aware(at)
        return at.astimezone(_zone(self.time_zone))

    def _digits(self, text: str) -> str:
        return text.translate(_EASTERN) if self.digits == "arab" else text

    def _day(self, local: datetime, months: tuple[str, ...]) -> str:
        day = f"{local.day}{_AFTER_DAY.get(self._key, '')}"
        if self._key == "fr" and local.day == 1:
            day = "1er"
        return self._digits(f"{day} {months[local.month - 1]} {local.year}")
