"""The verbs of the wire: take a delivery in, lift a version into a story, obey a kill.

The machine acts for whoever ran the command or set the rule, so `by` may be None.
Locks are taken in one order: the item's row, then its story's.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from broadsheet.editions.models import Edition, Section
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.stories.actions import (
    create_story,
    kill_story,
    publish_story,
    save_draft,
    schedule_publication,
    unpublish_story,
)
from broadsheet.stories.embargoes import hold_back, keep_embargo
from broadsheet.stories.models import Story
from broadsheet.wire.copying import copy_of, edition_of, is_copy, section_for
from broadsheet.wire.errors import WireError
from broadsheet.wire.formats.item import WireItem
from broadsheet.wire.holding import why_held, why_unpublishable, withholds
from broadsheet.wire.keeping import Kept, keep
from broadsheet.wire.models import Delivery, DeliveryState, Item, Lift, Version
from broadsheet.wire.reading import Reading, read_file

_GUID_LENGTH = 500
_NUMBER_LENGTH = 20


@dataclass
class Taken:
    """What came of one delivery: its versions, new or known before, and the orders to kill."""

    delivery: Delivery
    versions: list[Version] = field(default_factory=list)
    kills: list[str] = field(default_factory=list)
    error: WireError | None = None


def take_delivery(*, data: bytes | BinaryIO, name: str, time_zone: ZoneInfo | None = None) -> Taken:
    """Keep the bytes, read them, and store what they hold; a refused delivery is kept with why.

    Taking the same bytes again changes nothing and gives the same versions.
    """
    kept = keep(BytesIO(data) if isinstance(data, bytes) else data)
    reading = read_file(kept.path, name=name, time_zone=time_zone)
    with transaction.atomic():
        delivery = _delivery(kept, reading)
        versions = _stored(reading.items, delivery)
        kills = sorted({guid for item in reading.items for guid in _killed_by(item)})
        dead = [_rows_of(kills)[guid].pk for guid in kills]
        Item.objects.filter(pk__in=dead, killed_at=None).update(killed_at=timezone.now())
        record(
            by=None,
            act="wire.delivery.take",
            obj=f"delivery:{kept.sha256[:16]}",
            items=len(reading.items),
            refused=delivery.error_code,
        )
    return Taken(delivery, versions, kills, reading.error)


def _delivery(kept: Kept, reading: Reading) -> Delivery:
    error = reading.error
    values = {
        "name": reading.file[:250],
        "size": kept.size,
        "state": DeliveryState.REFUSED if error else DeliveryState.TAKEN,
        "error_code": error.code if error else "",
        "reason": error.reason if error else "",
        "remedy": error.remedy if error else "",
    }
    delivery, _new = Delivery.objects.update_or_create(sha256=kept.sha256, defaults=values)
    return delivery


def _stored(items: Iterable[WireItem], delivery: Delivery) -> list[Version]:
    guids = [item.guid or f"urn:sha256:{delivery.sha256}:{n}" for n, item in enumerate(items)]
    rows = _rows_of(guids)
    return [
        _version(item, guid, rows[guid], delivery) for item, guid in zip(items, guids, strict=True)
    ]


def _rows_of(guids: list[str]) -> dict[str, Item]:
    """Items by guid, made where they are new, always in one order so that no two takes deadlock."""
    keys = {guid: _key(guid) for guid in guids}
    new = [Item(guid=key) for key in sorted({*keys.values()})]
    Item.objects.bulk_create(new, ignore_conflicts=True)
    found = Item.objects.in_bulk(list(keys.values()), field_name="guid")
    return {guid: found[key] for guid, key in keys.items()}


def _key(guid: str) -> str:
    """The guid, or its hash if it is longer than the column."""
    if len(guid) <= _GUID_LENGTH:
        return guid
    return f"urn:sha256:{hashlib.sha256(guid.encode()).hexdigest()}"


def _version(item: WireItem, guid: str, row: Item, delivery: Delivery) -> Version:
    """The version's row; the same bytes give the same rows, even if they are read better today."""
    line = {**item.as_line(), "guid": guid}
    order = _order(item)
    known = Version.objects.filter(item=row, delivery=delivery, order=order).first()
    if known is not None:
        return known
    told = {name: value for name, value in line.items() if name not in {"file", "repairs"}}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    values = {
        "delivery": delivery,
        "label": (item.version or "")[:100],
        "order": order,
        "line": line,
    }
    version, _new = Version.objects.get_or_create(item=row, digest=digest, defaults=values)
    return version


