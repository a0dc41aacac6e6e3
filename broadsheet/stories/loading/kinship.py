"""Which stories are related, found in memory while many are loaded one after the other.

The rules and the order of the work are those of `stories.relating`; only the reading differs:
what a term's newest stories are, and what those are about, is remembered between stories and read
from the database at most once. What is remembered is bounded, so a million stories fit.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from sys import intern
from typing import Any, Final

from django.db import connection

from broadsheet.stories.loading.tables import add_rows
from broadsheet.stories.models import RelatedStory, Story, StoryTerm, TermCount
from broadsheet.stories.relating import (
    ALL_STORIES,
    MOST_COMPARED,
    first_seen,
    is_from_archive,
)
from broadsheet.stylebook.terms import (
    LEAST_SIMILARITY,
    MOST_RELATED,
    NEWEST_PER_TERM,
    heaviest_terms,
    top_terms,
)

MOST_KNOWN: Final = 200_000
"""Stories whose terms and relations are remembered between chunks, some 3 kB each."""
MOST_SEEN: Final = 1_500_000
"""Stories whose first appearance is remembered, some 200 bytes each."""
MOST_TERMS_KNOWN: Final = 200_000
Term = tuple[int, str]


class Kinship:
    """Weighs stories in the order of their publication and keeps who is related to whom."""

    def __init__(self) -> None:
        self._counts: dict[Term, int] = {}
        self._counted: set[Term] = set()
        self._newest: dict[Term, deque[str]] = {}
        self._vectors: dict[str, dict[str, float]] = {}
        self._seen: dict[str, datetime | None] = {}
        self._related: dict[str, dict[str, float]] = {}
        self._terms: list[tuple[str, int, str, float]] = []
        self._added: dict[tuple[str, str], float] = {}
        self._dropped: set[tuple[str, str]] = set()

    def read_counts(self, edition: int, terms: Iterable[str]) -> None:
        """Look up how often the terms were counted, in one query for a chunk of stories."""
        wanted = {*terms, ALL_STORIES}
        fresh = sorted(term for term in wanted if (edition, term) not in self._counts)
        self._counts |= {(edition, term): 0 for term in fresh}
        rows = TermCount.objects.filter(edition_id=edition, term__in=fresh)
        for term, stories in rows.values_list("term", "stories"):
            self._counts[edition, term] = stories

    def welcome(
        self, story: str, edition: int, weights: Mapping[str, float], published: datetime
    ) -> None:
        """Take in a story that readers never saw before, as `keep_related` would."""
        terms = top_terms(
            weights,
            document_frequency=lambda term: self._counts[edition, term],
            documents=self._counts[edition, ALL_STORIES],
        )
        near = self._near(edition, terms)
        self._relate(story, near, published)
        for term in {*weights, ALL_STORIES}:
            self._counts[edition, term] += 1
            self._counted.add((edition, term))
        kept = {intern(term): round(weight, 4) for term, weight in terms.items()}
        for term, weight in kept.items():
            self._newest_of(edition, term).append(story)
            self._terms.append((story, edition, term, weight))
        self._vectors[story] = kept

    def write(self) -> None:
        """Write what came since the last time, and forget the oldest of too much."""
        add_rows(StoryTerm, ("story_id", "edition_id", "term", "weight"), self._terms)
        self._write_counts()
        self._write_related()
        self._terms.clear()
        self._counted.clear()
        self._added.clear()
        self._dropped.clear()
        self._forget()

    def _near(self, edition: int, terms: dict[str, float]) -> dict[str, float]:
        among: set[str] = set()
        for term in heaviest_terms(terms):
            among.update(self._newest_of(edition, term))
        self._read_vectors(among)
        near = []
        shared_with = frozenset(terms).intersection
        vectors = self._vectors
        for other in among:
            vector = vectors[other]
            score = sum([vector[term] * terms[term] for term in shared_with(vector)])
            if score >= LEAST_SIMILARITY:
                near.append((other, score))
        near.sort(key=lambda pair: (-pair[1], pair[0]))
        return {other: round(score, 4) for other, score in near[:MOST_COMPARED]}

    def _relate(self, story: str, near: dict[str, float], published: datetime) -> None:
        self._read_seen(near)
        kept: dict[bool, list[str]] = {True: [], False: []}
        for other in near:
            if (seen := self._seen[other]) is not None:
                kept[is_from_archive(published, seen)].append(other)
        chosen = [other for others in kept.values() for other in others[:MOST_RELATED]]
        self._seen[story], self._related[story] = published, {}
        self._read_related(chosen)
        self._read_seen({kin for other in chosen for kin in self._related[other]})
        for other in chosen:
            self._add(story, other, near[other])
        for other in sorted(chosen):
            self._offer(story, other, near[other])

    def _offer(self, story: str, other: str, score: float) -> None:
        published = self._seen[other]
        rows = self._related[other]
        kind = self._is_old(published, story)
        same = [kin for kin in rows if kin != story and self._is_old(published, kin) is kind]
        if len(same) >= MOST_RELATED:
            worst = min(same, key=lambda kin: (rows[kin], kin))
            if rows[worst] >= score:
                return
            self._drop(other, worst)
        self._add(other, story, score)

    def _is_old(self, published: datetime | None, other: str) -> bool:
        seen = self._seen[other]
        return seen is not None and published is not None and is_from_archive(published, seen)

    def _add(self, story: str, other: str, score: float) -> None:
        self._related[story][other] = score
        self._added[story, other] = score

    def _drop(self, story: str, other: str) -> None:
        del self._related[story][other]
        if self._added.pop((story, other), None) is None:
            self._dropped.add((story, other))

    def _newest_of(self, edition: int, term: str) -> deque[str]:
        """The newest stories that keep the term, the newest last."""
        known = self._newest.get((edition, term))
        if known is not None:
            return known
        ids: list[str] = []
        if self._counts[edition, term]:
            rows = StoryTerm.objects.filter(edition_id=edition, term=term).order_by("-story")
            ids = list(rows.values_list("story_id", flat=True)[:NEWEST_PER_TERM])
        self._newest[edition, term] = deque(reversed(ids), maxlen=NEWEST_PER_TERM)
        return self._newest[edition, term]

    def _read_vectors(self, stories: Iterable[str]) -> None:
        fresh = sorted(story for story in stories if story not in self._vectors)
        if not fresh:
            return
        found: defaultdict[str, dict[str, float]] = defaultdict(dict)
        rows = StoryTerm.objects.filter(story_id__in=fresh)
        for story, term, weight in rows.values_list("story_id", "term", "weight"):
            found[story][intern(term)] = weight
        self._vectors |= {story: found[story] for story in fresh}

    def _read_seen(self, stories: Iterable[str]) -> None:
        """When each first appeared; None for one that readers do not see."""
        fresh = sorted(story for story in stories if story not in self._seen)
        if not fresh:
            return
        self._seen |= dict.fromkeys(fresh)
        live = Story.objects.filter(pk__in=fresh, live=True).only("pk", "first_published_at")
        self._seen |= {story.pk: first_seen(story) for story in live}

    def _read_related(self, stories: Iterable[str]) -> None:
        fresh = sorted(story for story in stories if story not in self._related)
        if not fresh:
            return
        self._related |= {story: {} for story in fresh}
        rows = RelatedStory.objects.filter(story_id__in=fresh)
        for story, other, score in rows.values_list("story_id", "other_id", "score"):
            self._related[story][other] = score

    def _write_counts(self) -> None:
        rows = [
            TermCount(edition_id=edition, term=term, stories=self._counts[edition, term])
            for edition, term in sorted(self._counted)
        ]
        TermCount.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["edition", "term"],
            update_fields=["stories"],
        )

    def _write_related(self) -> None:
        table = connection.ops.quote_name(RelatedStory._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {table} WHERE story_id = %s AND other_id = %s",  # noqa: S608
                sorted(self._dropped),
            )
        rows = ((story, other, score) for (story, other), score in self._added.items())
        add_rows(RelatedStory, ("story_id", "other_id", "score"), rows)

    def _forget(self) -> None:
        _keep_latest(self._vectors, MOST_KNOWN)
        _keep_latest(self._related, MOST_KNOWN)
        _keep_latest(self._seen, MOST_SEEN)
        _keep_latest(self._newest, MOST_TERMS_KNOWN)
        _keep_latest(self._counts, 2 * MOST_TERMS_KNOWN)


def _keep_latest(known: dict[Any, Any], most: int) -> None:
    """Drop the first eighth of what is known when it is too much; it can be read again."""
    if len(known) > most:
        for key in list(islice(known, max(len(known) - most, len(known) // 8))):
            del known[key]
