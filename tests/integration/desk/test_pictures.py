"""Pictures: who adds and deletes them, what their change marks, and who gets the originals."""

from pathlib import Path

import pytest
from django.conf import settings

from broadsheet.press.models import Change
from broadsheet.stories.models import Picture
from tests.integration.desk.screens import at, opened_by
from tests.newsroom import (
    a_live_story,
    a_picture,
    a_picture_file,
    a_reporter,
    a_superuser,
    a_user,
    an_edition,
    an_editor,
)

pytestmark = pytest.mark.django_db


def test_reporter_adds_a_picture():
    client = opened_by(a_reporter(an_edition()))
    file = a_picture_file()

    client.post(at("wagtailimages:add"), {"title": "Harbour", "file": file, "credit": "Courier"})

    assert Picture.objects.get().credit == "Courier"


def test_reporter_does_not_edit_the_picture_of_somebody_else():
    picture = a_picture()
    client = opened_by(a_reporter(an_edition()))

    response = client.post(at("wagtailimages:edit", picture.pk), {"title": "Mine"})

    picture.refresh_from_db()
    assert response.status_code == 302
    assert picture.title != "Mine"


def test_edited_picture_marks_the_stories_that_show_it():
    picture = a_picture()
    story = a_live_story(edition=an_edition(), lead_picture=picture)
    client = opened_by(an_editor(story.home_edition))
    Change.objects.all().delete()

    client.post(
        at("wagtailimages:edit", picture.pk), {"title": "Harbour at night", "credit": "Courier"}
    )

    marked = set(Change.objects.values_list("tag", flat=True))
    assert marked == {f"picture:{picture.pk}", f"story:{story.pk}", f"card:{story.pk}"}


def test_picture_that_a_story_shows_is_not_deleted_and_the_screen_says_why():
    picture = a_picture()
    story = a_live_story(edition=an_edition(), lead_picture=picture)
    client = opened_by(a_superuser())

    response = client.post(at("wagtailimages:delete", picture.pk), follow=True)

    assert f"Stories show this picture ({story.pk})." in response.text
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_unused_picture_is_deleted():
    picture = a_picture()

    opened_by(a_superuser()).post(at("wagtailimages:delete", picture.pk))

    assert not Picture.objects.exists()


def test_original_is_served_to_the_newsroom_only():
    picture = a_picture()
    path = at("original", picture.file.name)
    inside = opened_by(a_reporter(an_edition()))
    outsider = opened_by(a_user())

    served = inside.get(path)

    assert b"".join(served.streaming_content) == Path(picture.file.path).read_bytes()
    assert served["Content-Type"] == "image/jpeg"
    assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert outsider.get(path).status_code == 404


def test_original_asks_strangers_to_log_in(client):
    response = client.get(at("original", a_picture().file.name))

    assert response.status_code == 302
    assert response.url.startswith(at("wagtailadmin_login"))


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "notes.txt", "script.js"])
def test_original_that_is_no_picture_is_a_download(name):
    (settings.MEDIA_ROOT / name).write_text("<script>alert(1)</script>")

    served = opened_by(a_reporter(an_edition())).get(f"/originals/{name}")

    assert served["Content-Type"] == "application/octet-stream"
    assert served["Content-Disposition"].startswith("attachment")
    served.close()


@pytest.mark.parametrize(
    "path", ["../secret-key", "%2e%2e/secret-key", "a/../../secret-key", "%00", "", "nothing.jpg"]
)
def test_original_stays_inside_its_folder(path):
    (settings.MEDIA_ROOT.parent / "secret-key").write_text("secret")

    response = opened_by(a_reporter(an_edition())).get(f"/originals/{path}")

    assert response.status_code == 404


def test_link_out_of_the_originals_is_not_followed():
    (settings.MEDIA_ROOT.parent / "secret-key").write_text("secret")
    link = settings.MEDIA_ROOT / "link.jpg"
    link.unlink(missing_ok=True)
    link.symlink_to(settings.MEDIA_ROOT.parent / "secret-key")

    response = opened_by(a_reporter(an_edition())).get("/originals/link.jpg")

    assert response.status_code == 404
