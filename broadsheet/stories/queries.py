"""Reads of stories and placements, each noting the tags that its answer depends on."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum

from broadsheet.editions.models import Edition, Section
from broadsheet.press.recording import note
from broadsheet.press.remembering import Known, foreseeable, remembered
from broadsheet.stories.models import (
    BreakingBar,
    Correction,
    DayCount,
    FormerAddress,
    Placement,
    PlacementState,
    RelatedStory,
    Story,
)

LIVE = Q(state=PlacementState.LIVE)
MOST_MONTHS_NOTED = 24


def story_tag(story_id: str) -> str:
    """Changes with what the story's own page shows of it, the list of related stories included."""
    return f"story:{story_id}"


def card_tag(story_id: str) -> str:
    """Changes with what lists show of the story, its address included."""
    return f"card:{story_id}"


def list_tag(edition: str, section: str = "") -> str:
    """Changes when a story comes into the edition's (or the section's) list, or leaves it."""
    return f"list:{edition}:{section}" if section else f"list:{edition}"


def date_tag(edition: str, day: date) -> str:
    return f"date:{edition}:{day:%Y-%m-%d}"


def month_tag(edition: str, year: int, month: int) -> str:
    """Changes when the number of stories of a day of the month does."""
    return f"month:{edition}:{year:04}-{month:02}"


def months_tag(edition: str) -> str:
    """Changes when the number of stories of any month does."""
    return f"months:{edition}"


def days_tag(edition: str) -> str:
    """Changes when any day gets its first story or loses its last."""
    return f"days:{edition}"


def days_of_month_tag(edition: str, year: int, month: int) -> str:
    """Changes when a day of the month gets its first story or loses its last."""
    return f"days:{edition}:{year:04}-{month:02}"


def map_tag(edition: str, day: date) -> str:
    """Changes when an address of the day, or the time of its last change, does."""
    return f"map:{edition}:{day:%Y-%m-%d}"


def updated_tag(edition: str) -> str:
    """Changes with every publication in the edition."""
    return f"updated:{edition}"


def breaking_tag(edition: str) -> str:
    """The edition's breaking bar."""
    return f"breaking:{edition}"


def picture_tag(picture_id: int) -> str:
    return f"picture:{picture_id}"


def bounds_of(edition: Edition, first: date, after: date) -> tuple[datetime, datetime]:
    """From the first moment of `first` to that of `after`, in the edition's zone."""
    zone = ZoneInfo(edition.time_zone)
    return (
        datetime.combine(first, time.min, zone).astimezone(UTC),
        datetime.combine(after, time.min, zone).astimezone(UTC),
    )


