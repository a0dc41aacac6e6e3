"""What can go wrong at the press.

PressError
├── UnknownKindError: a key names a kind of page that no package registered
├── MarkOutsideTransactionError: a change was recorded outside the transaction that makes it
├── NoLivePageError: no package draws a live page of that name
├── NoPreviewError: no package registered how a story is previewed
├── PathRefusedError: a path would leave the public folder
├── LeaseLostError: another worker has taken over what this one was pressing
├── HeldBackError: a page would lose something by a design that is not in force
├── DesignRefusedError: every page was to be pressed with a design that was refused
├── NoTrialError: there is no refused design to accept
├── NeverKilledError: a receipt was asked for of what was never killed
├── HistoryError
│   ├── UnknownTitleError: no page belongs to the edition that was named
│   ├── UnreadableTimeError: a time was named that is none
│   ├── TimeAheadError: the past was asked for, and a time ahead was named
│   ├── TooFarBackError: the history does not reach back that far
│   ├── NotPinnedError: an edition was to go forward that was never set back
│   ├── NeverThereError: readers got nothing at the path at that time
│   ├── KilledSinceError: what they got shows what has been killed since
│   └── NoLongerKeptError: what they got is no longer kept
├── StorageMissingError: the site is to stand in a bucket, whose client is not installed
├── PurgeRefusedError: a cache does not forget an address as asked
│   └── TargetUnreachableError: a cache does not answer, or not for anything
└── PlaceRefusedError: pages cannot be written where the site stands; they stay stale
    ├── FolderRefusedError: the public folder cannot be written
    └── StorageRefusedError: the bucket cannot be written or read
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from broadsheet.press.comparing import Fault


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


class NoLivePageError(PressError):
    """No package draws a live page of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No package draws the live page {name!r}. Register one with register_live()."
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


class LeaseLostError(PressError):
    def __init__(self, lease: str) -> None:
        super().__init__(
            f"Lease {lease} ran out and another worker took its pages over, so nothing more is "
            "written under it. Nothing has to be done; if it happens often, the disk is too slow."
        )


class StorageMissingError(PressError):
    def __init__(self) -> None:
        super().__init__(
            "SITE_STORAGE names a bucket, and the library that speaks to it is not installed: "
            "run pip install 'broadsheet[storage]', or make install-storage in a checkout."
        )


class PlaceRefusedError(PressError):
    """The base of what a writer raises; the machine keeps the page stale and tries it again."""


class FolderRefusedError(PlaceRefusedError):
    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(
            f"The public folder {folder} cannot be written: {reason}. "
            "Free space or mend its permissions; pressing goes on by itself afterwards."
        )


class StorageRefusedError(PlaceRefusedError):
    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"The storage {place} cannot be used: {reason}. "
            "Look at STORAGE_ENDPOINT, the keys and the bucket's rules; pressing goes on by "
            "itself once it answers."
        )


class PurgeRefusedError(PressError):
    def __init__(self, target: str, reason: str) -> None:
        super().__init__(
            f"The cache {target} does not purge ({reason}). Look at its PURGE_ settings and at its "
            "own rules for who may purge; the purge stays in the ledger and is tried again."
        )


class TargetUnreachableError(PurgeRefusedError):
    """Whatever else waits for this target would fare alike, so it rests a while."""


class NeverKilledError(PressError):
    def __init__(self, subject: str) -> None:
        super().__init__(
            f"{subject} was never killed, so it has no receipt. Give the id of a killed story, or "
            "the tag of a killed picture, such as picture:12."
        )


class HeldBackError(PressError):
    """Kept in the ledger as the reason why a page waits."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        said = "; ".join(f"{fault.kind}: {fault.detail}" for fault in faults)
        super().__init__(
            f"Held back, since the new design would harm this page ({said}). "
            "See 'broadsheet press shadow', then mend the design, undo it, or accept it."
        )


class DesignRefusedError(PressError):
    def __init__(self, reasons: Iterable[str]) -> None:
        super().__init__(
            f"The new design was refused: {'; '.join(reasons)}. See 'broadsheet press shadow', "
            "then mend the design, undo it, or accept it: 'broadsheet press shadow --accept'."
        )


class NoTrialError(PressError):
    def __init__(self) -> None:
        super().__init__(
            "No design waits to be accepted: the public pages are made with the one in force. "
            "'broadsheet press run --all' presses all of them anew."
        )


class HistoryError(PressError):
    """The base of what the time machine refuses."""


class UnknownTitleError(HistoryError):
    def __init__(self, edition: str, known: Iterable[str]) -> None:
        super().__init__(
            f"No page of the readers' site belongs to an edition {edition!r}. "
            f"The editions are {', '.join(known) or 'none yet'}."
        )


class UnreadableTimeError(HistoryError):
    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is no time. Write it like 2026-11-25T14:30, which is UTC, or with its own "
            "offset: 2026-11-25T16:30+02:00."
        )


class TimeAheadError(HistoryError):
    def __init__(self, time: datetime) -> None:
        super().__init__(f"{_utc(time)} is still to come. Name a time that has passed.")


class TooFarBackError(HistoryError):
    def __init__(self, time: datetime, since: datetime | None) -> None:
        if since is None:
            super().__init__(
                "No history is kept. Set BROADSHEET_HISTORY_DAYS to the number of days it is to "
                "reach back, and restart; it begins with the next start."
            )
            return
        super().__init__(
            f"The history reaches back to {_utc(since)}, not to {_utc(time)}. Name a later time; "
            "BROADSHEET_HISTORY_DAYS says for how long former pages are kept from now on."
        )


class NotPinnedError(HistoryError):
    def __init__(self, edition: str) -> None:
        super().__init__(
            f"Edition {edition} is not set back: its readers get the present. "
            "'broadsheet press status' names the editions that are."
        )


class NeverThereError(HistoryError):
    def __init__(self, path: str, time: datetime) -> None:
        super().__init__(
            f"Readers got nothing at {path} at {_utc(time)}. "
            f"'broadsheet press history {path}' lists when they got what."
        )


class KilledSinceError(HistoryError):
    def __init__(self, path: str, time: datetime) -> None:
        super().__init__(
            f"What readers got at {path} at {_utc(time)} showed what has been killed since, so it "
            "is given to nobody. 'broadsheet press receipt' says what became of a kill."
        )


class NoLongerKeptError(HistoryError):
    def __init__(self, path: str, time: datetime) -> None:
        super().__init__(
            f"The bytes that readers got at {path} at {_utc(time)} are no longer kept. Name a time "
            f"for which 'broadsheet press history {path}' has them."
        )


def _utc(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
