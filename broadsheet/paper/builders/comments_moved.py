"""What stands where a story's comments stood before the story got another address."""

from collections.abc import Iterable, Iterator, Sequence

from broadsheet.comments.models import Conversation
from broadsheet.comments.queries import was_answered
from broadsheet.editions.addresses import absolute, address, file_of
from broadsheet.editions.queries import edition_by_code
from broadsheet.paper.builders.comments import pages_of_comments
from broadsheet.paper.builders.conversation import THREAD, page_path
from broadsheet.paper.builders.story import MOVED_COMMENTS, former_of, shown_formers
from broadsheet.paper.rendering import render
from broadsheet.paper.sheets import MovedSheet
from broadsheet.press.recording import note
from broadsheet.press.registry import Page, edition_of, make_key, rest_of
from broadsheet.stories.models import FormerAddress, PlacementState
from broadsheet.stories.queries import card_tag, placement_of, story_tag
from broadsheet.stylebook.languages import direction


def build_moved_comments(key: str) -> Page | None:
    """A small page that leads to the same comments at the story's address now."""
    edition = edition_by_code(edition_of(key))
    former = former_of(key)
    if former is None:
        return None
    note("design", story_tag(former.story_id), card_tag(former.story_id))
    placement = placement_of(edition, former.story_id)
    if placement is None or placement.state != PlacementState.LIVE:
        return None
    which = rest_of(key).partition(":")[2]
    path = page_path(placement, which)
    sheet = MovedSheet(
        edition_name=edition.name,
        language=edition.language,
        direction=direction(edition.language),
        target=address(edition, path),
        canonical=absolute(edition, path),
    )
    page = render("moved.html", sheet).encode()
    return Page(file_of(edition, f"{former.path}comments/{which}/"), page)


def expected_moved_comments() -> Iterator[str]:
    talked = shown_formers().filter(story__conversations__numbered__gt=0).distinct()
    rows = talked.order_by("pk").values_list("edition__code", "pk", "story_id")
    for code, pk, story_id in rows.iterator(chunk_size=2_000):
        for which in pages_under(code, story_id):
            yield make_key(code, MOVED_COMMENTS, f"{pk}:{which}")


def moved_comments_among(keys: Sequence[str]) -> Iterable[str]:
    """Looks at the pages of the stories that the keys name, and at no others."""
    rows = shown_formers().filter(pk__in={int(rest_of(key).partition(":")[0]) for key in keys})
    wanted = {
        make_key(code, MOVED_COMMENTS, f"{pk}:{which}")
        for code, pk, story_id in rows.values_list("edition__code", "pk", "story_id")
        for which in pages_under(code, story_id)
    }
    return wanted.intersection(keys)


def keys_of_moved_comments(tag: str) -> Iterable[str]:
    name, _, rest = tag.partition(":")
    if name == "story":
        return list(_keys(rest))
    if name == "comments" and rest.count(":") == 2:
        code, story_id, which = rest.split(":")
        return list(_keys(story_id, code, which))
    if name == "comment-thread" and was_answered(rest):
        rows = Conversation.objects.filter(story__comments__pk=rest).values_list("story_id")
        return [key for (story,) in rows for key in _keys(story, which=f"{THREAD}{rest}")]
    return []


def _keys(story_id: str, code: str = "", which: str = "") -> Iterator[str]:
    formers = FormerAddress.objects.filter(story_id=story_id)
    formers = formers.filter(edition__code=code) if code else formers
    for where, pk in formers.values_list("edition__code", "pk"):
        for page in [which] if which else pages_under(where, story_id):
            yield make_key(where, MOVED_COMMENTS, f"{pk}:{page}")


def pages_under(code: str, story_id: str) -> list[str]:
    """The names of the pages of comments that a story has in the edition."""
    talked = Conversation.objects.filter(edition__code=code, story_id=story_id, numbered__gt=0)
    return [
        page
        for numbered in talked.values_list("numbered", flat=True)
        for page in pages_of_comments(code, story_id, numbered)
    ]


def subject_of_moved_comments(key: str) -> str | None:
    former = former_of(key)
    return story_tag(former.story_id) if former else None
