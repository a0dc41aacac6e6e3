"""A kill says of each surface when it was withdrawn, and misses none."""

import pytest
from django.test import override_settings

from broadsheet.desk.receipts.surfaces import HOW, SURFACES
from broadsheet.paper.photos import address_of, renditions_of
from broadsheet.press.models import Purge, ReceiptLine
from broadsheet.press.purging.sending import forget_former_targets
from broadsheet.press.receipts import EFFECTS, cache_key, end_caches, receipt_of
from broadsheet.press.registry import kinds
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.stories.actions import (
    kill_picture,
    kill_story,
    place_story,
    publish_story,
    readdress_placement,
    save_draft,
)
from broadsheet.stories.errors import AlreadyKilledError
from broadsheet.stories.models import Picture
from broadsheet.stories.queries import picture_tag, story_tag
from tests.newsroom import a_live_story, a_picture, a_section, a_story, an_edition

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = ["The tidemill at Umberhithe turns again after a winter of repairs to its wheel."]
# What shows a story that is shown everywhere.
SHOWING = {
    "story", "moved", "section", "home", "feed", "date", "map",
}  # fmt: skip


@pytest.fixture
def writer(tmp_path):
    writer = FolderWriter(tmp_path / "site" / "public")
    prepare(writer)
    return writer


def pressed(writer):
    want_everything()
    drain(writer)


def files_with(writer, word):
    return {path for path in writer.paths() if word.encode() in (writer.read(path) or b"")}


def test_every_kind_and_every_effect_has_its_words_in_the_receipt():
    assert {kind.name for kind in kinds()} | set(EFFECTS) == SURFACES.keys()
    assert set(ReceiptLine.How.values) == HOW.keys()


def test_the_receipt_of_a_story_names_every_page_that_showed_it(writer):
    edition = a_section(slug="world").edition
    story = a_live_story(edition=edition, headline="Tidemill turns", text=TEXT)
    guest = place_story(story=story, by=None, section=a_section())
    place = story.placements.get(is_home=True)
    readdress_placement(placement=place, by=None, slug="another-name")
    for _ in range(2):
        a_live_story(edition=edition, text=TEXT)
    pressed(writer)
    showing = files_with(writer, f"{story.pk}-") | {
        path for path in writer.paths() if story.pk in path
    }

    kill_story(story=story, by=None, reason="Untrue.")
    before = receipt_of(story_tag(story.pk))
    drain(writer)
    after = receipt_of(story_tag(story.pk))

    assert before.waiting == len(before.lines) > 0
    assert before.seconds is None
    assert showing <= {line.path for line in after.lines}
    assert {line.surface for line in after.lines} >= SHOWING
    assert {guest.edition.code, edition.code} <= {line.key.split(":")[0] for line in after.lines}
    assert after.waiting == 0
    assert after.seconds is not None
    assert all(line.withdrawn_at >= after.at for line in after.lines)
    ways = {line.how for line in after.lines if story.pk in line.path}
    assert ways == {"tombstone"}
    gone = [path for path in files_with(writer, f"{story.pk}-") if story.pk not in path]
    assert gone == []


def test_a_page_that_a_worker_held_during_the_kill_gets_its_line_when_the_kill_is_expanded(writer):
    story = a_live_story()
    pressed(writer)
    kill_story(story=story, by=None, reason="Untrue.")
    known = set(ReceiptLine.objects.values_list("key", flat=True))
    ReceiptLine.objects.filter(surface="home").delete()

    drain(writer)

    lines = ReceiptLine.objects.all()
    assert set(lines.values_list("key", flat=True)) == known
    assert not lines.filter(withdrawn_at=None).exists()


def test_a_story_that_readers_never_saw_has_an_empty_receipt(writer):
    story = a_story()

    kill_story(story=story, by=None, reason="Untrue.")

    receipt = receipt_of(story_tag(story.pk))
    assert (receipt.lines, receipt.waiting, receipt.seconds) == ([], 0, 0.0)
    assert receipt_of(story_tag("nothing")) is None


@override_settings(PURGE_HTTP=["http://127.0.0.1:9"])
def test_a_cache_has_its_line_until_it_confirms(writer):
    story = a_live_story(edition=an_edition(host="courier.example", sections=["world"]))
    pressed(writer)
    Purge.objects.all().delete()
    kill_story(story=story, by=None, reason="Untrue.")
    drain(writer)
    purge = Purge.objects.filter(path__contains=story.pk).first()
    waiting = receipt_of(story_tag(story.pk))
    caches = [line for line in waiting.lines if line.surface == "cache"]
    assert waiting.waiting == len(caches) > 0

    end_caches(purge.target, [purge.path])

    line = ReceiptLine.objects.get(key=cache_key(purge.target, purge.path))
    assert line.how == "purged"
    assert line.withdrawn_at is not None
    with override_settings(PURGE_HTTP=[]):
        forget_former_targets()
    assert receipt_of(story_tag(story.pk)).waiting == 0


def test_a_picture_whose_rights_ended_goes_from_all_stories_and_stays_away(writer):
    picture = a_picture(size=(900, 600))
    stories = [a_live_story(lead_picture=picture) for _ in range(2)]
    untouched = a_live_story(lead_picture=a_picture(size=(900, 600)))
    pressed(writer)
    where = address_of(picture, renditions_of(picture)[0]).rpartition("/")[0]
    other = address_of(untouched.lead_picture, renditions_of(untouched.lead_picture)[0])
    assert len(files_with(writer, where)) >= 2

    kill_picture(picture=picture, by=None, reason="The licence ended.")
    drain(writer)

    receipt = receipt_of(picture_tag(picture.pk))
    assert {"picture", "story"} <= {line.surface for line in receipt.lines}
    assert receipt.waiting == 0
    assert files_with(writer, where) == set()
    assert [path for path in writer.paths() if path.startswith(where)] == []
    assert other in set(writer.paths())
    with pytest.raises(AlreadyKilledError):
        kill_picture(picture=picture, by=None, reason="Again.")

    picture.file.open()
    again = Picture.objects.create(
        title="Sent again", file=picture.file, width=900, height=600, file_hash=picture.file_hash
    )
    stories[0].lead_picture = again
    save_draft(story=stories[0], by=None)
    publish_story(story=stories[0], by=None)
    drain(writer)
    assert files_with(writer, where) == set()
    assert [path for path in writer.paths() if path.startswith(where)] == []
