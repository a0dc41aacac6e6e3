"""Storage that is down, slow, or does half of what it says: nothing is lost, the ledger is true."""

import threading

import pytest

from broadsheet.press.checking import check_site
from broadsheet.press.errors import StorageMissingError, StorageRefusedError
from broadsheet.press.machine import digest_of
from broadsheet.press.models import Output
from broadsheet.press.standing import failures
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain
from broadsheet.press.writers import storage as writing
from broadsheet.press.writers.storage import StorageWriter
from broadsheet.stories.actions import correct_story
from tests import storage
from tests.acceptance.law import files_on_disk, wanted_files
from tests.newsroom import a_live_story, an_edition, page_tree

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not storage.RCLONE, reason=storage.MISSING),
]
PAGE = "en/world/index.html"
IMPATIENT = {
    "client_options": {"timeout": "700ms", "connect_timeout": "1s", "allow_http": True},
    "retry_config": {"max_retries": 0},
}


@pytest.fixture
def endpoint(tmp_path):
    with storage.s3_server(tmp_path) as endpoint:
        yield endpoint


@pytest.fixture
def proxy(endpoint):
    with storage.faulty(endpoint, obeys=True) as proxy:
        yield proxy


@pytest.fixture
def writer(proxy):
    """Asks for an answer within 0.7 s and does not try again, so that a fault shows at once."""
    return StorageWriter(storage.bucket_at(proxy.endpoint), **IMPATIENT)


@pytest.fixture
def straight(endpoint):
    return StorageWriter(storage.bucket_at(endpoint))


@pytest.fixture
def story():
    page_tree()
    return a_live_story(edition=an_edition(code="en", sections=["world"]))


def pages(proxy, fault, *, method="PUT"):
    """Let `fault` happen to each such request for a page."""
    proxy.fault = lambda asked, path: fault if asked == method and "/public/" in path else None


def due_at_once():
    Output.objects.filter(stale_since__isnull=False).update(due_at="2026-01-01T00:00Z")


@pytest.mark.parametrize("fault", ["503", "slow", "cut", "half"])
def test_a_page_that_cannot_be_written_keeps_its_old_bytes_and_is_tried_again(
    proxy, writer, straight, story, fault
):
    want_everything()
    drain(writer)
    before = files_on_disk(straight)
    correct_story(story=story, by=None, text="The ferry sails on Tuesday.")

    pages(proxy, fault)
    drain(writer)

    failed = failures()
    assert failed
    assert all("s3://papers/daily cannot be used" in failure.reason for failure in failed)
    assert storage.SECRET not in repr(failed) + repr(writer.storage)
    stale = set(Output.objects.filter(stale_since__isnull=False).values_list("path", flat=True))
    assert {failure.path for failure in failed} <= stale
    if fault in {"503", "cut"}:  # The others reached the storage, and the ledger knows.
        assert files_on_disk(straight) == before
    now = files_on_disk(straight)
    settled = Output.objects.filter(stale_since=None)
    assert all(digest_of(now[output.path]) == output.digest for output in settled)

    proxy.fault = lambda _method, _path: None
    due_at_once()
    drain(writer)

    assert files_on_disk(straight) == wanted_files()
    assert list(check_site(straight)) == []
    assert not failures()


def test_a_write_whose_answer_got_lost_is_not_done_again_nor_called_a_failure(proxy, endpoint):
    lost = iter(["lost"])
    proxy.fault = lambda method, _path: next(lost, None) if method == "PUT" else None
    patient = StorageWriter(storage.bucket_at(proxy.endpoint))

    patient.write(PAGE, b"once")

    assert patient.read(PAGE) == b"once"
    assert next(fault for method, _path, fault in proxy.seen if method == "PUT") == "lost"


def test_a_few_503_are_waited_out(proxy):
    busy = iter(["503", "503"])
    proxy.fault = lambda method, _path: next(busy, None) if method == "PUT" else None

    StorageWriter(storage.bucket_at(proxy.endpoint)).write(PAGE, b"at last")

    assert len([1 for method, *_rest in proxy.seen if method == "PUT"]) == 3


def test_a_half_stored_page_is_an_error(proxy, writer, straight):
    pages(proxy, "half")

    with pytest.raises(StorageRefusedError, match=f"public/{PAGE} did not arrive whole"):
        writer.write(PAGE, b"one and two")


