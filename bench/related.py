"""Related stories chosen from the copy alone share a subject with their story 7 times in 10.

Stories of a public corpus come in by date. As each one is "published" its terms are weighed and
kept, its relatives are chosen among those before it, and a human indexer's subjects judge them;
the subjects take no part in the choice. Chance is an earlier story drawn from the newest 1,000.
The Arabic corpus has one section for a story and no subjects, so its figures are a report only.

    python bench/related.py [--stories N] [--corpus PATH] [--arabic PATH] [--json-file FILE]
"""

import argparse
import html
import json
import os
import random
import re
import sys
import tarfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from broadsheet.stylebook.terms import (
    NEWEST_PER_TERM,
    heaviest_terms,
    most_alike,
    top_terms,
    weigh_terms,
)

BENCH: Final = "related"
GOAL: Final = 0.7
CORPORA: Final = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "corpora"
# A subject with fewer judged relatives says little about the mean over subjects.
LEAST_JUDGED: Final = 20


@dataclass(frozen=True)
class Told:
    """One story of a corpus and the subjects its indexers gave it.

    ``at`` counts as UTC where the corpus names no zone: only the order matters.
    """

    at: datetime
    headline: str
    text: str
    subjects: frozenset[str]


@dataclass
class Tally:
    """What one run over a corpus counted."""

    stories: int = 0
    with_relatives: int = 0
    candidates: int = 0
    judged: int = 0
    agreeing: int = 0
    chance_judged: int = 0
    chance_agreeing: int = 0
    seconds: float = 0.0
    by_subject: defaultdict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))

    @property
    def share(self) -> float:
        return self.agreeing / max(self.judged, 1)

    @property
    def chance(self) -> float:
        return self.chance_agreeing / max(self.chance_judged, 1)

    @property
    def mean_over_subjects(self) -> float:
        shares = [sum(a) / len(a) for a in self.by_subject.values() if len(a) >= LEAST_JUDGED]
        return sum(shares) / max(len(shares), 1)


@dataclass(frozen=True)
class Row:
    """One figure, as printed and as written to the JSON file."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    goal: float | None = None

    def as_json(self) -> dict[str, object]:
        ratio = self.value / self.reference if self.reference else None
        return {
            "bench": BENCH,
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "reference": None if self.reference is None else round(self.reference, 4),
            "ratio": None if ratio is None else round(ratio, 3),
            "goal": self.goal,
            "holds": None if self.goal is None else self.value >= self.goal,
        }


def _documents(path: Path, ending: str, encoding: str, tag: str) -> Iterator[str]:
    """Stream the documents between one tag out of a compressed tar."""
    document = re.compile(rf"<{tag}[ >].*?</{tag}>", re.DOTALL)
    with tarfile.open(path, "r|gz") as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.name.endswith(ending) else None
            if opened:
                yield from document.findall(opened.read().decode(encoding, "replace"))


def _field(document: str, *names: str) -> str:
    """Give the text of the first of these elements that the document has."""
    for name in names:
        found = re.search(rf"<{name}(?: [^>]*)?>(.*?)</{name}>", document, re.DOTALL)
        if found:
            return html.unescape(found[1]).strip()
    return ""


def reuters(path: Path) -> list[Told]:
    """Read the stories of Reuters-21578 that have a topic, oldest first."""
    stories = []
    for document in _documents(path, ".sgm", "latin-1", "REUTERS"):
        subjects = frozenset(re.findall("<D>(.*?)</D>", _field(document, "TOPICS")))
        if subjects:
            written = _field(document, "DATE")[:20].split(".")[0]
            at = datetime.strptime(written, "%d-%b-%Y %H:%M:%S").replace(tzinfo=UTC)
            headline, text = _field(document, "TITLE"), _field(document, "BODY", "TEXT")
            stories.append(Told(at, headline, text, subjects))
    return sorted(stories, key=lambda story: story.at)


def ant(path: Path) -> list[Told]:
    """Read the stories of the ANT corpus, oldest first; the section is the subject."""
    stories = []
    for document in _documents(path, ".txt", "utf-8", "DOC"):
        written = _field(document, "TIME")
        if "/" in written:
            written = "-".join(reversed(written.split("/")))
        at = datetime.fromisoformat(written)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        text = f"{_field(document, 'ABSTRACT')}\n{_field(document, 'TEXT')}"
        section = frozenset({_field(document, "CAT")})
        stories.append(Told(at, _field(document, "TITLE"), text, section))
    return sorted(stories, key=lambda story: story.at)


class Newsroom:
    """Keeps what the database keeps: terms of each story, their counts, the newest of each."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.kept: list[dict[str, float]] = []
        self._frequency: Counter[str] = Counter()
        self._newest: defaultdict[str, deque[int]] = defaultdict(
            lambda: deque(maxlen=NEWEST_PER_TERM)
        )

    def publish(self, story: Told) -> tuple[int, list[int]]:
        """Keep a story; tell how many candidates it had and which relatives it got."""
        weights = weigh_terms(story.headline, story.text, language=self.language)
        terms = top_terms(
            weights,
            document_frequency=self._frequency.__getitem__,
            documents=len(self.kept),
        )
        found = {other for term in heaviest_terms(terms) for other in self._newest[term]}
        newest_first = sorted(found, reverse=True)
        relatives = most_alike(terms, ((other, self.kept[other]) for other in newest_first))
        for term in terms:
            self._newest[term].append(len(self.kept))
        self._frequency.update(weights.keys())
        self.kept.append(terms)
        return len(found), [other for other, _ in relatives]


