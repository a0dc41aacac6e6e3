"""A story's own page, its preview, and what stands at its former addresses."""

from collections.abc import Iterable, Iterator, Sequence

import nh3
from django.db.models import Exists, OuterRef, Q, QuerySet
from markupsafe import Markup

from broadsheet.comments.queries import conversation_of, credited_on
from broadsheet.editions.addresses import absolute, address, file_of
from broadsheet.editions.models import Edition
from broadsheet.editions.queries import edition_by_code
from broadsheet.paper.builders.conversation import conversation_piece, credit_piece, page_path
from broadsheet.paper.cards import absolute_url, cards, headline_of, lead_photo
from broadsheet.paper.framing import frame_of, section_piece
from broadsheet.paper.moments import moment
from broadsheet.paper.photos import photo
from broadsheet.paper.pieces import (
    Alternate,
    Block,
    Correction,
    Head,
    PictureBlock,
    QuoteBlock,
    StoryLinkBlock,
    SubheadBlock,
    Telling,
    TextBlock,
    Title,
)
from broadsheet.paper.rendering import render
from broadsheet.paper.sheets import MovedSheet, StorySheet
from broadsheet.press.recording import note
from broadsheet.press.registry import Page, edition_of, make_key, rest_of
from broadsheet.stories.models import FormerAddress, Placement, PlacementState, Story
from broadsheet.stories.queries import (
    card_tag,
    corrections_of,
    home_placement_of,
    path_of,
    placement_of,
    related_placements,
    story_tag,
    tellings_of,
)
from broadsheet.stories.relating import is_from_archive
from broadsheet.stylebook.ids import minted_at
from broadsheet.stylebook.languages import direction
from broadsheet.stylebook.text import excerpt, plain

KIND, MOVED, MOVED_COMMENTS = "story", "moved", "moved-comments"
TAGS = {"p", "ul", "ol", "li", "b", "i", "a", "br"}
# Live, or killed after readers had seen it: the tombstone stands at its address.
SHOWN = Q(state=PlacementState.LIVE) | Q(story__killed_at__isnull=False)


def build_story(key: str) -> Page | None:
    """The story's page in one edition while its placement there is live."""
    edition = edition_by_code(edition_of(key))
    placement = placement_of(edition, rest_of(key))
    if placement is None or placement.state != PlacementState.LIVE:
        return None
    text = render("story.html", story_sheet(edition, placement))
    return Page(file_of(edition, path_of(placement)), text.encode())


def foresee_stories(keys: Sequence[str]) -> None:
    """Read what the pages of many stories need in a few queries for each edition."""
    by_edition: dict[str, list[str]] = {}
    for key in keys:
        by_edition.setdefault(edition_of(key), []).append(rest_of(key))
    for code, story_ids in by_edition.items():
        edition = edition_by_code(code)
        placements = placement_of.foresee(edition, story_ids)
        tellings_of.foresee([found.story.family_id for found in placements if found])
        related_placements.foresee(edition, story_ids)
        corrections_of.foresee(story_ids)
        conversation_of.foresee(edition, story_ids)


def preview_story(story: Story) -> bytes:
    """The page as it would be if `story`, saved or not, were published now in its home edition."""
    edition = edition_by_code(story.home_edition.code)
    placement = Placement.objects.filter(story_id=story.pk, is_home=True).first()
    if placement is None:
        section = edition.sections.first()
        placement = Placement(edition=edition, section=section, is_home=True)
    placement.story = story
    placement.published_at = placement.published_at or minted_at(story.pk)
    story.dated = story.dated or f"{placement.appeared_at:%Y/%m}"
    return render("story.html", story_sheet(edition, placement)).encode()


