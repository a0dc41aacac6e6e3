"""A real Varnish with the printed VCL holds pages, and lets go of them when the press says so."""

import http.client
import os
import shutil
import subprocess
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

from broadsheet.press.models import Purge
from broadsheet.press.purging.sending import send_all
from broadsheet.press.serving.start import readers_argv
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.press.writers.storage import StorageWriter
from broadsheet.project.commands.web_config import app
from broadsheet.project.errors import AnswerError, PlainBackendNeededError
from broadsheet.project.web_config.caching import vcl
from broadsheet.stories.actions import correct_story, kill_story, readdress_placement
from broadsheet.stories.queries import path_of
from tests import storage
from tests.newsroom import a_live_story, an_arabic_edition, an_edition, page_tree
from tests.storage import free_port, wait_until_open

HOST, OWN_HOST = "news.example", "ar.example"
VARNISHD = shutil.which("varnishd")
pytestmark = [
    pytest.mark.any_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not VARNISHD, reason="varnishd is not on this machine"),
]


@contextmanager
def readers(folder):
    port = free_port()
    environment = {**os.environ, "BROADSHEET_SITE_DIR": str(folder)}
    process = subprocess.Popen(readers_argv(host="127.0.0.1", port=port), env=environment)  # noqa: S603
    try:
        wait_until_open(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def varnish(run, *options):
    """Varnish on loopback with what the command prints; gives its port."""
    printed = CliRunner().invoke(app, ["varnish", *options], catch_exceptions=False)
    assert printed.exit_code == 0, printed.output
    run.mkdir()
    (run / "site.vcl").write_text(printed.output)
    port = free_port()
    arguments = [VARNISHD, "-F", "-n", str(run / "n"), "-a", f"127.0.0.1:{port}", "-T", "none"]
    arguments += ["-f", str(run / "site.vcl"), "-s", "malloc,32m", "-j", "none"]
    with (run / "log").open("w") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)  # noqa: S603
    try:
        wait_until_open(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def ask(port, path, *, host=HOST, method="GET", body=None, **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, body, {"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


@pytest.fixture
def site(settings, tmp_path):
    page_tree()
    settings.SITE_DIR = tmp_path / "site" / "public"
    settings.SITE_DIR.mkdir(parents=True)
    settings.SITE_URL = f"http://{HOST}"
    english = an_edition(code="en", sections=["world"])
    arabic = an_arabic_edition(code="ar", host=OWN_HOST, sections=["alam"])
    return [
        a_live_story(edition=english),
        a_live_story(edition=english),
        a_live_story(edition=arabic, headline="العبّارات تعود إلى الميناء"),
    ]


def address_of(story):
    placement = story.placements.select_related("edition", "section").get()
    return ("/" if placement.edition.host else "/en/") + quote(path_of(placement))


@pytest.fixture
def pressed(site, settings, tmp_path):
    """A pressed site behind Varnish, which the settings name."""
    writer = FolderWriter(settings.SITE_DIR)
    want_everything()
    drain(writer)
    with (
        readers(settings.SITE_DIR) as backend,
        varnish(tmp_path / "v", "--backend", f"127.0.0.1:{backend}") as port,
    ):
        settings.PURGE_HTTP = [f"http://127.0.0.1:{port}"]
        yield writer, port


def test_an_edit_shows_through_varnish_once_it_is_pressed_and_purged(pressed, site):
    writer, port = pressed
    address = address_of(site[0])
    before = ask(port, address)
    assert ask(port, address)[1]["Age"] is not None
    correct_story(story=site[0], by=None, text="The ferry sails on Tuesday.")
    drain(writer)

    assert ask(port, address)[2] == before[2]  # Varnish holds it, whatever the press wrote.
    assert send_all(seconds=30) == 0

    status, headers, body = ask(port, address)
    assert (status, headers["Content-Type"]) == (200, before[1]["Content-Type"])
    assert "The ferry sails on Tuesday." in body.decode()


class Live(BaseHTTPRequestHandler):
    """Stands for the newsroom's web process: it says what it was asked."""

    def do_GET(self):
        self._say("")

    def do_POST(self):
        self._say(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _say(self, body):
        head = self.headers
        told = f"{self.command} {self.path} {head['Host']} {head['X-Forwarded-For']} {body}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(told.encode())

    def log_message(self, *_arguments):
        pass


def test_comments_pass_through_varnish_with_their_query_and_are_never_held(site, tmp_path):
    live = HTTPServer(("127.0.0.1", 0), Live)
    Thread(target=live.serve_forever, daemon=True).start()
    try:
        with varnish(tmp_path / "v", "--web-port", str(live.server_port)) as port:
            form = ask(port, "/comments/on/en/a/?answers=b")
            again = ask(port, "/comments/on/en/a/?answers=b", method="GET")
            sent = ask(port, "/comments/on/en/a/", method="POST", body="text=x")
            large = ask(port, "/comments/on/en/a/", method="POST", body="x" * 70_000)
            other = ask(port, "/en/", method="POST", body="x")
    finally:
        live.shutdown()
        live.server_close()

    assert form[2].decode() == "GET /comments/on/en/a/?answers=b localhost 127.0.0.1 "
    assert again[1]["Cache-Control"] == "no-store"
    assert sent[2].decode() == "POST /comments/on/en/a/ localhost 127.0.0.1 text=x"
    assert (large[0], other[0]) == (413, 405)


@pytest.mark.parametrize("which", [1, 2])
def test_a_killed_story_is_gone_through_varnish_with_410(pressed, site, which):
    writer, port = pressed
    address, host = address_of(site[which]), OWN_HOST if which == 2 else HOST
    for sent in ({}, {"Accept-Encoding": "gzip"}):
        for query in ("", "?from=mail"):
            assert ask(port, address + query, host=host, **sent)[0] == 200

    kill_story(story=site[which], by=None, reason="wrong")
    drain(writer)
    assert send_all(seconds=30) == 0

    for sent in ({}, {"Accept-Encoding": "gzip"}):
        for query in ("", "?from=mail"):
            assert ask(port, address + query, host=host, **sent)[0] == 410


def test_a_page_that_was_missing_is_there_once_it_is_published(pressed, site):
    writer, port = pressed
    readdress_placement(placement=site[0].placements.get(), by=None, slug="elsewhere")
    address = address_of(site[0])
    assert ask(port, address)[0] == 404

    drain(writer)
    send_all(seconds=30)

    assert ask(port, address)[0] == 200


def test_only_the_press_may_purge(pressed, tmp_path):
    text = vcl()

    assert text.count("client.ip !~ broadsheet_press") == 1
    acl = text.partition("acl broadsheet_press {")[2].partition("}")[0]
    assert acl.split() == ['"127.0.0.1";', '"::1";']


def test_readers_may_read_and_nothing_else(pressed):
    _writer, port = pressed

    assert ask(port, "/en/", method="POST")[0] == 405
    assert ask(port, "/en/", method="HEAD")[0] == 200


@pytest.mark.skipif(not storage.RCLONE, reason=storage.MISSING)
def test_before_a_bucket_varnish_makes_status_redirects_and_headers(site, settings, tmp_path):
    with storage.s3_server(tmp_path / "s3", keys=False) as endpoint:
        settings.SITE_STORAGE, settings.STORAGE_ENDPOINT = f"s3://{storage.BUCKET}/daily", endpoint
        writer = StorageWriter(storage.bucket_at(endpoint))
        former, dead = address_of(site[0]), address_of(site[1])
        want_everything()
        drain(writer)
        with varnish(tmp_path / "v") as port:
            settings.PURGE_HTTP = [f"http://127.0.0.1:{port}"]
            status, headers, _body = ask(port, dead, **{"Accept-Encoding": "gzip"})
            assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
            assert headers["Content-Encoding"] == "gzip"
            assert "frame-ancestors" in headers["Content-Security-Policy"]
            assert not [name for name in headers if name.lower().startswith("x-amz-meta")]
            assert ask(port, address_of(site[2]), host=OWN_HOST)[0] == 200
            assert ask(port, "/", host=OWN_HOST)[0] == 200
            assert ask(port, "/en")[1]["Location"] == "/en/"
            assert ask(port, "/en/nothing/here/")[0] == 404
            assert ask(port, "/_press/hosts.json")[0] == 404

            kill_story(story=site[1], by=None, reason="wrong")
            readdress_placement(placement=site[0].placements.get(), by=None, slug="elsewhere")
            drain(writer)
            assert send_all(seconds=30) == 0

            assert ask(port, dead)[0] == 410
            status, headers, _body = ask(port, former)
            assert (status, headers["Location"]) == (301, address_of(site[0]))
    assert not Purge.objects.exists()


def test_a_bucket_behind_https_needs_a_tunnel(settings):
    settings.SITE_STORAGE, settings.STORAGE_ENDPOINT = "s3://papers", "https://storage.example"

    with pytest.raises(
        PlainBackendNeededError, match=r"https://storage\.example: run a TLS tunnel"
    ):
        vcl()

    assert 'set bereq.http.Host = "storage.example"' in vcl("127.0.0.1:9000")


@pytest.mark.parametrize("wrong", ["readers", "127.0.0.1:", ":80", "a:b"])
def test_a_backend_without_a_port_is_refused(wrong):
    with pytest.raises(AnswerError, match="write it like 127"):
        vcl(wrong)