def run(stories: Sequence[Told], language: str) -> Tally:
    newsroom, tally, draw = Newsroom(language), Tally(stories=len(stories)), random.Random(1)
    for place, story in enumerate(stories):
        started = time.perf_counter()
        candidates, relatives = newsroom.publish(story)
        tally.seconds += time.perf_counter() - started
        tally.candidates += candidates
        tally.with_relatives += bool(relatives)
        for relative in relatives:
            agrees = not story.subjects.isdisjoint(stories[relative].subjects)
            tally.judged += 1
            tally.agreeing += agrees
            for subject in story.subjects:
                tally.by_subject[subject].append(agrees)
        if place:
            drawn = stories[draw.randrange(max(0, place - 1000), place)]
            tally.chance_judged += 1
            tally.chance_agreeing += not story.subjects.isdisjoint(drawn.subjects)
    return tally


def rows(label: str, tally: Tally, goal: float | None) -> list[Row]:
    stories = max(tally.stories, 1)
    return [
        Row(f"{label}: relatives that share a subject", tally.share, "share", tally.chance, goal),
        Row(f"{label}: the same, mean over subjects", tally.mean_over_subjects, "share"),
        Row(f"{label}: stories with a relative", tally.with_relatives / stories, "share"),
        Row(f"{label}: relatives of a story", tally.judged / stories, "stories"),
        Row(f"{label}: candidates of a story", tally.candidates / stories, "stories"),
        Row(f"{label}: time for a story", tally.seconds / stories * 1000, "ms"),
        Row(f"{label}: stories", tally.stories, "stories"),
    ]


def show(found: Sequence[Row], console: Console) -> None:
    table = Table(title="Related stories (reference: chance)")
    for heading in ("figure", "value", "unit", "reference", "ratio", "goal", "holds"):
        table.add_column(heading, justify="left" if heading in {"figure", "unit"} else "right")
    for row in found:
        line = row.as_json()
        del line["bench"]
        table.add_row(*("" if cell is None else str(cell) for cell in line.values()))
    console.print(table)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=3000, help="of each corpus; 0 means all")
    parser.add_argument(
        "--corpus", type=Path, default=CORPORA / "reuters21578" / "reuters21578.tar.gz"
    )
    parser.add_argument(
        "--arabic", type=Path, default=CORPORA / "ant-v1.1" / "antcorpus-v1.1.tar.gz"
    )
    parser.add_argument("--json-file", type=Path, default=os.environ.get("JSON") or None)
    return parser.parse_args()


def main() -> int:
    given, console, found = arguments(), Console(), []
    for label, path, read, language, goal in (
        ("English", given.corpus, reuters, "en", GOAL),
        ("Arabic", given.arabic, ant, "ar", None),
    ):
        if not path.exists():
            console.print(f"Skipped: there is no {label} corpus at {path}.")
            continue
        found += rows(label, run(read(path)[: given.stories or None], language), goal)
    if not found:
        return 0
    show(found, console)
    if given.json_file:
        lines = (json.dumps(row.as_json(), ensure_ascii=False) for row in found)
        given.json_file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return int(any(row.as_json()["holds"] is False for row in found))


if __name__ == "__main__":
    sys.exit(main())
