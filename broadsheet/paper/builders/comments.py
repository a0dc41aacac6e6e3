"""Pages of comments beside the story's own: numbered, recommended, threads; and the terms."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F, QuerySet

from broadsheet.comments.figures import figures_shown
from broadsheet.comments.models import Comment, Conversation
from broadsheet.comments.queries import (
    TERMS_PATH,
    comments_on_page,
    conversation_of,
    page_of,
    recommended_comments,
    terms_written_at,
    thread_of,
    was_answered,
)
from broadsheet.comments.words import talk_in
from broadsheet.editions.addresses import absolute, address, file_of
from broadsheet.editions.queries import edition_by_code
from broadsheet.paper.builders.comment_figures import FIGURES_PATH
from broadsheet.paper.builders.conversation import (
    OLDEST,
    RECOMMENDED,
    THREAD,
    clause_pieces,
    comment_piece,
    count_text,
    neighbours,
    orders,
    page_path,
    story_url,
)
from broadsheet.paper.builders.story import SHOWN
from broadsheet.paper.cards import absolute_url, headline_of
from broadsheet.paper.comment_sheets import CommentsSheet, ConversationPiece, TermsSheet
from broadsheet.paper.framing import frame_of
from broadsheet.paper.moments import moment
from broadsheet.paper.pieces import Head, Link
from broadsheet.paper.rendering import render
from broadsheet.press.registry import Page, edition_of, make_key, rest_of
from broadsheet.stories.models import Placement, PlacementState
from broadsheet.stories.queries import home_placement_of, placement_of, story_tag
from broadsheet.stylebook.ids import minted_at

KIND, TERMS = "comments", "comment-terms"


def build_comments(key: str) -> Page | None:
    """One page of a story's comments in an edition, while the story is live there."""
    edition = edition_by_code(edition_of(key))
    story_id, _, which = rest_of(key).partition(":")
    placement = placement_of(edition, story_id)
    conversation = conversation_of(edition, story_id)
    if placement is None or placement.state != PlacementState.LIVE or conversation is None:
        return None
    piece = _piece(placement, conversation, which)
    if piece is None:
        return None
    talk = talk_in(edition.language)
    headline = headline_of(placement)
    home = placement if placement.is_home else home_placement_of(placement.story) or placement
    sheet = CommentsSheet(
        frame=frame_of(edition),
        head=Head(
            title=f"{talk['comments']}: {headline}",
            description="",
            canonical=absolute_url(home.edition, home),
            section_key=placement.section.slug,
            is_indexed=False,
        ),
        headline=headline,
        story_url=story_url(placement),
        heading=talk["comments"],
        conversation=piece,
    )
    text = render("comments.html", sheet)
    return Page(file_of(edition, page_path(placement, which)), text.encode())


def _piece(
    placement: Placement, conversation: Conversation, which: str
) -> ConversationPiece | None:
    if which == RECOMMENDED:
        rows = recommended_comments(placement.edition, placement.story_id)
        return _listed(placement, conversation, rows, RECOMMENDED)
    if which.startswith(THREAD):
        root = which.removeprefix(THREAD)
        rows = thread_of(root)
        return _listed(placement, conversation, rows, "") if was_answered(root) else None
    page = int(which)
    if not 1 <= page <= page_of(max(conversation.numbered, 1)) or not conversation.numbered:
        return None
    rows = comments_on_page(placement.edition, placement.story_id, page)
    earlier, later = neighbours(placement, conversation, page)
    return _listed(placement, conversation, rows, OLDEST, earlier=earlier, later=later)


def _listed(
    placement: Placement,
    conversation: Conversation,
    rows: list[Comment],
    order: str,
    *,
    earlier: Link | None = None,
    later: Link | None = None,
) -> ConversationPiece:
    return ConversationPiece(
        count_text=count_text(placement.edition, conversation.approved),
        url=story_url(placement),
        notice="",
        comments=tuple(comment_piece(placement, row) for row in rows),
        orders=orders(placement, order),
        earlier=earlier,
        later=later,
    )


def expected_comments() -> Iterable[str]:
    """Each page of each conversation under a story that readers can see, or that was killed."""
    return _keys_under(Placement.objects.all())


def comments_among(keys: Sequence[str]) -> Iterable[str]:
    """Looks at the conversations that the keys name, and at no others."""
    stories = {rest_of(key).partition(":")[0] for key in keys}
    return set(_keys_under(Placement.objects.filter(story_id__in=stories))).intersection(keys)


def _keys_under(placements: QuerySet[Placement]) -> Iterator[str]:
    shown = placements.filter(SHOWN, published_at__isnull=False)
    talked = shown.filter(
        story__conversations__edition=F("edition"), story__conversations__numbered__gt=0
    )
    rows = talked.order_by("pk").values_list(
        "edition__code", "story_id", "story__conversations__numbered"
    )
    for code, story_id, numbered in rows.iterator(chunk_size=2_000):
        yield from _keys(code, story_id, numbered)


def _keys(code: str, story_id: str, numbered: int) -> Iterator[str]:
    for which in pages_of_comments(code, story_id, numbered):
        yield make_key(code, KIND, f"{story_id}:{which}")


def pages_of_comments(code: str, story_id: str, numbered: int) -> Iterator[str]:
    """The names of all pages of a conversation in which the last number given is `numbered`."""
    for page in range(1, page_of(numbered) + 1):
        yield str(page)
    yield RECOMMENDED
    # Whatever ever appeared counts, so that a killed story's pages do not come and go.
    answered = Comment.objects.filter(
        story_id=story_id, edition__code=code, number__isnull=False, thread__isnull=False
    )
    roots = answered.order_by("thread_id").values_list("thread_id", flat=True).distinct()
    for root in roots.iterator(chunk_size=2_000):
        yield f"{THREAD}{root}"


def keys_of_comments(tag: str) -> Iterable[str]:
    name, _, rest = tag.partition(":")
    if name == "story":
        return _keys_of_story(rest)
    if name == "comments" and rest.count(":") == 2:
        code, story_id, which = rest.split(":")
        return [make_key(code, KIND, f"{story_id}:{which}")]
    if name == "comment-thread":
        return _keys_of_thread(rest) if was_answered(rest) else []
    return []


def _keys_of_thread(root_id: str) -> list[str]:
    rows = Comment.objects.filter(pk=root_id).values_list("edition__code", "story_id")
    return [make_key(code, KIND, f"{story_id}:{THREAD}{root_id}") for code, story_id in rows]


def _keys_of_story(story_id: str) -> list[str]:
    rows = Conversation.objects.filter(story_id=story_id, numbered__gt=0)
    return [
        key
        for code, numbered in rows.values_list("edition__code", "numbered")
        for key in _keys(code, story_id, numbered)
    ]


def subject_of_comments(key: str) -> str:
    return story_tag(rest_of(key).partition(":")[0])


def comments_newness(key: str) -> int:
    return int(minted_at(rest_of(key).partition(":")[0]).timestamp())


def build_terms(key: str) -> Page | None:
    """The publishing terms in the edition's language."""
    edition = edition_by_code(edition_of(key))
    talk = talk_in(edition.language)
    written = terms_written_at()
    sheet = TermsSheet(
        frame=frame_of(edition),
        head=Head(
            title=talk["terms"],
            description=talk["terms_intro"],
            canonical=absolute(edition, TERMS_PATH),
        ),
        clauses=clause_pieces(edition),
        written=moment(edition, written) if written else None,
        figures_url=address(edition, FIGURES_PATH) if figures_shown(edition) else "",
    )
    return Page(file_of(edition, TERMS_PATH), render("comment-terms.html", sheet).encode())
