"""The press does the same with every writer: a folder, and a bucket of a real S3 server."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from broadsheet.press.checking import check_site
from broadsheet.press.errors import PathRefusedError
from broadsheet.press.models import Output, Tombstone
from broadsheet.press.repairing import repair
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.press.writers.storage import StorageWriter
from broadsheet.stories.actions import kill_story, readdress_placement
from tests import storage
from tests.acceptance.law import files_on_disk, wanted_files
from tests.newsroom import a_live_story, a_picture, an_arabic_edition, an_edition, page_tree

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["folder", "storage"])
def writer(request, tmp_path):
    if request.param == "folder":
        yield FolderWriter(tmp_path / "site" / "public")
        return
    if not storage.RCLONE:
        pytest.skip(storage.MISSING)
    with storage.s3_server(tmp_path) as endpoint:
        yield StorageWriter(storage.bucket_at(endpoint))


def another(writer):
    """What a second worker has: the same place, and nothing remembered."""
    if isinstance(writer, FolderWriter):
        return FolderWriter(writer.root)
    return StorageWriter(writer.storage)


@pytest.fixture
def stories():
    page_tree()
    english = an_edition(code="en", sections=["world"])
    arabic = an_arabic_edition(code="ar", sections=["alam"])
    return [
        a_live_story(edition=english, lead_picture=a_picture()),
        a_live_story(edition=arabic, headline="العبّارات تعود إلى الميناء"),
    ]


def test_what_is_written_is_read_listed_and_removed(writer):
    writer.write("en/سوق/index.html", b"first")
    writer.write("en/سوق/index.html", b"second")
    writer.write("robots.txt", b"all")

    assert writer.read("en/سوق/index.html") == b"second"
    assert sorted(writer.paths()) == ["en/سوق/index.html", "robots.txt"]

    writer.remove("en/سوق/index.html")
    writer.remove("en/سوق/index.html")
    assert writer.read("en/سوق/index.html") is None
    assert list(writer.paths()) == ["robots.txt"]


def test_pages_of_one_folder_are_removed_by_several_at_once(writer):
    writer.write("robots.txt", b"all")
    for _round in range(30 if isinstance(writer, FolderWriter) else 2):
        paths = [f"en/world/2026/{number}.html" for number in range(writer.at_once)]
        for path in paths:
            writer.write(path, b"x")
        with ThreadPoolExecutor(writer.at_once) as pool:
            list(pool.map(writer.remove, paths))

        assert list(writer.paths()) == ["robots.txt"]


@pytest.mark.parametrize("path", ["../out", "en//index.html", "/etc/passwd", ".hidden", "a/\0"])
def test_a_path_that_leaves_the_site_is_refused(writer, path):
    with pytest.raises(PathRefusedError, match="does not stay inside"):
        writer.write(path, b"x")
    with pytest.raises(PathRefusedError):
        writer.remove(path)


def test_the_dead_are_remembered_beside_the_pages(writer):
    assert writer.buried() == set()

    writer.bury("story:1jnj59gxjn")
    writer.bury("story:1jnj59gxjn")

    assert writer.buried() == another(writer).buried() == {"story:1jnj59gxjn"}
    assert list(writer.paths()) == []


def test_a_pressed_site_is_what_the_database_wants(writer, stories):
    want_everything()
    drain(writer)

    assert files_on_disk(writer) == wanted_files()
    assert list(check_site(writer)) == []


def test_edits_moves_and_kills_leave_nothing_behind(writer, stories):
    want_everything()
    drain(writer)
    readdress_placement(placement=stories[0].placements.get(), by=None, slug="جديد")
    drain(writer)
    kill_story(story=stories[1], by=None, reason="wrong")
    drain(writer)

    assert files_on_disk(writer) == wanted_files()
    assert list(check_site(writer)) == []
    assert any(stories[1].pk in subject for subject in another(writer).buried())


def test_a_check_finds_and_mends_what_somebody_else_did(writer, stories):
    want_everything()
    drain(writer)
    paths = sorted(Output.objects.exclude(path="").values_list("path", flat=True))
    writer.write(paths[0], b"somebody else's")
    writer.remove(paths[1])
    writer.write("stranger.txt", b"?")

    found = list(check_site(writer))

    assert sorted(finding.fault for finding in found) == ["corrupt", "extra", "missing"]
    repair(found, writer, remove_strangers=True)
    assert list(check_site(writer)) == []


def test_a_tombstone_outlives_the_database_that_made_it(writer, stories):
    kill_story(story=stories[0], by=None, reason="wrong")
    want_everything()
    drain(writer)
    subjects = set(Tombstone.objects.values_list("subject", flat=True))
    Tombstone.objects.all().delete()

    prepare(another(writer))

    assert set(Tombstone.objects.values_list("subject", flat=True)) == subjects