def _order(item: WireItem) -> str:
    """Sorts as text: a numbered version by its number, then by the agency's own time."""
    label = item.version or ""
    number = int(label) if label.isdecimal() and len(label) <= _NUMBER_LENGTH else 0
    created = item.version_created.isoformat() if item.version_created else ""
    return f"{number:0{_NUMBER_LENGTH}} {created}"


def _killed_by(item: WireItem) -> Iterable[str]:
    yield from item.kills
    if item.pubstatus == "canceled" and item.guid:
        yield item.guid


@dataclass(frozen=True)
class Lifted:
    """What became of one version: the story, or why there is none, or why it is not published."""

    version: Version
    story: Story | None = None
    published: bool = False
    why_not: str = ""
    taken_back: bool = False


def lift_version(
    *,
    version: Version,
    by: User | None = None,
    edition: Edition | None = None,
    section: Section | None = None,
    publish: bool = False,
) -> Lifted:
    """Make the version a story of `edition` (of its language), or bring its story up to date.

    Copy that the desk has edited is never overwritten, and an older version never replaces a newer
    one. A version that the agency withholds takes its story back, and one that it killed makes
    none. Raises NoEdition, NotReadyError and NotAllowedError.
    """
    with transaction.atomic():
        item = Item.objects.select_for_update(no_key=True).get(pk=version.item_id)
        if item.killed_at is not None:
            return Lifted(version, why_not="The agency killed this item.")
        lift = Lift.objects.filter(item=item).select_related("story", "version").first()
        if lift is None and not is_copy(version.line):
            kind = version.line["type"]
            return Lifted(version, why_not=f"It is {_article(kind)}, with no text for readers.")
        if lift is None:
            story = _new_story(version, by, edition, section)
        else:
            return _bring_up_to_date(lift, version, by, publish=publish)
        return _published(version, story, by, publish=publish)


def _bring_up_to_date(lift: Lift, version: Version, by: User | None, *, publish: bool) -> Lifted:
    held, is_withheld = why_held(lift, version), withholds(lift, version)
    if is_withheld:
        reason = f"The agency withholds {version.line['guid']}."
        lift.story = unpublish_story(story=lift.story, by=by, reason=reason)
    if held:
        lifted = Lifted(version, lift.story, published=lift.story.live, why_not=held)
    else:
        lifted = _published(version, _updated_story(lift, version, by), by, publish=publish)
    return replace(lifted, taken_back=is_withheld)


def _published(version: Version, story: Story, by: User | None, *, publish: bool) -> Lifted:
    reason = why_unpublishable(version.line)
    if version.line["pubstatus"] != "usable":
        hold_back(story=story)
    elif publish and reason:
        home = story.placements.get(is_home=True)
        schedule_publication(placement=home, by=by)
    if not publish or reason:
        return Lifted(version, story, published=story.live, why_not=reason)
    return Lifted(version, publish_story(story=story, by=by), published=True)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"


def _new_story(
    version: Version, by: User | None, edition: Edition | None, section: Section | None
) -> Story:
    edition = edition or edition_of(version.line)
    section = section or section_for(edition, version.line)
    story = create_story(by=by, edition=edition, section=section, copy=copy_of(version))
    _hold_until(story, version)
    Lift.objects.create(item=version.item, story=story, version=version)
    return story


def _updated_story(lift: Lift, version: Version, by: User | None) -> Story:
    """The story with the version's copy as its draft; copy without words changes only its state."""
    story: Story = lift.story.get_latest_revision_as_object()
    if version.pk == lift.version_id:
        return story
    if is_copy(version.line):
        for name, value in copy_of(version).items():
            if name != "language":
                setattr(story, name, value)
        save_draft(story=story, by=by)
    _hold_until(story, version)
    lift.version = version
    lift.save(update_fields=["version"])
    return story


def _hold_until(story: Story, version: Version) -> None:
    """The embargo of the newest version counts, or that it has none any more."""
    embargo = version.line["embargo"]
    keep_embargo(story=story, until=parse_datetime(embargo) if embargo else None)


def obey_kills(*, guids: Iterable[str], by: User | None = None) -> list[Story]:
    """Kill every story that was lifted from one of the items; those killed before are left."""
    killed = []
    keys = [_key(guid) for guid in guids]
    lifts = Lift.objects.filter(item__guid__in=keys, story__killed_at=None)
    for lift in lifts.select_related("story", "item"):
        reason = f"The agency killed {lift.item.guid}."
        killed.append(kill_story(story=lift.story, by=by, reason=reason))
    return killed
