"""What can go wrong with editions.

EditionError
├── UnknownEditionError: no edition has that code or language
├── UnknownSectionError: the edition has no such section
├── SectionInUseError: stories stand in the section, so it cannot go
└── SectionPublishedError: readers know addresses in the section, so its slug stays
"""


class EditionError(Exception):
    """The base of this package's errors."""


class UnknownEditionError(EditionError):
    def __init__(self, wanted: str, known: list[str]) -> None:
        super().__init__(
            f"There is no edition {wanted!r}. "
            f"Choose one of: {', '.join(known) or 'none yet (run: broadsheet init)'}."
        )


class UnknownSectionError(EditionError):
    def __init__(self, wanted: str, edition: str, known: list[str]) -> None:
        super().__init__(
            f"Edition {edition} has no section {wanted!r}. Choose one of: {', '.join(known)}."
        )


class SectionInUseError(EditionError):
    def __init__(self, names: str) -> None:
        super().__init__(
            f"Stories stand in {names}, so it cannot be deleted. "
            "Move them to another section first."
        )


class SectionPublishedError(EditionError):
    def __init__(self, name: str, former: str) -> None:
        super().__init__(
            f"{name} has published stories, and their addresses have to last: keep the slug "
            f"{former!r}. The name may change freely."
        )
