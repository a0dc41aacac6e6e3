"""Fills the newsroom that all scenarios start from, through the actions of the newsroom itself."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection
from PIL import Image

from bench.faults.newsroom import Newsroom
from broadsheet.editions.actions import found_edition
from broadsheet.editions.models import Edition, MediaGroup, Section
from broadsheet.people.models import User
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.project.newsroom import in_haste
from broadsheet.stories.actions import create_story, place_story, publish_story
from broadsheet.stories.bodies import body_from_text
from broadsheet.stories.models import Picture, Story

EDITORS = 20
SECTIONS = ("world", "sport")
TEXT = "The harbour bridge carried its first lorry at dawn, and the ferries went on beside it. "


def fill(newsroom: Newsroom) -> None:
    """Two editions of a house, a dozen stories, a picture, and everything pressed."""
    newsroom.site.mkdir(parents=True)
    (newsroom.home / "originals").mkdir()
    with in_haste():
        call_command("migrate", verbosity=0)
        house = MediaGroup.objects.create(name="Bench House")
        english = _edition(house, "en", "The Bench Courier", "en", "America/New_York")
        arabic = _edition(house, "ar", "بريد المقعد", "ar-EG", "Africa/Cairo")
        picture = _picture()
        begun = datetime.now(UTC) - timedelta(days=3)
        for number in range(12):
            edition = arabic if number % 3 == 2 else english
            story = file_story(edition, f"First edition {number}", picture if number < 3 else None)
            publish_story(story=story, by=None, at=begun + timedelta(hours=5 * number))
        place_story(story=story, by=None, section=english.sections.get(slug="world"))
        for number in range(EDITORS):
            name = f"editor{number}"
            User.objects.create_superuser(name, f"{name}@newsroom.example")
        writer = FolderWriter(newsroom.site)
        prepare(writer)
        want_everything()
        drain(writer)
    connection.close()


def file_story(edition: Edition, headline: str, picture: Picture | None = None) -> Story:
    """A draft fit to be published, in the edition's first section."""
    section = edition.sections.order_by("sort_order").first()
    copy = {
        "headline": headline,
        "standfirst": "Traffic moved again on Monday.",
        "byline": "World desk",
        "body": body_from_text([TEXT * 4, TEXT * 6]),
        "lead_picture": picture,
    }
    return create_story(by=None, edition=edition, section=section, copy=copy)


def _edition(house: MediaGroup, code: str, name: str, language: str, zone: str) -> Edition:
    edition = Edition(group=house, code=code, name=name, language=language, time_zone=zone)
    sections = [Section(slug=slug, name=slug.title()) for slug in SECTIONS]
    return found_edition(edition=edition, sections=sections, by=None)


def _picture() -> Picture:
    drawn = BytesIO()
    Image.new("RGB", (640, 427), (40, 90, 140)).save(drawn, "JPEG")
    drawn.seek(0)
    return Picture.objects.create(
        title="Harbour", description="A harbour at dusk", caption="The harbour at dusk.",
        credit="Bench Pictures", file=ImageFile(drawn, name="harbour.jpg"),
    )  # fmt: skip
