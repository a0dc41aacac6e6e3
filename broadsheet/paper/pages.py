"""Registers every kind of page that readers and machines get, with what finds and builds it."""

from collections.abc import Callable, Iterable

from broadsheet.editions.addresses import addresses_of_file
from broadsheet.editions.models import Edition
from broadsheet.paper import photos
from broadsheet.paper.builders import (
    archive,
    comment_figures,
    comment_pages,
    comments,
    comments_moved,
    fronts,
    machines,
    standing,
    story,
)
from broadsheet.paper.framing import design_digest
from broadsheet.press.registry import (
    NO_EDITION,
    Kind,
    Page,
    WhenPinned,
    make_key,
    register,
    register_addresses,
    register_design,
    register_live,
    register_preview,
    register_tombstone_builder,
)

# Order of pressing: what others show or link to comes first.
ASSETS, PICTURES, STORIES, SECTIONS, HOMES, FEEDS, ARCHIVES, MAPS = 10, 20, 30, 40, 45, 50, 60, 70


def _plain(
    name: str,
    rank: int,
    build: Callable[[str], Page | None],
    expected: Callable[[], Iterable[str]],
    keys_of: Callable[[str], Iterable[str]],
    *,
    lingers: bool,
) -> Kind:
    """Former files linger where the address carries a hash, which also keeps them for a pin."""
    pinned = WhenPinned.BOTH if lingers else WhenPinned.THEN
    return Kind(
        name,
        rank,
        expected=expected,
        keys_of=keys_of,
        build=build,
        lingers=lingers,
        when_pinned=pinned,
    )


def _one_an_edition(
    name: str, rank: int, build: Callable[[str], Page | None], *, lingers: bool = False
) -> Kind:
    """A kind with one page in each edition, which a change of the edition's frame may bring."""

    def expected() -> Iterable[str]:
        return [make_key(code, name) for code in Edition.objects.values_list("code", flat=True)]

    def keys_of(tag: str) -> Iterable[str]:
        kind, _, code = tag.partition(":")
        return [make_key(code, name)] if kind == "frame" else []

    return _plain(name, rank, build, expected, keys_of, lingers=lingers)


def _one_for_all(
    name: str, rank: int, build: Callable[[str], Page | None], *, lingers: bool = False
) -> Kind:
    """A kind with a single page, wanted as soon as there is an edition."""

    def expected() -> Iterable[str]:
        return [make_key(NO_EDITION, name)] if Edition.objects.exists() else []

    def keys_of(tag: str) -> Iterable[str]:
        return [make_key(NO_EDITION, name)] if tag == "editions" else []

    return _plain(name, rank, build, expected, keys_of, lingers=lingers)


def _expected_live() -> Iterable[str]:
    updated = Edition.objects.filter(last_updated_at__isnull=False)
    return [make_key(code, machines.LIVE) for code in updated.values_list("code", flat=True)]


def _keys_of_live(tag: str) -> Iterable[str]:
    name, _, code = tag.partition(":")
    return [make_key(code, machines.LIVE)] if name == "updated" else []


def _keys_of_feeds(tag: str) -> Iterable[str]:
    name, _, code = tag.partition(":")
    if name != "frame":
        return []
    return [key for key in machines.expected_feeds() if key.startswith(f"{code}:")]


def _expected_lost(name: str) -> Callable[[], Iterable[str]]:
    def expected() -> Iterable[str]:
        codes = list(Edition.objects.values_list("code", flat=True))
        return [make_key(code, name) for code in ([NO_EDITION, *codes] if codes else [])]

    return expected


def _keys_of_lost(name: str) -> Callable[[str], Iterable[str]]:
    def keys_of(tag: str) -> Iterable[str]:
        kind, _, code = tag.partition(":")
        return [make_key(NO_EDITION, name), make_key(code, name)] if kind == "frame" else []

    return keys_of


