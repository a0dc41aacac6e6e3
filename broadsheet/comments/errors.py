"""What can go wrong with comments.

CommentsError
├── ReaderError: a reader's words cannot be taken; `code` names the sentence that readers get
│   ├── FieldsError: by field, what is missing or too long
│   └── RefusedError: closed, too many, forged or used check
│       └── BannedError: the author may not write; `note` says until when, and what can be done
├── ClaimedError: another moderator is at it
├── ChangedError: the comment is no longer what the moderator saw
├── WrongStateError: the act does not fit the comment's state
├── OtherStoryError: a correction of another story
├── OwnDecisionError: an appeal may not be judged by whoever decided
├── UndoTooLateError: ten seconds are over, or somebody else decided since
├── NotSaidError: words were to be quoted that the comment does not say
├── NobodyKnownError: whoever wrote a comment cannot be told from others any more
├── UnknownClauseError: no clause has that name or number
├── ClauseTextError: a clause does not say what it must in both languages
├── UnknownWordError: no listed word has that number
├── UnreadableImportError: a file of another system cannot be read
├── WordListedError: the word is in the lists already
└── UnknownCommentError: no comment has that id
"""

from collections.abc import Iterable, Mapping


class CommentsError(Exception):
    """The base of this package's errors."""


class ReaderError(CommentsError):
    """A reader's words cannot be taken; `code` names the sentence in `words.py` that says why.

    `note` is what else the reader should know, in words.
    """

    note = ""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"A reader was told: {code}.")


class FieldsError(ReaderError):
    """What is wrong, by field; each value is the code of a sentence."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("look_again")


class RefusedError(ReaderError):
    """The conversation, the writer or the security check does not let the comment in."""


class BannedError(RefusedError):
    """The author may not write; `note` says until when, under which clause, and how to contest."""

    def __init__(self, note: str) -> None:
        super().__init__("banned")
        self.note = note


class ClaimedError(CommentsError):
    """Another moderator is at the comment."""

    def __init__(self, comment_id: str, other: object) -> None:
        super().__init__(
            f"{other} is judging comment {comment_id} now. Take the next one, or wait five minutes."
        )


class ChangedError(CommentsError):
    """The comment is no longer what the moderator saw."""

    def __init__(self, comment_id: str) -> None:
        super().__init__(
            f"Comment {comment_id} has changed since you opened it. Look at it again, then decide."
        )


class WrongStateError(CommentsError):
    """The act does not fit the comment's state."""

    def __init__(self, comment_id: str, state: str, act: str) -> None:
        super().__init__(
            f"Comment {comment_id} is {state}, so nobody can {act} it. "
            "Look at its history for what happened."
        )


class OtherStoryError(CommentsError, ValueError):
    """A comment is credited for a correction of the story that it stands under, and no other."""

    def __init__(self, comment_id: str, correction: int) -> None:
        super().__init__(
            f"Correction {correction} is not one of the story under which comment {comment_id} "
            "stands. Choose a correction of that story."
        )


class OwnDecisionError(CommentsError):
    """An appeal may not be judged by whoever decided."""

    def __init__(self, comment_id: str) -> None:
        super().__init__(
            f"You decided about {comment_id} yourself. Leave the appeal to another moderator."
        )


class UndoTooLateError(CommentsError):
    """Ten seconds are over, or the last decision is somebody else's."""

    def __init__(self, comment_id: str) -> None:
        super().__init__(
            f"The decision on comment {comment_id} can no longer be undone: only your own, and "
            "only for ten seconds. Decide anew instead."
        )


class NotSaidError(CommentsError, ValueError):
    """Words were to be quoted that the comment does not say."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(f"The comment does not say {words!r}; quote its own words.")


class NobodyKnownError(CommentsError, ValueError):
    """Whoever wrote a comment cannot be told from others any more."""

    def __init__(self, comment_id: str) -> None:
        super().__init__(
            f"Nobody knows any more who wrote comment {comment_id}, so nobody can be banned."
        )


class UnknownClauseError(CommentsError):
    """No clause has that name or number."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"The terms have no clause {name!r}. Choose one of: {', '.join(known)}.")


class ClauseTextError(CommentsError):
    """A clause does not say what it must in both languages."""

    def __init__(self, language: str) -> None:
        super().__init__(
            f"The clause has no text or no example in {language!r}. "
            "Write both in English and Arabic."
        )


class UnknownCommentError(CommentsError):
    """No comment has that id."""

    def __init__(self, comment_id: str) -> None:
        super().__init__(
            f"There is no comment {comment_id!r}. `broadsheet comments list` shows those there are."
        )


class UnknownWordError(CommentsError):
    """No listed word has that number."""

    def __init__(self, word_id: int) -> None:
        super().__init__(
            f"No word of the lists has the number {word_id}. "
            "`broadsheet comments words list` shows those there are."
        )


class WordListedError(CommentsError):
    """The word is in the lists already."""

    def __init__(self, word: str, kind: str) -> None:
        super().__init__(
            f"{word!r} is listed already, as {kind}. Withdraw it first to list it otherwise."
        )


class UnreadableImportError(CommentsError):
    """A file of another system cannot be read, or not further."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"{name} cannot be read on: {reason}. What was read before it is in; mend the file and "
            "import it again, which goes on where it stopped."
        )
