"""Until its embargo ends a story is nowhere: in no file, and at no address for whoever is outside."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from django.db import transaction
from django.utils import timezone

from broadsheet.paper.photos import address_of, renditions_of
from broadsheet.press import registry
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.stories.actions import place_story, publish_story, schedule_publication
from broadsheet.stories.due import do_due
from broadsheet.stories.embargoes import keep_embargo
from broadsheet.stories.errors import EmbargoedError
from tests.integration.desk.test_role_matrix import House, Undone, addresses, is_closed
from tests.newsroom import a_live_story, a_picture, a_section, a_story

BODY = "The quenchwater levy rises by nine thalers in the borough of Umberhithe."
COPY = ("Quenchwater levy", "quenchwater-levy", "Umberhithe")
CAPTION = "Sluicegate at dawn"
SECRETS = (*COPY, CAPTION)
# The picture library is one for the whole house, so its people see captions before readers do.
OUTSIDERS = {"anonymous": SECRETS, "chief elsewhere": COPY}


@pytest.fixture
def writer(tmp_path):
    return FolderWriter(tmp_path / "site" / "public")


@pytest.fixture
def house(db, monkeypatch):
    monkeypatch.setattr(registry, "_previewers", [lambda story: story.headline.encode()])
    return House()


def under_embargo(edition, until):
    """A story placed in two editions, with a picture, scheduled for the end of its embargo."""
    picture = a_picture(caption=CAPTION, size=(900, 600))
    story = a_story(
        edition=edition,
        headline="Quenchwater levy to rise",
        keywords=["umberhithe"],
        text=[BODY],
        lead_picture=picture,
    )
    place_story(story=story, by=None, section=a_section())
    keep_embargo(story=story, until=until)
    schedule_publication(placement=story.placements.get(is_home=True), by=None)
    return story, picture


def leaks(root: Path, secrets: tuple[str, ...]) -> list[str]:
    """Files below `root` whose name or text holds a secret, compressed ones unpacked."""
    found = []
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        body = file.read_bytes()
        with suppress(brotli.error):
            body += brotli.decompress(body) if file.suffix == ".br" else b""
        where = file.relative_to(root).as_posix()
        if any(secret.encode() in body or secret in where for secret in secrets):
            found.append(where)
    return found


def told_to_outsiders(house: House) -> list[tuple[str, str]]:
    """Addresses of the newsroom that show a secret to somebody of no edition of the story."""
    told = []
    for route, name, arguments in addresses():
        if not name or name.startswith("closed") or is_closed(route):
            continue
        path = house.path(name, arguments)
        for role, secrets in OUTSIDERS.items():
            with suppress(Undone), transaction.atomic():
                response = house.client(role).get(path)
                body = b"".join(response) if response.streaming else response.content
                if any(secret.encode() in body for secret in secrets):
                    told.append((role, path))
                raise Undone
    return told


@pytest.mark.django_db(transaction=True)
def test_embargoed_text_is_in_no_file_before_its_time_and_in_all_its_places_after(writer):
    edition = a_section(slug="world").edition
    for _ in range(3):
        a_live_story(edition=edition, text=[BODY.replace("Umberhithe", "Lowmere")])
    until = timezone.now() + timedelta(hours=1)
    story, picture = under_embargo(edition, until)
    prepare(writer)
    want_everything()
    drain(writer)
    where = address_of(picture, renditions_of(picture)[0]).rpartition("/")[0]
    secrets = (*SECRETS, story.pk, where)

    with pytest.raises(EmbargoedError):
        publish_story(story=story, by=None)
    do_due(until - timedelta(seconds=1))
    drain(writer)
    assert leaks(writer.root.parent, secrets) == []

    do_due(until + timedelta(seconds=1))
    drain(writer)

    shown = leaks(writer.root.parent, (story.pk,))
    kinds = ("index.html", ".xml", "feed", "sitemap", "world/")
    assert [kind for kind in kinds if not any(kind in path for path in shown)] == []
    assert any(path.startswith(f"public/{where}/") for path in leaks(writer.root.parent, (where,)))


def test_no_address_of_the_newsroom_tells_outsiders(house):
    story, picture = under_embargo(house.edition, timezone.now() + timedelta(hours=1))
    house.story, house.picture = story, picture
    house.due = story.placements.get(is_home=True).due_times.get()

    assert told_to_outsiders(house) == []
    insider = house.client("editor").get(house.path("stories:edit", ["pk"]))
    assert SECRETS[0] in insider.content.decode()
