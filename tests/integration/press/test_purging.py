"""What changed is told to the caches, kills first, until each of them has confirmed it."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from broadsheet.editions.addresses import addresses_of_file
from broadsheet.press.command_line import app
from broadsheet.press.errors import PurgeRefusedError, TargetUnreachableError
from broadsheet.press.models import Lane, Output, Purge
from broadsheet.press.purging.sending import forget_former_targets, purging, send_all, send_due
from broadsheet.press.purging.standing import purges
from broadsheet.press.purging.targets import CloudflareTarget, FastlyTarget, HttpTarget, targets
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.stories.actions import kill_story, readdress_placement
from broadsheet.stories.queries import path_of
from tests.newsroom import a_live_story, an_edition, page_tree
from tests.storage import free_port

pytestmark = pytest.mark.django_db(transaction=True)


class Cache(ThreadingHTTPServer):
    """Remembers what it was asked; `answer(method, path, body)` gives status and JSON."""

    daemon_threads = True

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answer = answer
        self.asked = []
        self.reached = threading.Event()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        status, said = self.server.answer(self.command, self.path, body)
        content = json.dumps(said).encode()
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.server.reached.set()

    def log_message(self, *_arguments):
        pass


for _method in ("PURGE", "POST"):
    setattr(_Asked, f"do_{_method}", _Asked.handle_any)


@contextmanager
def a_cache(answer=lambda _method, _path, _body: (200, {})):
    cache = Cache(answer)
    thread = threading.Thread(target=cache.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield cache
    finally:
        cache.shutdown()
        thread.join()
        cache.server_close()


@pytest.fixture
def cache():
    with a_cache() as cache:
        yield cache


@pytest.fixture
def writer(tmp_path, settings):
    settings.SITE_URL = "https://news.example"
    page_tree()
    return FolderWriter(tmp_path / "site" / "public")


@pytest.fixture
def story(writer):
    """Pressed before anybody heard of a cache."""
    story = a_live_story(edition=an_edition(code="en", sections=["world"]))
    want_everything()
    drain(writer)
    return story


def purged(cache):
    return [(headers["Host"], path) for method, path, headers, _body in cache.asked]


def paths_noted():
    return set(Purge.objects.values_list("path", flat=True))


def a_purge(target, path="en/index.html", **values):
    return Purge.objects.create(target=target.name, path=path, **values)


def test_without_a_cache_nothing_is_noted(writer, story):
    kill_story(story=story, by=None, reason="wrong")
    drain(writer)

    assert targets() == []
    assert not Purge.objects.exists()


def test_what_changed_is_noted_once_and_what_did_not_is_left_alone(writer, story, settings, cache):
    settings.PURGE_HTTP = [cache.base]
    untouched = set(Output.objects.values_list("path", flat=True))
    path = path_of(story.placements.get())
    readdress_placement(placement=story.placements.get(), by=None, slug="elsewhere")
    drain(writer)
    first = paths_noted()
    kill_story(story=story, by=None, reason="wrong")
    drain(writer)

    assert f"en/{path}index.html" in first
    assert "en/index.html" in first
    assert "robots.txt" in untouched - paths_noted()
    assert Purge.objects.count() == len(paths_noted())
    moved = Purge.objects.get(path=f"en/{path_of(story.placements.get())}index.html")
    assert (moved.lane, moved.wanted) == (Lane.KILL, 2)


def test_a_cache_is_asked_for_each_address_on_its_host_and_looked_at_again(
    writer, story, settings, cache
):
    settings.PURGE_HTTP = [cache.base]
    kill_story(story=story, by=None, reason="wrong")
    drain(writer)
    noted = paths_noted()

    assert send_all(seconds=30) == 0

    wanted = {("news.example", "/" + path.removesuffix("index.html")) for path in noted}
    assert set(purged(cache)) == wanted
    # Once at once, and twice more for copies that were fetched a moment before.
    assert len(purged(cache)) == 3 * len(wanted)


def test_kills_go_before_anything_that_waited_longer(cache):
    target = HttpTarget(cache.base)
    a_purge(target, "en/old/index.html", lane=Lane.ROUTINE)
    a_purge(target, "en/dead/index.html", lane=Lane.KILL)

    assert send_due(target) == 2

    sent = Purge.objects.order_by("lane")
    assert [(row.path, row.look) for row in sent] == [
        ("en/dead/index.html", 1), ("en/old/index.html", 1),
    ]  # fmt: skip


def test_a_batch_is_filled_with_kills_first(cache, monkeypatch):
    monkeypatch.setattr("broadsheet.press.purging.sending.BATCH", 1)
    target = HttpTarget(cache.base)
    a_purge(target, "en/old/index.html", lane=Lane.ROUTINE)
    a_purge(target, "en/dead/index.html", lane=Lane.KILL)

    send_due(target)

    assert [path for _host, path in purged(cache)] == ["/en/dead/"]


def test_a_cache_that_is_down_keeps_its_purges_and_says_so(writer, story, settings):
    settings.PURGE_HTTP = [f"http://127.0.0.1:{free_port()}"]
    kill_story(story=story, by=None, reason="wrong")

    drain(writer)  # The page itself is out.
    with pytest.raises(TargetUnreachableError, match="does not purge"):
        send_due(targets()[0])

    assert not Output.objects.filter(stale_since__isnull=False).exists()
    state = purges()[0]
    assert (state.target, state.waiting) == (settings.PURGE_HTTP[0], len(paths_noted()))
    assert state.kills > 0
    assert state.attempts == 1
    assert state.due_at > timezone.now()
    assert "refused" in state.reason
    assert "Purges not confirmed yet" in CliRunner().invoke(app, ["status"]).output
    said = json.loads(CliRunner().invoke(app, ["status", "--json"]).output)
    assert said["purges"][0]["waiting"] == state.waiting


@pytest.mark.parametrize("status", [500, 503])
def test_a_cache_that_fails_is_tried_later_and_later(status):
    with a_cache(lambda *_asked: (status, {})) as cache:
        target = HttpTarget(cache.base)
        row = a_purge(target)
        waits = []
        for _try in range(3):
            Purge.objects.update(due_at=timezone.now() - timedelta(seconds=1))
            with pytest.raises(TargetUnreachableError):
                send_due(target)
            row.refresh_from_db()
            waits.append((row.due_at - timezone.now()).total_seconds())

    assert waits[0] < waits[1] < waits[2]
    assert row.attempts == 3
    assert str(status) in row.last_error


def test_one_address_that_is_refused_does_not_hold_the_others():
    def answer(_method, path, _body):
        return (405, {}) if "bad" in path else (200, {})

    with a_cache(answer) as cache:
        target = HttpTarget(cache.base, looks=())
        for number in range(7):
            a_purge(target, f"en/{number}/index.html")
        a_purge(target, "en/bad/index.html")

        send_due(target)

    left = Purge.objects.get()
    assert (left.path, left.attempts) == ("en/bad/index.html", 1)
    assert "405" in left.last_error


def test_a_path_wanted_again_while_it_is_sent_is_sent_again(monkeypatch):
    def answer(*_asked):
        changed.set()
        return 200, {}

    changed = threading.Event()
    with a_cache(answer) as cache:
        target = HttpTarget(cache.base, looks=())
        row = a_purge(target)
        stale = Purge.objects.get()
        Purge.objects.update(wanted=2)
        monkeypatch.setattr("broadsheet.press.purging.sending._take", lambda _target: [stale])
        send_due(target)

    assert changed.is_set()
    assert Purge.objects.get(pk=row.pk).wanted == 2


def test_a_sender_that_died_is_followed_by_another(cache):
    target = HttpTarget(cache.base, looks=())
    row = a_purge(target)
    Purge.objects.update(due_at=timezone.now() + timedelta(seconds=60))
    assert send_due(target) == 0

    Purge.objects.update(due_at=timezone.now())
    assert send_due(target) == 1
    assert not Purge.objects.filter(pk=row.pk).exists()


def test_purges_are_sent_beside_the_press(settings, cache):
    settings.PURGE_HTTP = [cache.base]
    target = targets()[0]
    a_purge(target)

    with purging() as wake:
        wake()
        assert cache.reached.wait(20)

    assert ("PURGE", "/en/") in {(method, path) for method, path, *_rest in cache.asked}


def test_purges_of_a_cache_that_is_named_no_longer_are_let_go(settings, cache):
    a_purge(HttpTarget("http://former.example"))
    settings.PURGE_HTTP = [cache.base]
    a_purge(targets()[0])

    assert forget_former_targets() == 1
    assert Purge.objects.count() == 1


def test_every_address_of_a_file_is_known(settings):
    settings.SITE_URL = "https://news.example"
    an_edition(code="en")
    an_edition(code="ar", host="ar.example")

    assert addresses_of_file("en/world/index.html") == ["https://news.example/en/world/"]
    assert addresses_of_file("ar/سوق/index.html") == [
        "https://news.example/ar/%D8%B3%D9%88%D9%82/", "https://ar.example/%D8%B3%D9%88%D9%82/",
    ]  # fmt: skip
    assert addresses_of_file("ar/index.html")[1] == "https://ar.example/"
    assert addresses_of_file("pictures/a.webp") == [
        "https://news.example/pictures/a.webp", "https://ar.example/pictures/a.webp",
    ]  # fmt: skip
    assert addresses_of_file("_press/hosts.json") == []
    assert addresses_of_file("en/myindex.html") == ["https://news.example/en/myindex.html"]


def many(number):
    return [f"https://news.example/en/{one}/" for one in range(number)]


def test_cloudflare_gets_thirty_files_a_call():
    with a_cache(lambda *_asked: (200, {"success": True, "errors": []})) as cache:
        CloudflareTarget("zone1", "token1", cache.base).purge(many(61))

    assert {(m, p) for m, p, *_rest in cache.asked} == {
        ("POST", "/client/v4/zones/zone1/purge_cache")
    }
    headers = cache.asked[0][2]
    assert headers["Authorization"] == "Bearer token1"
    assert headers["Content-Type"] == "application/json"
    sent = [json.loads(body)["files"] for *_rest, body in cache.asked]
    assert [len(files) for files in sent] == [30, 30, 1]
    assert [one for files in sent for one in files] == many(61)


def test_cloudflares_reason_is_kept():
    said = {"success": False, "errors": [{"code": 1012, "message": "Request must contain files"}]}
    with (
        a_cache(lambda *_asked: (400, said)) as cache,
        pytest.raises(PurgeRefusedError, match="400: Request must contain files"),
    ):
        CloudflareTarget("zone1", "token1", cache.base).purge(many(1))


def test_an_answer_of_200_without_success_is_no_success():
    with (
        a_cache(lambda *_asked: (200, {"success": False})) as cache,
        pytest.raises(PurgeRefusedError),
    ):
        CloudflareTarget("zone1", "token1", cache.base).purge(many(1))


def test_fastly_gets_keys_of_host_and_path():
    with a_cache(lambda *_asked: (200, {"news.example/en/0/": "108-1391560174-974124"})) as cache:
        FastlyTarget("SU1Z0isxPaozGVKXdv0eY", "token2", cache.base).purge(many(257))

    assert {(m, p) for m, p, *_rest in cache.asked} == {
        ("POST", "/service/SU1Z0isxPaozGVKXdv0eY/purge")
    }
    headers = cache.asked[0][2]
    assert (headers["Fastly-Key"], headers["Accept"]) == ("token2", "application/json")
    sent = [json.loads(body)["surrogate_keys"] for *_rest, body in cache.asked]
    assert [len(keys) for keys in sent] == [256, 1]
    assert "news.example/en/0/" in sent[0]


@pytest.mark.parametrize("status", [401, 403, 429])
def test_keys_that_are_not_taken_rest_the_target_and_are_not_told(status):
    with a_cache(lambda *_asked: (status, {"msg": "Provided credentials are missing"})) as cache:
        target = FastlyTarget("service", "token-of-the-house", cache.base)
        a_purge(target)
        a_purge(target, "en/other/index.html")
        with pytest.raises(TargetUnreachableError) as caught:
            send_due(target)

    assert len(cache.asked) == 1
    assert "token-of-the-house" not in str(caught.value) + repr(target)
    assert {row.attempts for row in Purge.objects.all()} == {1}


def test_targets_come_from_settings_alone(settings):
    settings.PURGE_HTTP = ["http://127.0.0.1:6081", "http://127.0.0.1:6082"]
    settings.PURGE_CLOUDFLARE_ZONE, settings.PURGE_CLOUDFLARE_TOKEN = "zone", "t"
    settings.PURGE_FASTLY_SERVICE, settings.PURGE_FASTLY_TOKEN = "service", "t"

    assert [target.name for target in targets()] == [
        "http://127.0.0.1:6081", "http://127.0.0.1:6082", "cloudflare", "fastly",
    ]  # fmt: skip
