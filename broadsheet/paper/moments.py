"""Instants as an edition prints them."""

from datetime import UTC, datetime

from broadsheet.editions.models import Edition
from broadsheet.paper.pieces import Moment


def moment(edition: Edition, at: datetime) -> Moment:
    """`at` in the edition's language and zone, and in GMT, with its date where that differs."""
    style = edition.date_style
    comma = "، " if edition.language.startswith("ar") else ", "
    gmt = style.gmt_time(at)
    if style.day_of(at) != at.astimezone(UTC).date():
        gmt = f"{_gmt_day(edition, at)}{comma}{gmt}"
    clock = style.clock_time(at)
    return Moment(
        iso=at.astimezone(UTC).isoformat(timespec="seconds"),
        edition_text=f"{style.long_date(at)}{comma}{clock}",
        gmt_text=gmt,
        day_text=style.date_time(at).removesuffix(clock).rstrip("،, "),
        time_text=clock,
    )


def _gmt_day(edition: Edition, at: datetime) -> str:
    style = edition.date_style
    in_gmt = type(style)(style.language, "UTC", style.months, style.digits)
    return in_gmt.short_date(at)
