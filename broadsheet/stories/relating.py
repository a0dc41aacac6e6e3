"""Keeps which stories are worth reading beside each other, when one of them is published.

The work is bounded by the constants of `stylebook.terms`, never by the archive: a story's heaviest
terms find the newest stories that share one, the best are kept, and those few take the newcomer
into their own lists where it beats one that they have.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from broadsheet.editions.models import Edition
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane
from broadsheet.stories.models import RelatedStory, Story, StoryTerm, TermCount
from broadsheet.stories.paragraphs import paragraphs_of
from broadsheet.stories.queries import story_tag
from broadsheet.stylebook.ids import minted_at
from broadsheet.stylebook.terms import (
    LEAST_SIMILARITY,
    MOST_RELATED,
    NEWEST_PER_TERM,
    heaviest_terms,
    top_terms,
    weigh_terms,
)

ARCHIVE_AFTER = timedelta(days=30)
ALL_STORIES = ""
MOST_COMPARED = 60


def is_from_archive(published: datetime, other_published: datetime) -> bool:
    """Whether the other story was old already when this one appeared."""
    return other_published < published - ARCHIVE_AFTER


def first_seen(story: Story) -> datetime:
    """When a published story first appeared, by its own row or by its id."""
    return story.first_published_at or minted_at(story.pk)


def keep_related(story: Story, *, is_new: bool, lane: Lane) -> None:
    """Weigh a story that goes live and keep its relations; unchanged terms cost one read.

    Only a new story, one that readers never saw before, is counted for its terms.
    """
    edition = story.home_edition
    text = "\n".join(paragraph.text for paragraph in paragraphs_of(story.body))
    weights = weigh_terms(
        story.headline,
        f"{story.standfirst}\n{text}",
        language=story.language,
        keywords=story.keywords,
    )
    stored = dict(story.terms.values_list("term", "weight"))
    known = _frequencies(edition, weights)
    terms = top_terms(weights, document_frequency=known.__getitem__, documents=known[ALL_STORIES])
    if stored and stored.keys() == terms.keys():
        return
    if is_new:
        _count_terms(edition, weights)
    story.terms.all().delete()
    StoryTerm.objects.bulk_create(
        StoryTerm(story=story, edition=edition, term=term, weight=round(weight, 4))
        for term, weight in terms.items()
    )
    _relate(story, _near(story, terms), lane)


def forget_related(story: Story, *, lane: Lane) -> None:
    """A story that goes leaves the lists of others as well."""
    both = RelatedStory.objects.filter(Q(story=story) | Q(other=story))
    rows = list(both.select_for_update().order_by("pk").values_list("pk", "story_id"))
    mark(story_tag(story.pk), *(story_tag(holder) for _, holder in rows), lane=lane)
    RelatedStory.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
    story.terms.all().delete()


def _frequencies(edition: Edition, terms: Iterable[str]) -> defaultdict[str, int]:
    counts = TermCount.objects.filter(edition=edition, term__in=[*terms, ALL_STORIES])
    return defaultdict(int, counts.values_list("term", "stories"))


def _count_terms(edition: Edition, terms: Iterable[str]) -> None:
    wanted = sorted({*terms, ALL_STORIES})
    TermCount.objects.bulk_create(
        (TermCount(edition=edition, term=term) for term in wanted), ignore_conflicts=True
    )
    rows = TermCount.objects.filter(edition=edition, term__in=wanted)
    ids = list(rows.select_for_update(no_key=True).order_by("term").values_list("pk", flat=True))
    TermCount.objects.filter(pk__in=ids).update(stories=F("stories") + 1)


def _near(story: Story, terms: dict[str, float]) -> dict[str, float]:
    """Stories that share a subject with this one, with their similarity, best first."""
    among: set[str] = set()
    for term in heaviest_terms(terms):
        rows = StoryTerm.objects.filter(edition=story.home_edition, term=term).exclude(story=story)
        among.update(rows.order_by("-story").values_list("story_id", flat=True)[:NEWEST_PER_TERM])
    scores: dict[str, float] = defaultdict(float)
    # By story alone: the index of terms would have the database read every story of each of them.
    held = StoryTerm.objects.filter(story_id__in=among).alias(said=Concat("term", Value("")))
    shared = held.filter(said__in=terms).values_list("story_id", "term", "weight")
    for other, term, weight in shared:
        scores[other] += weight * terms[term]
    near = [pair for pair in scores.items() if pair[1] >= LEAST_SIMILARITY]
    near.sort(key=lambda pair: (-pair[1], pair[0]))
    return {other: round(score, 4) for other, score in near[:MOST_COMPARED]}


def _relate(story: Story, near: dict[str, float], lane: Lane) -> None:
    live = Story.objects.filter(pk__in=near, live=True).only("pk", "first_published_at")
    published = {other.pk: first_seen(other) for other in live}
    mine = first_seen(story)
    kept: dict[bool, list[str]] = {True: [], False: []}
    for other in near:
        if other in published:
            kept[is_from_archive(mine, published[other])].append(other)
    chosen = [other for others in kept.values() for other in others[:MOST_RELATED]]
    offered = {other: near[other] for other in sorted(chosen)}
    lists = _locked_lists((story.pk, *offered))
    taken, beaten = _offer(story, offered, published, lists)
    dropped = (row.pk for row in lists[story.pk] if row.other_id not in offered)
    RelatedStory.objects.filter(pk__in=[*beaten, *dropped]).delete()
    scores = {(story.pk, other): score for other, score in offered.items()}
    scores |= {(other, story.pk): offered[other] for other in taken}
    _put_in_lists(scores)
    mark(*(story_tag(pk) for pk in (story.pk, *taken)), lane=lane)


def _locked_lists(holders: Iterable[str]) -> dict[str, list[RelatedStory]]:
    """The lists of these stories, held until the transaction ends.

    Everyone locks and writes rows in the order of their keys, so that stories published at the same
    moment, which are in each other's lists, wait for each other in no circle.
    """
    lists: dict[str, list[RelatedStory]] = {holder: [] for holder in holders}
    rows = RelatedStory.objects.filter(story_id__in=lists).select_related("other").order_by("pk")
    held = rows.select_for_update(of=("self",))
    for row in held.only("story_id", "other_id", "score", "other__first_published_at"):
        lists[row.story_id].append(row)
    return lists


def _offer(
    story: Story,
    offered: dict[str, float],
    published: dict[str, datetime],
    lists: dict[str, list[RelatedStory]],
) -> tuple[list[str], list[int]]:
    """Whose lists take the story, because it beats one of its kind there, and the rows beaten."""
    taken, beaten = [], []
    for other, score in offered.items():
        same = list(_of_its_kind(story, lists[other], published[other]))
        worst = min(same, key=lambda row: (row.score, row.other_id), default=None)
        if worst is not None and len(same) >= MOST_RELATED:
            if worst.score >= score:
                continue
            beaten.append(worst.pk)
        taken.append(other)
    return taken, beaten


def _put_in_lists(scores: dict[tuple[str, str], float]) -> None:
    """Each pair is a story and the other that its list takes; one that is there is weighed anew."""
    RelatedStory.objects.bulk_create(
        (
            RelatedStory(story_id=holder, other_id=other, score=score)
            for (holder, other), score in sorted(scores.items())
        ),
        update_conflicts=True,
        unique_fields=["story", "other"],
        update_fields=["score"],
    )


def _of_its_kind(
    story: Story, rows: Iterable[RelatedStory], published: datetime
) -> Iterator[RelatedStory]:
    """The others in a list that are from the archive, or not, as the story is for its reader."""
    kind = is_from_archive(published, first_seen(story))
    for row in rows:
        if row.other_id != story.pk and is_from_archive(published, first_seen(row.other)) is kind:
            yield row