def story_sheet(edition: Edition, placement: Placement) -> StorySheet:
    story = placement.story
    published = placement.appeared_at
    changed = story.updated_at if story.updated_at and story.updated_at > published else None
    related = related_placements(edition, story.pk)
    recent = [r for r in related if not is_from_archive(published, r.appeared_at)]
    older = [r for r in related if is_from_archive(published, r.appeared_at)]
    return StorySheet(
        frame=frame_of(edition),
        head=_head(edition, placement),
        section=section_piece(edition, placement.section),
        headline=headline_of(placement),
        published=moment(edition, published),
        updated=moment(edition, changed) if changed else None,
        body=tuple(_blocks(edition, story)),
        kicker=story.kicker,
        standfirst=story.standfirst,
        byline=story.byline,
        dateline=story.dateline,
        agency=story.agency_credit,
        photo=lead_photo(story),
        keywords=tuple(story.keywords),
        corrections=tuple(_corrections(placement)),
        tellings=_tellings(placement),
        related=cards(edition, recent),
        from_archive=cards(edition, older, with_photo=False),
        conversation=conversation_piece(placement),
    )


def _corrections(placement: Placement) -> Iterator[Correction]:
    edition, corrections = placement.edition, corrections_of(placement.story_id)
    credited = credited_on(edition, placement.story_id) if corrections else {}
    for correction in corrections:
        comment = credited.get(correction.pk)
        yield Correction(
            text=correction.text,
            made=moment(edition, correction.at),
            credit=credit_piece(placement, comment) if comment else None,
        )


def _head(edition: Edition, placement: Placement) -> Head:
    story = placement.story
    tellings = tellings_of(story.family_id) if placement.is_home else []
    home = placement if placement.is_home else home_placement_of(story) or placement
    last = max(placement.appeared_at, story.updated_at or placement.appeared_at)
    return Head(
        title=headline_of(placement),
        description=excerpt(story.standfirst or _first_words(story), 200),
        canonical=absolute_url(home.edition, home),
        updated=moment(edition, last),
        section_key=placement.section.slug,
        alternates=tuple(
            Alternate(language=other.edition.language, url=absolute_url(other.edition, other))
            for other in tellings
        )
        if len(tellings) > 1
        else (),
        photo=lead_photo(story),
    )


def _first_words(story: Story) -> str:
    for block in story.body:
        if block.block_type == "text":
            return " ".join(plain(block.value.source).split())
    return ""


def _tellings(placement: Placement) -> tuple[Telling, ...]:
    """The story in other editions, each in its own language."""
    tellings = tellings_of(placement.story.family_id)
    others = (other for other in tellings if other.edition_id != placement.edition_id)
    return tuple(
        Telling(
            title=Title(
                name=other.edition.name,
                url=absolute(other.edition),
                language=other.edition.language,
                direction=direction(other.edition.language),
            ),
            headline=headline_of(other),
            url=absolute_url(other.edition, other),
        )
        for other in others
    )


def _blocks(edition: Edition, story: Story) -> Iterator[Block]:
    for block in story.body:
        value = block.value
        if block.block_type == "text":
            yield TextBlock(html=_clean(value.source))
        elif block.block_type == "subhead":
            yield SubheadBlock(text=value)
        elif block.block_type == "quote":
            yield QuoteBlock(text=value["text"], attribution=value["attribution"])
        elif block.block_type == "picture" and value["picture"]:
            shown = photo(value["picture"], caption=value["caption"])
            if shown is not None:
                yield PictureBlock(photo=shown)
        elif block.block_type == "related":
            yield from _story_link(edition, value["story"])


