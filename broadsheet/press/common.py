"""Tags that most pages of an edition read are stored once for all pages that read the same ones.

A story's page reads some twelve tags of its own and another half dozen that nearly every page
reads. The latter make a bundle: one tag that stands for them, which the page is said to read.
Versions belong to the members alone, so a page is held to each of them as if it stood alone.
"""

import hashlib
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from broadsheet.press.models import Bundled, Output, Tag

BUNDLE = "bundle"
_common: set[str] = set()


def register_common(*heads: str) -> None:
    """Name tags, by what stands before their first colon, that most pages of an edition read."""
    _common.update(heads)


def stored_as(tags: Collection[str]) -> set[str]:
    """The names under which a page's readings of `tags` are stored."""
    common = _common_among(tags)
    return {*tags} - common | {_bundle(common)} if common else {*tags}


def bundles_of(readings: Iterable[Collection[str]]) -> dict[str, set[str]]:
    """Each bundle that pages with such readings need, with its members."""
    sets = {frozenset(_common_among(tags)) for tags in readings}
    return {_bundle(members): set(members) for members in sets if members}


def make_bundles(bundles: dict[str, set[str]], tags: dict[str, Tag]) -> None:
    """Write down what is in each of the bundles; `tags` has the rows of bundles and members.

    The members have to be locked against a rise of their version, whose expansion looks here.
    """
    fresh = set(bundles)
    if fresh:
        ids = [tags[name].pk for name in bundles]
        known = Bundled.objects.filter(bundle_id__in=ids)
        fresh -= set(known.values_list("bundle__name", flat=True))
    Bundled.objects.bulk_create(
        (
            Bundled(bundle=tags[name], member=tags[member])
            for name in sorted(fresh)
            for member in sorted(bundles[name])
        ),
        ignore_conflicts=True,
    )


def bundles_with(tags: Iterable[int]) -> dict[int, list[int]]:
    """The bundles that each of the tags is in, by the tag's id; none for most."""
    found: dict[int, list[int]] = {pk: [] for pk in tags}
    rows = Bundled.objects.filter(member_id__in=list(found)).order_by("bundle_id")
    for member, bundle in rows.values_list("member_id", "bundle_id"):
        found[member].append(bundle)
    return found


def readers_of(tags: Collection[str]) -> QuerySet[Output]:
    """The outputs that read one of the tags; with one row for each of those that they read."""
    alone = Tag.objects.filter(name__in=tags).values_list("pk", flat=True)
    bundles = Bundled.objects.filter(member__in=alone).values_list("bundle_id", flat=True)
    return Output.objects.filter(readings__tag__in=[*alone, *bundles])


def tags_read_by(output: Output) -> set[str]:
    """The tags that the output read when it was last pressed."""
    return names_of(output.readings.values_list("tag_id", flat=True))


def names_of(readings: Iterable[int]) -> set[str]:
    """The tags for which stored readings stand, those in bundles too."""
    stored = dict(Tag.objects.filter(pk__in=list(readings)).values_list("pk", "name"))
    members = Bundled.objects.filter(bundle_id__in=list(stored))
    bundles = set(members.values_list("bundle__name", flat=True))
    return {*stored.values()} - bundles | set(members.values_list("member__name", flat=True))


def stored_with(names: Iterable[str]) -> dict[str, list[int]]:
    """The ids of the tags, by name, each with those of the bundles that it is in."""
    found: dict[str, list[int]] = {}
    for pk, name in Tag.objects.filter(name__in=sorted(names)).values_list("pk", "name"):
        found[name] = [pk]
    members = Bundled.objects.filter(member__name__in=sorted(found))
    for bundle, name in members.values_list("bundle_id", "member__name"):
        found[name].append(bundle)
    return found


def _common_among(tags: Iterable[str]) -> set[str]:
    return {tag for tag in tags if tag.partition(":")[0] in _common}


def _bundle(members: Collection[str]) -> str:
    """A name that is the same for the same members, whoever makes the bundle first."""
    listed = "\n".join(sorted(members))
    return f"{BUNDLE}:{hashlib.blake2b(listed.encode(), digest_size=8).hexdigest()}"
