"""What the templates of comments are given: a conversation, its form, and the live pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.comments.texts import Span
from broadsheet.paper.pieces import Frame, Head, Link, Moment

Paragraphs = tuple[tuple[tuple[Span, ...], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePiece:
    """A clause of the terms; `key` is its anchor on the page of terms."""

    key: str
    number: str
    code: str
    text: str
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPiece:
    """A comment as readers get it: plain text, cut into spans that the template escapes."""

    key: str
    name: str
    title: str
    paragraphs: Paragraphs
    posted: Moment
    url: str
    reply_url: str
    report_url: str
    recommend_url: str
    answers: Link | None = None
    thread: Link | None = None
    recommendations: str = ""
    is_featured: bool = False
    is_from_newsroom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLink:
    text: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentForm:
    """The form; on a pressed page it holds nothing of any visitor.

    `question` and `token` belong to the live page that stands in for the proof of work.
    """

    action: str
    challenge_url: str
    script_url: str
    worker_url: str
    terms: tuple[ClausePiece, ...]
    terms_url: str
    longest: Mapping[str, int]
    most_text: str
    digits: str
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    answers: str = ""
    answers_name: str = ""
    question: str = ""
    token: str = ""
    submit: str = ""
    with_mail: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationPiece:
    """The comments that one page shows, and how to write one; `form` is None when it is closed."""

    count_text: str
    url: str
    notice: str
    comments: tuple[CommentPiece, ...] = ()
    featured: tuple[CommentPiece, ...] = ()
    orders: tuple[OrderLink, ...] = ()
    earlier: Link | None = None
    later: Link | None = None
    position: str = ""
    form: CommentForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsSheet:
    """comments.html: one page of a story's comments, in one order, or one thread."""

    frame: Frame
    head: Head
    headline: str
    story_url: str
    heading: str
    conversation: ConversationPiece


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsSheet:
    """comment-terms.html: the clauses with their examples."""

    frame: Frame
    head: Head
    clauses: tuple[ClausePiece, ...]
    written: Moment | None = None
    figures_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresSheet:
    """comment-figures.html: how comments were judged lately, as pairs of name and value."""

    frame: Frame
    head: Head
    intro: str
    figures: tuple[tuple[str, str], ...]
    terms_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """comment-form.html: the form on a page of its own, to answer a comment or a question."""

    frame: Frame
    head: Head
    headline: str
    story_url: str
    heading: str
    message: str
    form: CommentForm
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BanPiece:
    """What a banned author reads on the receipt of the comment that it came from."""

    text: str
    term: str
    clause: str
    reason: str
    contested: str
    may_contest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSheet:
    """comment-receipt.html: how a comment stands, for whoever has its address."""

    frame: Frame
    head: Head
    headline: str
    story_url: str
    comment: CommentPiece | None
    state: str
    state_text: str
    wait: str = ""
    message: str = ""
    clause: ClausePiece | None = None
    quoted: tuple[str, ...] = ()
    reason: str = ""
    appeal_text: str = ""
    may_appeal: bool = False
    action: str = ""
    ban: BanPiece | None = None
    form: CommentForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSheet:
    """comment-ask.html: a few words and what may be answered to them by a button."""

    frame: Frame
    head: Head
    heading: str
    text: str
    action: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    back: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSheet:
    """comment-report.html: the form that reports a comment."""

    frame: Frame
    head: Head
    comment: CommentPiece
    action: str
    clauses: tuple[ClausePiece, ...]
    question: str
    token: str
    message: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


CommentSheet = (
    CommentsSheet | TermsSheet | FiguresSheet | FormSheet | ReceiptSheet | AskSheet | ReportSheet
)