def as_cards(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Without the long columns of their stories, which no list shows."""
    return placements.defer("story__body", "story__provenance", "story__subjects")


def live_placements(edition: Edition, section: Section | None = None) -> QuerySet[Placement]:
    """Live placements, newest first, with story, picture and section at hand.

    Callers take a slice and note each card that they show.
    """
    placements = Placement.objects.filter(LIVE, edition=edition)
    if section is None:
        note(list_tag(edition.code))
    else:
        note(list_tag(edition.code, section.slug))
        placements = placements.filter(section=section)
    placements = as_cards(placements.select_related("story__lead_picture", "section"))
    return placements.order_by("-published_at", "-id")


@foreseeable
def placement_of(edition: Edition, story_ids: Sequence[str]) -> Iterator[Known[Placement | None]]:
    """The story's placement in the edition in any state, for the story's own page."""
    placements = Placement.objects.filter(edition=edition, story_id__in=story_ids)
    placements = placements.select_related("story__lead_picture", "section")
    found = {placement.story_id: placement for placement in placements}
    for placement in found.values():
        placement.edition = edition
    for story_id in story_ids:
        yield Known(story_id, found.get(story_id), {story_tag(story_id)})


@foreseeable
def corrections_of(story_ids: Sequence[str]) -> Iterator[Known[list[Correction]]]:
    """The story's corrections, the oldest first."""
    found: dict[str, list[Correction]] = {}
    for correction in Correction.objects.filter(story_id__in=story_ids).order_by("at", "id"):
        found.setdefault(correction.story_id, []).append(correction)
    for story_id in story_ids:
        yield Known(story_id, found.get(story_id, []), {story_tag(story_id)})


def placements_on(edition: Edition, day: date) -> QuerySet[Placement]:
    """Live placements of a day in the edition's zone, newest first; the caller notes the cards."""
    note(date_tag(edition.code, day))
    placements = _live_between(edition, day, day + timedelta(days=1))
    return placements.select_related("story__lead_picture", "section")


def mapped_placements_on(edition: Edition, day: date) -> QuerySet[Placement]:
    """The same for the day's sitemap, whose tag changes with every address and update."""
    note(map_tag(edition.code, day))
    placements = _live_between(edition, day, day + timedelta(days=1))
    return placements.select_related("story", "section")


def _live_between(edition: Edition, first: date, after: date) -> QuerySet[Placement]:
    start, end = bounds_of(edition, first, after)
    placements = Placement.objects.filter(LIVE, edition=edition)
    placements = placements.filter(published_at__gte=start, published_at__lt=end)
    return as_cards(placements).order_by("-published_at", "-id")


def stories_by_day(edition: Edition, first: date, after: date) -> dict[date, int]:
    """How many live stories each day of the month from `first` has; empty days left out."""
    note(month_tag(edition.code, first.year, first.month))
    counts = DayCount.objects.filter(edition=edition, day__gte=first, day__lt=after, stories__gt=0)
    return dict(counts.order_by("day").values_list("day", "stories"))


def stories_by_month(edition: Edition) -> dict[tuple[int, int], int]:
    """How many live stories each month has, oldest first; empty months left out."""
    note(months_tag(edition.code))
    counts = DayCount.objects.filter(edition=edition, stories__gt=0)
    months = counts.values_list("day__year", "day__month").annotate(total=Sum("stories"))
    return {
        (year, month): total for year, month, total in months.order_by("day__year", "day__month")
    }


def days_beside(edition: Edition, first: date, after: date) -> tuple[date | None, date | None]:
    """The nearest days that have stories, before `first` and from `after` on."""
    counts = DayCount.objects.filter(edition=edition, stories__gt=0)
    earlier = counts.filter(day__lt=first).order_by("-day").values_list("day", flat=True).first()
    later = counts.filter(day__gte=after).order_by("day").values_list("day", flat=True).first()
    note(*_tags_of_days(edition.code, earlier, first, after, later))
    return earlier, later


def _tags_of_days(
    edition: str, earlier: date | None, first: date, after: date, later: date | None
) -> set[str]:
    """What changes when another day is the nearest: of an open end or a long gap, any day's tag."""
    begin, end = earlier or first, later or after
    months = range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month)
    if len(months) > MOST_MONTHS_NOTED:
        return {days_tag(edition)}
    tags = {days_of_month_tag(edition, month // 12, month % 12 + 1) for month in months}
    return tags if earlier and later else tags | {days_tag(edition)}


def days_with_stories(edition: Edition) -> list[date]:
    """The days that have live stories, newest first."""
    note(days_tag(edition.code))
    counts = DayCount.objects.filter(edition=edition, stories__gt=0)
    return list(counts.order_by("-day").values_list("day", flat=True))


@foreseeable
def tellings_of(family_ids: Sequence[str]) -> Iterator[Known[list[Placement]]]:
    """The live home placements of a family's tellings, by edition.

    For pages of one of them: when another comes, goes, or changes its headline or address, the tags
    of all are marked.
    """
    placements = Placement.objects.filter(LIVE, is_home=True, story__family_id__in=family_ids)
    placements = placements.select_related("story", "edition__group", "section")
    found: dict[str, list[Placement]] = {}
    for placement in as_cards(placements).order_by("edition__position", "edition__code"):
        found.setdefault(placement.story.family_id, []).append(placement)
    for family_id in family_ids:
        yield Known(family_id, found.get(family_id, []), set())


@remembered
def home_placement_of(story: Story) -> Placement | None:
    note(card_tag(story.pk))
    placements = Placement.objects.filter(story=story, is_home=True)
    return placements.select_related("edition", "section", "story").first()


@foreseeable
def related_placements(
    edition: Edition, story_ids: Sequence[str]
) -> Iterator[Known[list[Placement]]]:
    """Live placements in `edition` of the stories kept as related, best first."""
    others: dict[str, list[str]] = {story_id: [] for story_id in story_ids}
    kept = RelatedStory.objects.filter(story_id__in=story_ids).order_by("-score", "-other_id")
    for story_id, other in kept.values_list("story_id", "other_id"):
        others[story_id].append(other)
    placements = Placement.objects.filter(
        LIVE, edition=edition, story_id__in={other for kin in others.values() for other in kin}
    )
    placements = as_cards(placements.select_related("story__lead_picture", "section"))
    found = {placement.story_id: placement for placement in placements}
    for story_id, kin in others.items():
        tags = {story_tag(story_id), *(card_tag(other) for other in kin)}
        yield Known(story_id, [found[other] for other in kin if other in found], tags)


def former_address(edition: Edition, path: str) -> FormerAddress | None:
    former = (
        FormerAddress.objects.filter(edition=edition, path=path).select_related("story").first()
    )
    if former is not None:
        note(card_tag(former.story_id), story_tag(former.story_id))
    return former


def last_update_in(edition: Edition) -> datetime | None:
    """When copy in the edition was last published, changed or taken back."""
    note(updated_tag(edition.code))
    return Edition.objects.values_list("last_updated_at", flat=True).get(pk=edition.pk)


def path_of(placement: Placement) -> str:
    """The story's path inside its edition: `{section}/{yyyy}/{mm}/{id}-{slug}/`."""
    story = placement.story
    return story_path(placement.section.slug, story.dated, story.pk, placement.slug)


def story_path(section: str, dated: str, story_id: str, slug: str) -> str:
    return f"{section}/{dated}/{story_id}-{slug}/"


def breaking_in(edition: Edition) -> BreakingBar | None:
    """The bar that stands over the edition's pages now."""
    note(breaking_tag(edition.code))
    bars = BreakingBar.objects.filter(edition=edition)
    bar = bars.select_related("placement__story", "placement__section").first()
    if bar is not None:
        note(card_tag(bar.placement.story_id))
        bar.placement.edition = edition
    return bar
