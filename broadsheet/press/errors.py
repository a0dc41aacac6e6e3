"""What can go wrong at the press.

PressError
├── UnknownKindError: a key names a kind of page that no package registered
├── MarkOutsideTransactionError: a change was recorded outside the transaction that makes it
├── NoPreviewError: no package registered how a story is previewed
├── PathRefusedError: a path would leave the public folder
└── FolderRefusedError: the public folder cannot be written
"""


class PressError(Exception):
    """The base of this package's errors."""


class UnknownKindError(PressError):
    def __init__(self, key: str) -> None:
        super().__init__(
            f"No package registered the kind of page that key {key!r} names. "
            "Register it in the package's pages.py, or delete the output if the kind is gone."
        )


class MarkOutsideTransactionError(PressError):
    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__(
            f"The change of {', '.join(tags)} was recorded outside a transaction, so a crash could "
            "part it from the change itself. Call press.mark inside transaction.atomic()."
        )


class NoPreviewError(PressError):
    def __init__(self) -> None:
        super().__init__(
            "No package registered how a story is previewed. "
            "Call press.registry.register_preview in the pages.py of the package that builds it."
        )


class PathRefusedError(PressError):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"The path {path!r} does not stay inside the public folder. "
            "Paths are relative, without '..', and have no empty or hidden part."
        )


class FolderRefusedError(PressError):
    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(
            f"The public folder {folder} cannot be written: {reason}. "
            "Free space or mend its permissions; pressing goes on by itself afterwards."
        )
