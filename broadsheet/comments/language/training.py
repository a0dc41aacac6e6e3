"""The classifier learns from decisions: a text, its language, and the clause cited or none.

Only here is scikit-learn needed (``pip install 'broadsheet[moderation]'``). The same decisions
in the same order give the same weights. With too few decisions of a clause there is no model for
it, so a new newsroom hears nothing rather than guesses. Leave decisions that an appeal overturned
out, or pass what the appeal decided.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from broadsheet.comments.language.classifier import (
    PLACES,
    Classifier,
    ClauseModel,
    CrossChecked,
    base_language,
    features,
)
from broadsheet.comments.language.errors import TrainingMissingError

try:
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
except ImportError:  # The extra is not installed; `train` says so.
    np = None  # type: ignore[assignment]

# Below either of these a clause gets no model.
LEAST_REJECTED: Final = 30
LEAST_EXAMPLES: Final = 150
# The newest decisions that are learned from: language moves on, and memory is bounded.
MOST_EXAMPLES: Final = 50_000
_FOLDS: Final = 5
_SEED: Final = 20261125


@dataclass(frozen=True, slots=True)
class Decision:
    """What a moderator decided: ``clause`` is the one cited, ``None`` for an approved comment."""

    text: str
    language: str
    clause: str | None


def train(decisions: Iterable[Decision]) -> Classifier:
    """Learn a model for every language and clause with decisions enough.

    ``decisions`` come newest first. Raises ``TrainingMissingError`` without scikit-learn.
    """
    if np is None:
        raise TrainingMissingError
    by_language: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        told = by_language[base_language(decision.language)]
        if len(told) < MOST_EXAMPLES:
            told.append(decision)
    models: list[ClauseModel] = []
    for language, told in sorted(by_language.items()):
        models += _of_language(language, told)
    return Classifier(tuple(models))


def _of_language(language: str, told: Sequence[Decision]) -> list[ClauseModel]:
    clauses = sorted({decision.clause for decision in told if decision.clause})
    wanted = [clause for clause in clauses if _is_enough(clause, told)]
    if not wanted:
        return []
    matrix = _matrix([decision.text for decision in told])
    return [
        _fit(language, clause, matrix, np.array([one.clause == clause for one in told], dtype=int))
        for clause in wanted
    ]


def _is_enough(clause: str, told: Sequence[Decision]) -> bool:
    rejected = sum(decision.clause == clause for decision in told)
    others = len(told) - rejected
    return rejected >= LEAST_REJECTED <= others and len(told) >= LEAST_EXAMPLES


def _matrix(texts: Sequence[str]) -> Any:
    values, columns, ends = array("f"), array("i"), array("q", [0])
    for text in texts:
        found = sorted(features(text).items())
        columns.extend(place for place, _value in found)
        values.extend(value for _place, value in found)
        ends.append(len(columns))
    shape = (len(texts), PLACES)
    return csr_matrix((np.array(values), np.array(columns), np.array(ends)), shape=shape)


def _model() -> Any:
    return LogisticRegression(
        C=10.0, class_weight="balanced", max_iter=200, solver="liblinear", random_state=_SEED
    )


def _fit(language: str, clause: str, matrix: Any, cited: Any) -> ClauseModel:
    """Fit the weights, and a probability to their sums on decisions held back (Platt, 1999)."""
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    held_back = cross_val_predict(_model(), matrix, cited, cv=folds, method="decision_function")
    sums = held_back.reshape(-1, 1)
    scaled = LogisticRegression(C=1e3, random_state=_SEED)
    # Probabilities are judged by folds of their own, so that they too meet unseen decisions.
    chances = cross_val_predict(scaled, sums, cited, cv=folds, method="predict_proba")[:, 1]
    scaled.fit(sums, cited)
    fitted = _model().fit(matrix, cited)
    return ClauseModel(
        language=language,
        clause=clause,
        weights=array("f", fitted.coef_[0].astype("float32").tolist()),
        bias=float(fitted.intercept_[0]),
        slope=float(scaled.coef_[0][0]),
        offset=float(scaled.intercept_[0]),
        checked=_checked(chances, cited),
    )


def _checked(chances: Any, cited: Any) -> CrossChecked:
    labelled = chances >= 0.5
    right = int((labelled & (cited == 1)).sum())
    return CrossChecked(
        examples=len(cited),
        rejected=int(cited.sum()),
        precision=right / max(int(labelled.sum()), 1),
        recall=right / max(int(cited.sum()), 1),
        error=_calibration_error(chances, cited),
    )


def _calibration_error(chances: Any, cited: Any) -> float:
    bins = np.minimum((chances * 10).astype(int), 9)
    error = 0.0
    for tenth in range(10):
        inside = bins == tenth
        if inside.any():
            gap = abs(float(chances[inside].mean()) - float(cited[inside].mean()))
            error += gap * float(inside.mean())
    return error