def _clean(source: str) -> Markup:
    """Draftail's HTML without its keys, and without anything that it never writes."""
    cleaned = nh3.clean(
        source,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return Markup(cleaned)  # noqa: S704 (nh3 has just cleaned it)


def _story_link(edition: Edition, story_id: str) -> Iterator[StoryLinkBlock]:
    note(card_tag(story_id))
    placements = Placement.objects.filter(
        story_id=story_id, edition=edition, state=PlacementState.LIVE
    )
    for placement in placements.select_related("story", "section"):
        yield StoryLinkBlock(
            headline=headline_of(placement), url=address(edition, path_of(placement))
        )


def expected_stories() -> Iterable[str]:
    shown = Placement.objects.filter(SHOWN, published_at__isnull=False).order_by("pk")
    rows = shown.values_list("edition__code", "story_id").iterator(chunk_size=2_000)
    return (make_key(code, KIND, story) for code, story in rows)


def stories_among(keys: Sequence[str]) -> Iterable[str]:
    shown = Placement.objects.filter(SHOWN, published_at__isnull=False)
    rows = shown.filter(story_id__in=[rest_of(key) for key in keys])
    pairs = rows.values_list("edition__code", "story_id")
    return {make_key(code, KIND, story) for code, story in pairs}.intersection(keys)


def keys_of_story(tag: str) -> Iterable[str]:
    name, _, story = tag.partition(":")
    if name != "story":
        return []
    placements = Placement.objects.filter(story_id=story, published_at__isnull=False)
    return [
        make_key(code, KIND, story) for code in placements.values_list("edition__code", flat=True)
    ]


def subject_of_story(key: str) -> str:
    return story_tag(rest_of(key))


def story_newness(key: str) -> int:
    return int(minted_at(rest_of(key)).timestamp())


def build_moved(key: str) -> Page | None:
    """A small page at a former address that leads to where the story stands now."""
    edition = edition_by_code(edition_of(key))
    former = former_of(key)
    if former is None:
        return None
    note("design", story_tag(former.story_id), card_tag(former.story_id))
    placement = placement_of(edition, former.story_id)
    if placement is None or placement.state != PlacementState.LIVE:
        return None
    path = path_of(placement)
    sheet = MovedSheet(
        edition_name=edition.name,
        language=edition.language,
        direction=direction(edition.language),
        target=address(edition, path),
        canonical=absolute(edition, path),
    )
    return Page(file_of(edition, former.path), render("moved.html", sheet).encode())


def former_of(key: str) -> FormerAddress | None:
    former = FormerAddress.objects.filter(pk=int(rest_of(key).partition(":")[0]))
    return former.select_related("edition", "story").first()


def expected_moved() -> Iterable[str]:
    rows = shown_formers().order_by("pk").values_list("edition__code", "pk")
    for code, pk in rows.iterator(chunk_size=2_000):
        yield make_key(code, MOVED, str(pk))


def moved_among(keys: Sequence[str]) -> Iterable[str]:
    rows = shown_formers().filter(pk__in=[int(rest_of(key)) for key in keys])
    pairs = rows.values_list("edition__code", "pk")
    return {make_key(code, MOVED, str(pk)) for code, pk in pairs}.intersection(keys)


def shown_formers() -> QuerySet[FormerAddress]:
    """Former addresses of what readers see, or saw before it was killed."""
    shown = Placement.objects.filter(
        SHOWN, story=OuterRef("story"), edition=OuterRef("edition"), published_at__isnull=False
    )
    return FormerAddress.objects.filter(Exists(shown))


def keys_of_moved(tag: str) -> Iterable[str]:
    name, _, story = tag.partition(":")
    if name != "story":
        return []
    formers = FormerAddress.objects.filter(story_id=story).values_list("edition__code", "pk")
    return [make_key(code, MOVED, str(pk)) for code, pk in formers]


def subject_of_moved(key: str) -> str | None:
    former = former_of(key)
    return story_tag(former.story_id) if former else None


def path_of_buried(key: str) -> tuple[Edition, str, Story] | None:
    """Edition, path in it and story for a dead story's key; None if readers never saw it."""
    edition = edition_by_code(edition_of(key))
    kind = key.split(":")[1]
    if kind in {MOVED, MOVED_COMMENTS}:
        former, (_pk, _, which) = former_of(key), rest_of(key).partition(":")
        page = f"comments/{which}/" if which else ""
        return (edition, f"{former.path}{page}", former.story) if former else None
    story_id, _, comments = rest_of(key).partition(":")
    placement = placement_of(edition, story_id)
    if placement is None or placement.appeared_at is None:
        return None
    path = page_path(placement, comments) if comments else path_of(placement)
    return edition, path, placement.story
