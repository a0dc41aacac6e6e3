"""Weighs what a comment says, with the newsroom's word lists and what its decisions taught.

The weight orders and labels the moderators' queue. It decides nothing; a banned word makes a
comment wait for somebody who does.
"""

from dataclasses import dataclass, field

from broadsheet.comments.language import weighing as language_weighing
from broadsheet.comments.learning import classifier_now
from broadsheet.comments.lists import lists_for
from broadsheet.comments.models import Comment, WordKind
from broadsheet.comments.traces import (
    domains_in,
    forget_traces,
    keep_traces,
    likest_to,
    reputation_of,
    said_in,
)


@dataclass(frozen=True)
class Match:
    """Letters `start` to `end` of the text, which may break the clause named by its code."""

    clause_code: str
    start: int
    end: int
    word: str
    kind: str


@dataclass(frozen=True)
class Weighing:
    """`score` is the expected harm from 0 to 1; `weights` the row of the classifier that helped.

    `reasons` are `[code, words, weight]`, the heaviest first; `labels` maps the codes of the
    clauses that moderators are likely to cite to a probability.
    """

    score: float = 0.0
    matches: list[Match] = field(default_factory=list)
    reasons: list[list[object]] = field(default_factory=list)
    labels: dict[str, float] = field(default_factory=dict)
    weights: int | None = None

    @property
    def has_banned_word(self) -> bool:
        return any(match.kind == WordKind.BANNED for match in self.matches)


def weigh(comment: Comment) -> Weighing:
    """Weigh a comment as it stands; its own traces and its author's honest repeats are left out."""
    text = said_in(comment)
    weights, classifier = classifier_now()
    read = language_weighing.weigh(
        text,
        language=comment.language,
        lists=lists_for(comment.edition),
        reputation=reputation_of(domains_in(text), but=comment.pk),
        classifier=classifier,
        likest=likest_to(comment),
    )
    return Weighing(
        read.score,
        [Match(one.clause, one.start, one.end, one.word, one.kind) for one in read.matches],
        [[one.code, one.words, round(one.weight, 4)] for one in read.reasons],
        {clause: round(chance, 4) for clause, chance in (read.labels or {}).items()},
        weights,
    )


def weigh_into(comment: Comment) -> Weighing:
    """Weigh the comment, note on it what was found, and keep its traces; the caller saves it."""
    if comment.reasons is not None:
        forget_traces(comment)
    weighing = weigh(comment)
    keep_traces(comment)
    comment.score = weighing.score
    comment.matches = [[one.clause_code, one.start, one.end, one.word] for one in weighing.matches]
    comment.reasons, comment.labels = weighing.reasons, weighing.labels
    comment.weights = weighing.weights
    return weighing
