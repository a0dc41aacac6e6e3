"""The demo is made by the same actions as real copy, and all of it can be pressed."""

from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from broadsheet.editions.models import Edition, Grant, PostalAddress, StandingPage
from broadsheet.people.models import User
from broadsheet.press.checking import check_site
from broadsheet.press.models import Output
from broadsheet.press.registry import kinds
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.project.demo.logins import LOGINS
from broadsheet.project.demo.making import make_demo
from broadsheet.project.demo.reading import stories_of
from broadsheet.project.demo.wire import take_demo_wire
from broadsheet.stories.models import Correction, Picture, Placement, Story, StoryFamily
from tests.newsroom import collections, page_tree

PASSWORD = "ferry-anchor-tide-41"


def in_silence(_what: str, _number: int, _of: int) -> None:
    """Nobody looks at the progress."""


def plain_picture(name: str) -> bytes:
    out = BytesIO()
    shade = sum(name.encode()) % 256
    Image.new("RGB", (900, 600), (shade, 90, 140)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def demo(settings, tmp_path, transactional_db) -> Path:
    page_tree()
    collections()
    settings.MEDIA_ROOT = tmp_path / "originals"
    settings.SITE_DIR = tmp_path / "public"
    make_demo(password=PASSWORD, on_step=in_silence, painter=plain_picture)
    take_demo_wire(in_silence)
    return settings.SITE_DIR


def test_the_demo_is_whole(demo):
    writer = FolderWriter(demo)

    prepare(writer)
    want_everything()
    drain(writer)

    written = sum(len(stories_of(code)) for code in ("en", "ar"))
    from_wire = Placement.objects.filter(state="live", story__lift__isnull=False).count()
    assert from_wire >= 6
    assert Placement.objects.filter(state="live").count() == written + from_wire
    assert not Story.objects.filter(live=True, embargoed_until__gt=timezone.now()).exists()
    assert Output.objects.exclude(last_error="").count() == 0
    assert list(check_site(writer)) == []
    _assert_people()
    _assert_furniture()


def _assert_people():
    for login in LOGINS:
        assert User.objects.get(username=login.name).check_password(PASSWORD)
    assert Grant.objects.count() == len(LOGINS) - 1


def _assert_furniture():
    assert {edition.direction for edition in Edition.objects.all()} == {"ltr", "rtl"}
    assert StandingPage.objects.live().count() == 10
    assert PostalAddress.objects.count() == 4
    assert Correction.objects.exists()
    assert Picture.objects.filter(description="").count() == 0
    tellings = [family.tellings.count() for family in StoryFamily.objects.all()]
    assert tellings.count(2) >= 6


def test_every_kind_tells_wanted_keys_from_others(demo):
    for kind in kinds():
        wanted = list(kind.expected())

        assert kind.wanted_among([*wanted[::2], f"en:{kind.name}:999999"]) == set(wanted[::2])
