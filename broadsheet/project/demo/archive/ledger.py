"""Enters stories into the press's ledger: as pages to press, or as pages that are put off.

A page that is put off has its path and its readings, no file, and was never pressed: it is not
stale until something that it shows changes, or every page is wanted anew.
"""

from collections.abc import Iterable, Sequence

from broadsheet.editions.models import Edition
from broadsheet.paper.builders.story import KIND
from broadsheet.paper.foretold import Foretold, foretell_stories
from broadsheet.press.common import bundles_of, make_bundles, stored_as
from broadsheet.press.expansion import want_outputs
from broadsheet.press.models import Lane, Output, Reading, Tag, hash_of
from broadsheet.press.registry import kind_of, make_key
from broadsheet.stories.loading import add_rows, take_ids
from broadsheet.stories.loading.tables import add_missing, as_stored, defaults_of


def want_stories(edition: Edition, story_ids: Iterable[str]) -> None:
    """Have the stories' pages pressed, within the caller's transaction."""
    want_outputs([make_key(edition.code, KIND, pk) for pk in story_ids], lane=Lane.ROUTINE)


def put_off_stories(edition: Edition, story_ids: Sequence[str]) -> None:
    """Write down where the stories' pages belong and what they read, and press none of them."""
    pages = foretell_stories(edition, story_ids)
    known = set(
        Output.objects.filter(key__in=[page.key for page in pages]).values_list("key", flat=True)
    )
    pages = [page for page in pages if page.key not in known]
    ids = take_ids(Output, len(pages))
    _add_outputs(pages, ids)
    tags = _tags(pages)
    # By tag, as the index has them: pages of it that are filled in order are fuller.
    readings = sorted(
        (tag, output)
        for page, output in zip(pages, ids, strict=True)
        for tag in {tags[name].pk for name in stored_as(page.tags)}
    )
    add_rows(Reading, ("tag_id", "output_id"), readings)


def _add_outputs(pages: Sequence[Foretold], ids: Iterable[int]) -> None:
    if not pages:
        return
    shared = {"order": kind_of(pages[0].key).rank, "stale_since": None}
    values = defaults_of(Output) | as_stored(Output, shared)
    names = ["id", "key", "path", "path_hash", "newness"]
    names += [name for name in values if name not in names]
    rest = [values[name] for name in names[5:]]
    rows = (
        [pk, page.key, page.path, hash_of(page.path), page.newness, *rest]
        for pk, page in zip(ids, pages, strict=True)
    )
    add_rows(Output, names, rows)


def _tags(pages: Sequence[Foretold]) -> dict[str, Tag]:
    """The rows of all tags that the pages read, and of their bundles; new ones never changed."""
    bundles = bundles_of(page.tags for page in pages)
    names = sorted(set(bundles).union(*(page.tags for page in pages)))
    add_missing(Tag, "name", names)
    tags = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    make_bundles(bundles, tags)
    return tags
