"""A small linear model for each language and clause says how likely a moderator is to cite it.

It is trained from the newsroom's own decisions (``training``) and kept as a JSON file: numbers
and names alone, so that opening a file from anywhere runs nothing. To weigh a comment needs
neither numpy nor scikit-learn. What it says orders and labels the queue; it rejects nothing.
"""

import base64
import binascii
import json
import math
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from broadsheet.comments.language.errors import NotWeightsError
from broadsheet.stylebook.unmasking import unmask, unstretched

VERSION: Final = 1
# Features are hashed into this many places; 32-bit weights, so 256 kB for a clause.
PLACES: Final = 1 << 16
_LONGEST: Final = 5
_SHORTEST: Final = 2
# What is said after so many letters changes no verdict, and bounds the work.
_MOST_LETTERS: Final = 4_000


@dataclass(frozen=True, slots=True)
class CrossChecked:
    """How the model did on decisions held back from it, at a probability of one half.

    ``precision`` of what it labelled, ``recall`` of what there was, ``error`` the mean distance
    between its probabilities and what happened (expected calibration error, ten bins).
    """

    examples: int
    rejected: int
    precision: float
    recall: float
    error: float


@dataclass(frozen=True, slots=True)
class ClauseModel:
    """The weights for one clause in one language, and how to make a probability of their sum."""

    language: str
    clause: str
    weights: Sequence[float] = field(repr=False)
    bias: float
    slope: float
    offset: float
    checked: CrossChecked

    def probability(self, found: Mapping[int, float]) -> float:
        """Give the probability (0 to 1) that this clause would be cited."""
        total = self.bias + sum(self.weights[place] * value for place, value in found.items())
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, self.slope * total + self.offset))))


@dataclass(frozen=True, slots=True)
class Classifier:
    """The models of all languages and clauses that had decisions enough to learn from."""

    models: tuple[ClauseModel, ...] = ()

    def labels(self, text: str, *, language: str) -> dict[str, float]:
        """Give a probability for each clause that has a model in this language, none otherwise."""
        fit = [model for model in self.models if model.language == base_language(language)]
        found = features(text) if fit else {}
        return {model.clause: model.probability(found) for model in fit}


def base_language(tag: str) -> str:
    """Give the language of a tag without its region: all Arabic editions learn together."""
    return tag.lower().partition("-")[0]


def features(text: str) -> dict[int, float]:
    """Count a text's words and pieces of words in hashed places; the squares add up to one."""
    counts: dict[int, float] = {}
    for word in unmask(text[:_MOST_LETTERS]).text.split():
        piece = f" {_at_most_twice(word)} ".encode("utf-32-le", "surrogatepass")
        for place in _places(piece):
            counts[place] = counts.get(place, 0.0) + 1.0
    for place, count in counts.items():
        counts[place] = 1.0 + math.log(count)
    length = math.sqrt(sum(value * value for value in counts.values()))
    return {place: value / length for place, value in counts.items()}


def _at_most_twice(word: str) -> str:
    """Shorten a stretched word; a long run of signs is one sign."""
    return unstretched(word) if len(word) > 24 else word


def _places(piece: bytes) -> list[int]:
    """Hash a word and its pieces of two to five letters, four bytes a letter."""
    found = [zlib.crc32(piece, 1) % PLACES]
    for letters in range(_SHORTEST, _LONGEST + 1):
        size = letters * 4
        found += (
            zlib.crc32(piece[start : start + size]) % PLACES
            for start in range(0, len(piece) - size + 1, 4)
        )
    return found


def to_text(classifier: Classifier) -> str:
    """Write the models as JSON."""
    models = [_as_json(model) for model in classifier.models]
    return json.dumps({"version": VERSION, "places": PLACES, "models": models})


def from_text(text: str, name: str) -> Classifier:
    """Read models from JSON; raises ``NotWeightsError`` with `name` for any other content."""
    try:
        held = json.loads(text)
        if held["version"] != VERSION or held["places"] != PLACES:
            raise NotWeightsError(name, "it was written by another version of Broadsheet")
        return Classifier(tuple(_from_json(model) for model in held["models"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"it cannot be read as weights ({type(error).__name__})"
        raise NotWeightsError(name, reason) from error


def save(classifier: Classifier, path: Path) -> None:
    """Write the models to a file, whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(to_text(classifier), encoding="utf-8")
    fresh.replace(path)


def load(path: Path) -> Classifier:
    """Read models from a file; raises ``NotWeightsError`` for any other content."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = f"it cannot be read as weights ({type(error).__name__})"
        raise NotWeightsError(path.name, reason) from error
    return from_text(text, path.name)


def _as_json(model: ClauseModel) -> dict[str, Any]:
    return {
        "language": model.language,
        "clause": model.clause,
        "weights": _packed(model.weights),
        "bias": model.bias,
        "slope": model.slope,
        "offset": model.offset,
        "checked": {name: getattr(model.checked, name) for name in CrossChecked.__slots__},
    }


def _from_json(held: Mapping[str, Any]) -> ClauseModel:
    numbers = {name: float(held[name]) for name in ("bias", "slope", "offset")}
    if not all(map(math.isfinite, numbers.values())):
        raise ValueError("a number is missing")
    return ClauseModel(
        language=str(held["language"]),
        clause=str(held["clause"]),
        weights=_unpacked(held["weights"]),
        checked=_checked(held["checked"]),
        **numbers,
    )


def _checked(held: Mapping[str, Any]) -> CrossChecked:
    return CrossChecked(
        examples=int(held["examples"]),
        rejected=int(held["rejected"]),
        precision=float(held["precision"]),
        recall=float(held["recall"]),
        error=float(held["error"]),
    )


def _packed(weights: Sequence[float]) -> str:
    """Write 32-bit weights, little end first, squeezed, as text."""
    ordered = array("f", weights)
    if sys.byteorder == "big":
        ordered.byteswap()
    return base64.b64encode(zlib.compress(ordered.tobytes(), 9)).decode("ascii")


def _unpacked(text: str) -> Sequence[float]:
    try:
        opened = zlib.decompressobj()
        raw = opened.decompress(base64.b64decode(text, validate=True), PLACES * 4 + 1)
    except (zlib.error, binascii.Error) as error:
        raise ValueError("weights are broken") from error
    weights = array("f", raw)
    if len(weights) != PLACES or not all(map(math.isfinite, weights)):
        raise ValueError("weights are not of the size they should have")
    if sys.byteorder == "big":
        weights.byteswap()
    return weights
