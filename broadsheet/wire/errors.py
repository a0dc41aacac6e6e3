"""A delivery that cannot be read is refused with a code, a plain reason and a remedy.

WireError
├── DeliveryRefused
│   ├── DeliveryEmpty       empty
│   ├── DeliveryTooLarge    too_large
│   ├── TooManyItems        too_many_items
│   ├── FileUnreadable      unreadable_file
│   ├── FormatUnknown       unknown_format
│   ├── FormatNotRead       format_not_read
│   ├── DeliveryTruncated   truncated
│   ├── DeliveryMalformed   malformed, too_deep, entity_bomb, external_entity
│   ├── ReaderFailed        reader_failed
│   ├── NoItems             no_items
│   └── NoNews              no_news
├── NoEdition               no_edition
└── NotLifted               not_lifted
"""


class WireError(Exception):
    """Something about the wire went wrong; `code` is for machines, the rest for editors."""

    code = "wire"

    def __init__(self, reason: str, remedy: str, *, code: str | None = None) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy
        self.code = code or type(self).code


class DeliveryRefused(WireError):  # noqa: N818  # A refusal, whose kinds read on.
    """The delivery is kept, but no item comes out of it."""

    code = "refused"


class DeliveryEmpty(DeliveryRefused):
    """Nothing, or nothing but white space, was delivered."""

    code = "empty"

    def __init__(self) -> None:
        super().__init__("The file is empty.", "Fetch it again; if it stays empty, ask the sender.")


class DeliveryTooLarge(DeliveryRefused):
    """The delivery is larger than any wire file needs to be."""

    code = "too_large"

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(
            f"The file has {size / 2**20:,.0f} MB; at most {limit / 2**20:,.0f} MB are read.",
            "Ask the sender for smaller files; pictures and video belong behind links.",
        )


class TooManyItems(DeliveryRefused):
    """The delivery holds more items than an agency sends in one file."""

    code = "too_many_items"

    def __init__(self, *, count: int, limit: int) -> None:
        super().__init__(
            f"The file holds {count:,} items; at most {limit:,} are read from one file.",
            "Ask the sender for smaller files, or split this one.",
        )


class FileUnreadable(DeliveryRefused):
    """The file itself cannot be opened."""

    code = "unreadable_file"

    def __init__(self, *, detail: str) -> None:
        super().__init__(
            f"The file cannot be opened: {detail}.",
            "Check its name and the right to read it.",
        )


class FormatUnknown(DeliveryRefused):
    """No format that is known begins like this."""

    code = "unknown_format"

    def __init__(self, *, looks_like: str) -> None:
        super().__init__(
            f"This is no wire format that is known: it looks like {looks_like}.",
            "Ask the agency for NewsML-G2, ninjs, RSS, Atom or JSON Feed.",
        )


class FormatNotRead(DeliveryRefused):
    """The format is known by name, but there is no reader for it yet."""

    code = "format_not_read"

    def __init__(self, *, format_name: str) -> None:
        super().__init__(
            f"This is {format_name}, which is recognised but not read yet.",
            "Ask the agency for the same copy as NewsML-G2, ninjs, RSS, Atom or JSON Feed.",
        )


class DeliveryTruncated(DeliveryRefused):
    """The delivery ends in the middle of an item."""

    code = "truncated"

    def __init__(self) -> None:
        super().__init__(
            "The file ends in the middle, so a part of the copy is missing.",
            "Fetch the file again, or ask the sender to send it again.",
        )


class DeliveryMalformed(DeliveryRefused):
    """The delivery breaks the rules of XML or JSON beyond mending."""

    code = "malformed"


class ReaderFailed(DeliveryRefused):
    """The reader itself has a fault that this delivery brought to light."""

    code = "reader_failed"

    def __init__(self, *, fault: BaseException) -> None:
        super().__init__(
            f"Reading stopped at a fault of the reader ({type(fault).__name__}: {fault}).",
            "The file may be sound: report the fault together with the file.",
        )


class NoItems(DeliveryRefused):
    """The format is right, but nothing is in it."""

    code = "no_items"

    def __init__(self, *, format_name: str) -> None:
        super().__init__(
            f"This {format_name} file holds no item with an identifier, a headline or a text.",
            "Nothing to do if the agency had nothing to send; otherwise ask for the file again.",
        )


class NoNews(DeliveryRefused):
    """The file describes terms or codes, not news."""

    code = "no_news"

    def __init__(self, *, kind: str) -> None:
        super().__init__(
            f"The file holds {kind} and no news, event or planning.",
            "Nothing is published from it; take it out of the feed.",
        )


class NoEdition(WireError):  # noqa: N818  # Reads on as its reason.
    """No title of the house is in the item's language; the item is kept and can be lifted later."""

    code = "no_edition"

    def __init__(self, *, language: str | None, editions: list[str]) -> None:
        reason = f"No edition is in the item's language “{language}”."
        if not language:
            reason = "The item does not say its language, so no edition can be chosen for it."
        known = ", ".join(editions) or "none yet (run: broadsheet init)"
        super().__init__(
            f"{reason} The item is kept.", f"Name the edition with --edition: {known}."
        )


class NotLifted(WireError):  # noqa: N818  # Reads on as its reason.
    """The item is kept, but no story could be made or published of it."""

    code = "not_lifted"

    def __init__(self, *, cause: Exception) -> None:
        super().__init__(
            f"No story came of it: {cause}".rstrip(". ") + ".",
            "The item is kept: put right what the reason names, and take the file again.",
        )