def test_half_an_answer_is_never_taken_for_a_page(proxy, writer):
    writer.write(PAGE, b"one and two")
    pages(proxy, "half", method="GET")

    with pytest.raises(StorageRefusedError):
        writer.read(PAGE)


def test_a_write_that_was_given_up_and_arrives_late_does_not_undo_a_newer_one(
    proxy, writer, straight
):
    writer.write(PAGE, b"first")
    pages(proxy, "late")
    with pytest.raises(StorageRefusedError):
        writer.write(PAGE, b"second, which is stuck in the network")
    pages(proxy, None)
    writer.write(PAGE, b"third")

    proxy.landing.set()
    assert proxy.landed.wait(20)

    assert straight.read(PAGE) == b"third"


def test_of_two_workers_on_one_page_the_second_to_arrive_is_refused(proxy, writer, straight):
    writer.write(PAGE, b"first")
    between = threading.Event()

    def meanwhile(method, _path):
        if method == "PUT" and not between.is_set():
            between.set()
            straight.write(PAGE, b"the other worker's")

    proxy.fault = meanwhile

    with pytest.raises(StorageRefusedError, match="somebody else wrote public/en/world"):
        writer.write(PAGE, b"mine, from an older state")
    assert straight.read(PAGE) == b"the other worker's"


def test_an_unconditional_server_can_be_used(endpoint):
    bucket = storage.bucket_at(endpoint)
    plain = StorageWriter(writing.Storage(**{**vars(bucket), "conditional": False}))

    plain.write(PAGE, b"first")
    plain.write(PAGE, b"second")

    assert plain.read(PAGE) == b"second"


def test_the_dead_are_listed_once_a_minute_and_stay_known_while_storage_is_down(proxy, straight):
    seconds = [0.0]
    writer = StorageWriter(storage.bucket_at(proxy.endpoint), clock=lambda: seconds[0], **IMPATIENT)
    straight.bury("story:a")
    assert writer.buried() == writer.buried() == {"story:a"}
    assert len(proxy.seen) == 1

    straight.bury("story:b")
    writer.bury("story:c")
    assert writer.buried() == {"story:a", "story:c"}
    seconds[0] = 61.0
    assert writer.buried() == {"story:a", "story:b", "story:c"}
    seconds[0] = 122.0
    proxy.fault = lambda _method, _path: "503"
    assert writer.buried() == {"story:a", "story:b", "story:c"}


def test_storage_that_was_never_reached_is_not_taken_for_empty(proxy, writer):
    proxy.fault = lambda _method, _path: "503"

    with pytest.raises(StorageRefusedError, match="Look at STORAGE_ENDPOINT"):
        writer.buried()


def test_history_keeps_bytes_under_their_digest_until_they_are_forgotten(writer, straight):
    first = digest_of(b"first")
    writer.write(PAGE, b"first")
    writer.keep(PAGE, first)
    writer.write(PAGE, b"second")
    writer.keep(PAGE, first)
    writer.keep("en/never/index.html", digest_of(b"never"))

    assert straight.kept(first) == b"first"
    assert straight.kept(digest_of(b"never")) is None
    assert list(writer.paths()) == [PAGE]

    writer.forget([first])
    writer.forget([])
    assert straight.kept(first) is None


def test_a_page_says_its_type_its_time_in_caches_and_its_status(proxy, writer):
    writer.write("en/feed.xml", b'<?xml version="1.0"?><rss></rss>')
    writer.write("assets/a.css", b"a{}")
    writer.write("en/dead/index.html", b"<!--broadsheet 410--><p>withdrawn")
    writer.write("en/old/index.html", "<!--broadsheet 301 /en/سوق/--><p>moved".encode())

    def said(path):
        return writing.obstore.get(proxy.store, f"daily/public/{path}").attributes

    assert said("en/feed.xml")["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert "immutable" in said("assets/a.css")["Cache-Control"]
    assert said("en/dead/index.html")["broadsheet-status"] == "410"
    assert said("en/old/index.html")["broadsheet-location"] == "/en/%D8%B3%D9%88%D9%82/"


def test_a_bucket_without_its_client_is_said_plainly(monkeypatch, endpoint):
    monkeypatch.setattr(writing, "obstore", None)

    with pytest.raises(StorageMissingError, match=r"broadsheet\[storage\]"):
        StorageWriter(storage.bucket_at(endpoint))
