"""What the live pages are drawn from; `paper` registers how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from broadsheet.comments.models import Comment, Report
from broadsheet.comments.proofs import Question
from broadsheet.editions.models import Edition
from broadsheet.stories.models import Placement


@dataclass(frozen=True)
class FormPage:
    """The form on a page of its own; with a question it takes the place of the proof of work."""

    placement: Placement
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    note: str = ""
    question: Question | None = None
    answers: Comment | None = None
    flooded: bool = False


@dataclass(frozen=True)
class ReceiptPage:
    """A comment for whoever has its address; `done` names what was just done."""

    comment: Comment
    placement: Placement
    token: str
    done: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True)
class ReportPage:
    comment: Comment
    placement: Placement
    question: Question
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True)
class NoticePage:
    report: Report


@dataclass(frozen=True)
class AskPage:
    """A few words by their codes, and buttons as pairs of name and code."""

    edition: Edition
    heading: str
    text: str
    action: str = ""
    buttons: Sequence[tuple[str, str]] = ()
    back: Placement | None = None
