"""What can be wrong with lists, decisions and stored weights.

LanguageError
├── EmptyWordError          a listed word without a letter
├── UnknownKindError        a listed word that is neither banned, suspect nor allowed
├── NotWeightsError         a file that holds no weights, or those of another version
└── TrainingMissingError    scikit-learn is not installed
"""


class LanguageError(Exception):
    """Base of the errors of reading comments."""


class EmptyWordError(LanguageError):
    """A listed word has no letter to look for."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"{word!r} cannot be listed: it has no letter or digit. "
            "List the word itself; a * at its end stands for any ending."
        )


class UnknownKindError(LanguageError):
    """A listed word is neither banned, suspect nor allowed."""

    def __init__(self, word: str, kind: str) -> None:
        super().__init__(
            f"{word!r} is listed as {kind!r}, which is no kind of listed word. "
            "Give banned, suspect or allowed."
        )


class NotWeightsError(LanguageError):
    """A file holds no weights that this version can use."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"{name} cannot be used: {reason}. Train again from the newsroom's decisions; "
            "until then comments are weighed without the classifier."
        )


class TrainingMissingError(LanguageError):
    """Training was asked for where scikit-learn is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The classifier cannot be trained: scikit-learn is not installed. "
            "Install it with: pip install 'broadsheet[moderation]'. "
            "Machines that only weigh comments do not need it."
        )
