"""What can go wrong with copy.

StoryError
├── NotReadyError: the story lacks something that publishing needs, by field
├── EmbargoedError: the agency's embargo has not ended
├── BadTimeError: a time at which the clock cannot do what it is asked
├── NotWaitingError: what was to be changed in the schedule is done, failed or called off
├── AlreadyKilledError: a killed story cannot be published, corrected or placed
├── NotPublishedError: the act needs a published story
├── EditedMeanwhileError: somebody saved a newer revision than the one that was open
├── LockedError: somebody else locked the story against editing
├── PictureInUseError: a picture that stories show was to be deleted
└── SideDoorError: Wagtail's own publishing was called instead of the action
"""

from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied


class StoryError(Exception):
    """The base of this package's errors."""


class NotReadyError(StoryError):
    """`faults` maps a field's name to what is wrong with it, for the form that shows it."""

    def __init__(self, story: str, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(f"Story {story} cannot be published yet: {' '.join(faults.values())}")


class EmbargoedError(StoryError):
    def __init__(self, story: str, until: datetime) -> None:
        self.until = until
        super().__init__(
            f"Story {story} is under embargo until {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC. "
            "Publish it then; the agency alone can let it go earlier."
        )


class BadTimeError(StoryError):
    """`reason` is `past`, `no_embargo` or `order` (taken back before it is published)."""

    def __init__(self, story: str, reason: str) -> None:
        self.reason = reason
        why = {
            "past": "that time is over; name a later one, or do it now",
            "no_embargo": "it is under no embargo; name a time instead",
            "order": "it would be taken back before it is published; name a later time for that",
        }
        super().__init__(f"Story {story} cannot be scheduled: {why[reason]}.")


class NotWaitingError(StoryError):
    def __init__(self, story: str, state: str) -> None:
        super().__init__(
            f"What was due for story {story} is {state} by now. Look at the schedule again."
        )


class AlreadyKilledError(StoryError):
    def __init__(self, story: str) -> None:
        super().__init__(
            f"Story {story} was killed; it cannot come back. File a new story instead."
        )


class NotPublishedError(StoryError):
    def __init__(self, story: str, act: str) -> None:
        super().__init__(
            f"Story {story} is not published, so it cannot be {act}. Publish it first."
        )


class EditedMeanwhileError(StoryError):
    def __init__(self, story: str, who: str) -> None:
        self.who = who
        super().__init__(
            f"{who} saved story {story} after you had opened it. "
            "Open it again, compare, and put your changes into the newer text."
        )


class LockedError(StoryError):
    def __init__(self, story: str, who: str) -> None:
        self.who = who
        super().__init__(
            f"{who} has locked story {story}. Ask {who}, or an editor, to unlock it first."
        )


class SideDoorError(StoryError):
    def __init__(self, story: str, action: str) -> None:
        super().__init__(
            f"Story {story} was to be changed past its edition and the press. "
            f"Call broadsheet.stories.actions.{action} instead."
        )


class PictureInUseError(StoryError, PermissionDenied):
    def __init__(self, picture: str, stories: list[str]) -> None:
        self.stories = stories
        super().__init__(
            f"Picture {picture} stands in {', '.join(stories)}. Take it out of them first."
        )
