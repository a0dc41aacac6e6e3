"""Every complaint of the paper is one of these.

PaperError
├── NoWordsError          a language that the interface does not speak
├── NotAColourError       a colour that is not #rrggbb
├── NotAColourKeyError    a colour's key that cannot stand in a stylesheet
└── NotAnAddressError     a redirect's target that cannot stand in a page's first line
"""


class PaperError(ValueError):
    """Base of this package's errors."""


class NoWordsError(PaperError):
    """An edition is in a language that the pages' own words were not written in."""

    def __init__(self, language: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"The pages have no words in {language!r}, only in {', '.join(known)}. "
            "Give the edition one of these, or write its words in broadsheet/paper/words.py."
        )


class NotAColourError(PaperError):
    """A colour was not written as # and six hexadecimal digits."""

    def __init__(self, value: str) -> None:
        super().__init__(f"{value!r} is not a colour. Write # and six hexadecimal digits: #8a1c1c.")


class NotAColourKeyError(PaperError):
    """A colour's key holds more than small letters, digits and hyphens."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{key!r} cannot name a colour in the styles. Use small letters, digits and hyphens."
        )


class NotAnAddressError(PaperError):
    """A redirect points at something that is no percent-encoded address."""

    def __init__(self, target: str) -> None:
        super().__init__(
            f"{target!r} is not an address to send readers to. "
            "Begin it with / or https:// and percent-encode everything outside ASCII."
        )
