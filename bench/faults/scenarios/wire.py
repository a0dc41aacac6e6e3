"""The agency's orders and takes arrive out of order, more than once, or into a dying process."""

import json

from bench.faults.oracle import files_under
from bench.faults.registry import must, scenario
from bench.faults.stage import Stage
from bench.faults.traps import Trap, set_trap
from broadsheet.stories.models import Story
from broadsheet.wire.actions import Lifted, lift_version, obey_kills, take_delivery
from broadsheet.wire.models import Delivery, Item, Version

GUID = "urn:bench:1"
HEADLINE = "Harbour master resigns, version {}"


def item(version: int, **fields: str) -> bytes:
    """A ninjs item as an agency sends it."""
    return json.dumps(
        {
            "uri": GUID, "version": str(version), "type": "text", "pubstatus": "usable",
            "language": "en", "headline": HEADLINE.format(version),
            "body_text": "The harbour master resigned on Monday after a long inquiry.",
        } | fields
    ).encode()  # fmt: skip


def take_and_lift(data: bytes) -> list[Lifted]:
    """What the command line does with a file: take it, obey its kills, publish the rest."""
    taken = take_delivery(data=data, name="item.json")
    obey_kills(guids=taken.kills)
    return [lift_version(version=version, publish=True) for version in taken.versions]


@scenario("kill-before-its-story", "An agency's kill arrives before the item that it kills.")
def kill_before_its_story(stage: Stage) -> str:
    stage.worker()
    take_and_lift(item(2, pubstatus="canceled"))
    for version in (1, 3):
        (lifted,) = take_and_lift(item(version))
        must(lifted.story is None, f"version {version} became story {lifted.story}")
    stage.quiet()
    shown = [
        name for name, body in files_under(stage.newsroom.site).items()
        if b"Harbour master resigns" in body
    ]  # fmt: skip
    must(not shown, f"the dead item is in {shown[:3]}")
    must(not Story.objects.filter(headline__startswith="Harbour master").exists(), "it has a story")
    return f"born dead, and no resend revived it, {stage.hold()}"


@scenario("takes-out-of-order", "An agency sends versions 3, 1, 2 of an item, each three times.")
def takes_out_of_order(stage: Stage) -> str:
    stage.worker()
    for version in (3, 1, 2) * 3:
        take_and_lift(item(version))
    story = Story.objects.get(headline__startswith="Harbour master")
    must(story.headline == HEADLINE.format(3), f"readers see {story.headline!r}")
    kept = Item.objects.count(), Version.objects.count(), Delivery.objects.count()
    must(kept == (1, 3, 3), f"items, versions and deliveries: {kept}")
    stage.quiet()
    return f"one story at version 3, three versions kept, {stage.hold()}"


def take_and_die(data: bytes) -> None:
    """Die once the raw bytes are kept, before they are read."""
    set_trap(Trap("after-keeping"))
    take_and_lift(data)


@scenario("taker-killed", "The process that takes a delivery in is killed once its bytes are kept.")
def taker_killed(stage: Stage) -> str:
    stage.must_die_by_trap(stage.call(take_and_die, item(1)))
    must(not Delivery.objects.exists(), "half a delivery was committed")
    for _again in range(2):
        take_and_lift(item(1))
    must(Story.objects.filter(headline=HEADLINE.format(1)).count() == 1, "not one story of it")
    stage.heal()
    return f"taken again, once, {stage.hold()}"