KINDS = (
    _one_an_edition("style", ASSETS, machines.build_style, lingers=True),
    _one_an_edition("icon", ASSETS, machines.build_icon, lingers=True),
    _one_for_all("script", ASSETS, machines.build_script("site"), lingers=True),
    _one_for_all("comment-script", ASSETS, machines.build_script("comments"), lingers=True),
    _one_for_all("proof-script", ASSETS, machines.build_script("proof"), lingers=True),
    _one_for_all("hosts", ASSETS, machines.build_hosts),
    Kind(
        photos.KIND,
        PICTURES,
        expected=photos.expected_pictures,
        keys_of=photos.keys_of_picture,
        among=photos.pictures_among,
        build=photos.build_picture,
        subject=photos.subject_of_picture,
        newness=photos.picture_newness,
        when_pinned=WhenPinned.BOTH,
    ),
    Kind(
        story.KIND,
        STORIES,
        expected=story.expected_stories,
        keys_of=story.keys_of_story,
        among=story.stories_among,
        build=story.build_story,
        foresee=story.foresee_stories,
        subject=story.subject_of_story,
        newness=story.story_newness,
    ),
    Kind(
        comments.KIND,
        STORIES,
        expected=comments.expected_comments,
        keys_of=comments.keys_of_comments,
        among=comments.comments_among,
        build=comments.build_comments,
        subject=comments.subject_of_comments,
        newness=comments.comments_newness,
    ),
    _one_an_edition(comments.TERMS, STORIES, comments.build_terms),
    Kind(
        comment_figures.KIND,
        STORIES,
        expected=comment_figures.expected_figures,
        keys_of=comment_figures.keys_of_figures,
        build=comment_figures.build_figures,
    ),
    Kind(
        story.MOVED,
        STORIES,
        expected=story.expected_moved,
        keys_of=story.keys_of_moved,
        among=story.moved_among,
        build=story.build_moved,
        subject=story.subject_of_moved,
    ),
    Kind(
        story.MOVED_COMMENTS,
        STORIES,
        expected=comments_moved.expected_moved_comments,
        keys_of=comments_moved.keys_of_moved_comments,
        among=comments_moved.moved_comments_among,
        build=comments_moved.build_moved_comments,
        subject=comments_moved.subject_of_moved_comments,
    ),
    Kind(
        standing.KIND,
        STORIES,
        expected=standing.expected_standing,
        keys_of=standing.keys_of_standing,
        build=standing.build_standing,
    ),
    Kind(
        fronts.SECTION,
        SECTIONS,
        expected=fronts.expected_sections,
        keys_of=fronts.keys_of_sections,
        build=fronts.build_section,
    ),
    _one_an_edition(fronts.HOME, HOMES, fronts.build_home),
    _one_for_all(fronts.GROUP, HOMES, fronts.build_group),
    Kind(
        machines.FEED,
        FEEDS,
        expected=machines.expected_feeds,
        keys_of=_keys_of_feeds,
        build=machines.build_feed,
    ),
    Kind(
        machines.LIVE,
        FEEDS,
        expected=_expected_live,
        keys_of=_keys_of_live,
        build=machines.build_live,
        when_pinned=WhenPinned.NOW,
    ),
    _one_an_edition(archive.INDEX, ARCHIVES, archive.build_index),
    Kind(
        archive.MONTH,
        ARCHIVES,
        expected=archive.expected_months,
        keys_of=archive.keys_of_months,
        build=archive.build_month,
    ),
    Kind(
        archive.DAY,
        ARCHIVES,
        expected=archive.expected_days,
        keys_of=archive.keys_of_days,
        build=archive.build_day,
    ),
    _one_an_edition(machines.SITEMAP, MAPS, machines.build_sitemap_index),
    Kind(
        machines.DAY_MAP,
        MAPS,
        expected=machines.expected_sitemaps,
        keys_of=machines.keys_of_sitemaps,
        build=machines.build_sitemap,
    ),
    Kind(
        "404",
        MAPS,
        expected=_expected_lost("404"),
        keys_of=_keys_of_lost("404"),
        build=standing.build_not_found,
    ),
    Kind(
        "410",
        MAPS,
        expected=_expected_lost("410"),
        keys_of=_keys_of_lost("410"),
        build=standing.build_gone,
    ),
    _one_for_all("robots", MAPS, machines.build_robots),
)

for _kind in KINDS:
    register(_kind)
register_tombstone_builder(standing.build_tombstone)
register_design(design_digest)
register_addresses(addresses_of_file)
register_preview(story.preview_story)
register_live("comment-form", comment_pages.draw_form)
register_live("comment-receipt", comment_pages.draw_receipt)
register_live("comment-report", comment_pages.draw_report)
register_live("comment-notice", comment_pages.draw_notice)
register_live("comment-ask", comment_pages.draw_ask)
