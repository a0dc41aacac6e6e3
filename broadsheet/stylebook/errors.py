"""Every complaint of the stylebook is a ``ValueError`` under one base.

StylebookError
├── NaiveTimeError          a date and time without its time zone
├── IdOutOfRangeError       a time that an id cannot hold
├── NotAnIdError            a text that is no id
├── UnknownStyleError       a month style, digit style or time zone nobody knows
└── NotALanguageTagError    a text that is no BCP 47 language tag
"""

from datetime import datetime


class StylebookError(ValueError):
    """Base of this package's errors."""


class NaiveTimeError(StylebookError):
    """A date and time came without its time zone."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"{at.isoformat(sep=' ')} has no time zone, so nobody can say when it is. "
            "Give it one: at.replace(tzinfo=UTC), or django.utils.timezone.make_aware(at)."
        )


class IdOutOfRangeError(StylebookError):
    """An id was asked for a time before 2020 or after 2159."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"No id can be minted for {at.isoformat(sep=' ')}: ids hold the years 2020 to 2159. "
            "For an older story leave the time out; its id then tells when it was brought in."
        )


class NotAnIdError(StylebookError):
    """A text was read as an id and is none."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not an id: an id is ten characters of 0-9 and a-z without i, l, o and u. "
            "Ask is_minted() first where the text comes from outside."
        )


class UnknownStyleError(StylebookError):
    """A setting of a date style names something that does not exist."""

    def __init__(self, what: str, given: str, hint: str) -> None:
        super().__init__(f"There is no {what} {given!r}. {hint}")


class NotALanguageTagError(StylebookError):
    """A text was read as a language tag and is none."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not a language tag. Write it as in BCP 47: ar, en-GB, ar-EG, az-Arab-IR."
        )


def require_aware(at: datetime) -> None:
    """Refuse a time that does not say where it holds."""
    if at.utcoffset() is None:
        raise NaiveTimeError(at)
