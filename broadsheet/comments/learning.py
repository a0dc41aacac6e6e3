"""The classifier learns from what moderators decided, once a day or when told, and is kept as rows.

A row holds numbers as JSON and their digest; nothing that is read from it can run. Without
scikit-learn (the extra `moderation`) nothing is trained and comments are weighed without it.
"""

import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec

from django.db import transaction
from django.db.models import OuterRef, Subquery

from broadsheet.comments.language.classifier import Classifier, from_text, to_text
from broadsheet.comments.language.errors import NotWeightsError
from broadsheet.comments.language.training import MOST_EXAMPLES, Decision, train
from broadsheet.comments.models import Answer, Comment, State, Weights
from broadsheet.comments.models import Decision as Line
from broadsheet.comments.traces import said_in
from broadsheet.people.actions import record
from broadsheet.people.models import User

EVERY = timedelta(days=1)
NEW_DECISIONS = 20  # With fewer since the last training there is nothing to learn.
KEPT = 5
logger = logging.getLogger(__name__)


def classifier_now() -> tuple[int | None, Classifier]:
    """The row that weighs, and the classifier in it; an empty one where there is none to use."""
    newest = Weights.objects.values_list("pk", "digest").first()
    if newest is None:
        return None, Classifier()
    classifier = _opened(*newest)
    return (newest[0] if classifier.models else None), classifier


@lru_cache(maxsize=2)
def _opened(weights_id: int, digest: str) -> Classifier:
    text = Weights.objects.values_list("text", flat=True).get(pk=weights_id)
    name = f"Row {weights_id} of the weights"
    try:
        if _digest(text) == digest:
            return from_text(text, name)
        broken = NotWeightsError(name, "it is not what was written")
    except NotWeightsError as error:
        broken = error
    logger.error("%s", broken)
    return Classifier()


def decisions_to_learn() -> Iterator[Decision]:
    """What moderators decided about readers' comments, newest first; appeals have been heard.

    A comment that appeared and was never read teaches nothing, and neither does a contested one.
    """
    clause = Line.objects.filter(comment_id=OuterRef("pk"), clause__isnull=False).order_by("-pk")
    judged = Comment.objects.filter(
        state__in=[State.APPROVED, State.REJECTED], to_review=False, by=None,
        decided_at__isnull=False,
    )  # fmt: skip
    judged = judged.exclude(appeals__answer=Answer.OPEN)
    rows = judged.annotate(cited=Subquery(clause.values("clause__clause__code")[:1]))
    for comment in rows.order_by("-decided_at")[: 2 * MOST_EXAMPLES].iterator(chunk_size=2_000):
        cited = comment.cited if comment.state == State.REJECTED else None
        if comment.state == State.APPROVED or cited:
            yield Decision(said_in(comment), comment.language, cited)


def train_classifier(*, by: User | None = None) -> Weights | None:
    """Learn from the decisions and weigh with the outcome from now on; None with too few of them.

    Raises TrainingMissingError without scikit-learn.
    """
    decisions = list(decisions_to_learn())
    classifier = train(decisions)
    if not classifier.models:
        return None
    text = to_text(classifier)
    with transaction.atomic():
        row = Weights.objects.create(
            by=by, examples=len(decisions), contents=_contents(classifier), digest=_digest(text),
            text=text,
        )  # fmt: skip
        old = Weights.objects.values_list("pk", flat=True)[KEPT:]
        Weights.objects.filter(pk__in=list(old)).delete()
        record(by=by, act="comments.classifier.train", obj=f"weights:{row.pk}",
               examples=row.examples)  # fmt: skip
    return row


def is_training_due(at: datetime) -> bool:
    """Whether a day has passed and enough was decided since; never without scikit-learn."""
    if find_spec("sklearn") is None:
        return False
    newest = Weights.objects.values_list("at", flat=True).first()
    if newest is not None and newest > at - EVERY:
        return False
    since = {} if newest is None else {"decided_at__gt": newest}
    judged = Comment.objects.filter(decided_at__isnull=False, by=None, **since)
    return judged[:NEW_DECISIONS].count() == NEW_DECISIONS


def _contents(classifier: Classifier) -> list[dict[str, object]]:
    return [
        {
            "language": model.language,
            "clause": model.clause,
            "examples": model.checked.examples,
            "rejected": model.checked.rejected,
            "precision": round(model.checked.precision, 3),
            "recall": round(model.checked.recall, 3),
            "calibration_error": round(model.checked.error, 3),
        }
        for model in classifier.models
    ]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
