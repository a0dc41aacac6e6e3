"""What comes from outside is refused with a code, a reason and a remedy.

OutsideError
└── XmlRefused
    ├── XmlTooLarge         too_large
    ├── XmlTooDeep          too_deep
    ├── XmlEntities         entity_bomb
    ├── XmlExternalEntity   external_entity
    ├── XmlTruncated        truncated
    └── XmlMalformed        malformed
"""

from typing import ClassVar


class OutsideError(Exception):
    """Something from outside cannot be used; `code` is for machines, the rest for editors."""

    code: ClassVar[str] = "outside"

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


class XmlRefused(OutsideError):  # noqa: N818  # A refusal, whose kinds read on from it.
    """The XML cannot be read, or must not be."""

    code = "malformed"


class XmlTooLarge(XmlRefused):
    """The document is larger than the parser takes."""

    code = "too_large"

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(
            f"The document holds {size:,} characters; at most {limit:,} are read.",
            "Ask the sender for smaller files, or split this one.",
        )


class XmlTooDeep(XmlRefused):
    """Elements are nested deeper than any news file needs."""

    code = "too_deep"

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            f"Elements are nested more than {limit} deep, which no news file needs.",
            "Ask the sender for a sound file.",
        )


class XmlEntities(XmlRefused):
    """The document declares entities that could grow without bound."""

    code = "entity_bomb"

    def __init__(self, *, entity: str) -> None:
        super().__init__(
            f"The document declares the entity “{entity}”, which could grow without bound.",
            "Ask the sender for a file without entity declarations.",
        )


class XmlExternalEntity(XmlRefused):
    """The document asks the reader to fetch something else."""

    code = "external_entity"

    def __init__(self, *, entity: str) -> None:
        super().__init__(
            f"The document asks for an outside resource by the entity “{entity}”.",
            "Nothing was fetched. Ask the sender for a file that stands alone.",
        )


class XmlTruncated(XmlRefused):
    """The document ends in the middle."""

    code = "truncated"

    def __init__(self, *, root: str) -> None:
        super().__init__(
            f"The file ends before its <{root}> is closed, so the end of it is missing.",
            "Fetch the file again, or ask the sender to send it again.",
        )


class XmlMalformed(XmlRefused):
    """Not even a forgiving parser finds a document."""

    code = "malformed"

    def __init__(self, *, detail: str) -> None:
        super().__init__(
            f"The XML cannot be read: {detail}.",
            "Ask the sender for a sound file.",
        )
