"""nginx and Caddy, run with what `broadsheet web-config` prints, answer as our own server does."""

import gzip
import http.client
import shutil
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, unquote

import pytest
from typer.testing import CliRunner

from broadsheet.press.checking import check_site
from broadsheet.press.packing import pack_old_pages
from broadsheet.press.serving.site import ReadersSite
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.project.commands.web_config import app
from broadsheet.project.errors import (
    CertificateMissingError,
    PackedPagesError,
    UnquotableError,
)
from broadsheet.project.web_config.sites import quotable
from broadsheet.project.web_config.writing import configuration
from broadsheet.stories.actions import kill_story, readdress_placement
from broadsheet.stories.queries import path_of
from tests.newsroom import (
    a_comment,
    a_live_story,
    a_picture,
    an_arabic_edition,
    an_edition,
    page_tree,
)

pytestmark = [pytest.mark.any_database, pytest.mark.django_db(transaction=True)]
OWN_HOST = "mirror.example"
COMPARED = ("content-type", "cache-control", "content-security-policy", "referrer-policy",
            "permissions-policy", "x-content-type-options", "location")  # fmt: skip
PERMANENT = {308: 301}  # Caddy adds a missing slash with 308, which is as good for a page.
ARGUMENTS = {
    "nginx": ["nginx", "-e", "stderr", "-p", "{run}", "-c", "{run}/nginx.conf"],
    "caddy": ["caddy", "run", "--adapter", "caddyfile", "--config", "{run}/Caddyfile"],
}


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Desk(BaseHTTPRequestHandler):
    """Stands for the newsroom: it says which host it was asked for."""

    def do_GET(self):
        said = f"{self.headers['Host']} {self.headers['X-Forwarded-Proto']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = f"{self.headers['Host']} {self.headers['X-Forwarded-For']} {body}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_arguments):
        pass


@pytest.fixture(params=["nginx", "caddy"])
def server(request):
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not on this machine")
    return request.param


@pytest.fixture
def site(settings, tmp_path, server):
    page_tree()
    settings.SITE_DIR = tmp_path / "site" / "public"
    settings.SITE_DIR.mkdir(parents=True)
    settings.SITE_URL = f"http://127.0.0.1:{free_port()}"
    settings.NEWSROOM_URL = settings.SITE_URL.replace("127.0.0.1", "desk.example")
    return settings.SITE_DIR


@pytest.fixture
def stories(site):
    english = an_edition(code="en", sections=["world"])
    arabic = an_arabic_edition(code="ar", host=OWN_HOST, sections=["alam"])
    found = {
        "read": a_live_story(edition=english, lead_picture=a_picture()),
        "moved": a_live_story(edition=english),
        "killed": a_live_story(edition=english),
        "arabic": a_live_story(edition=arabic, headline="العبّارات تعود إلى الميناء"),
        "arabic moved": a_live_story(edition=arabic, headline="سوق على خط الحدود"),
    }
    addresses = {name: address_of(story) for name, story in found.items()}
    commented = [a_comment(story=found[name], approved=True) for name in ("moved", "arabic moved")]
    for comment in commented:
        of = "moved" if comment.story_id == found["moved"].pk else "arabic moved"
        addresses[f"{of} comments"] = f"{addresses[of]}comments/1/"
    for name in ("moved", "arabic moved"):
        readdress_placement(placement=found[name].placements.get(), by=None, slug="جديد")
    want_everything()
    drain(FolderWriter(site))
    return found, addresses


def address_of(story):
    placement = story.placements.select_related("section", "edition").get()
    prefix = "/" if placement.edition.host else "/en/"
    return prefix + path_of(placement)


@contextmanager
def running(server, run: Path, port: int, *options: str):
    """The server, on loopback alone, with the configuration that the command prints."""
    printed = CliRunner().invoke(app, [server, *options], catch_exceptions=False).output
    run.mkdir()
    if server == "nginx":
        printed = printed.replace(f"listen {port}", f"listen 127.0.0.1:{port}")
        body = f"pid {run}/pid; daemon off; user root; error_log {run}/error.log;\n"
        body += f"events {{}}\nhttp {{ access_log off;\n{printed}\n}}\n"
        (run / "nginx.conf").write_text(body)
    else:
        quiet = "{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n}\n"
        (run / "Caddyfile").write_text(quiet + printed)
    arguments = [part.format(run=run) for part in ARGUMENTS[server]]
    with (run / "log").open("w") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)  # noqa: S603
    try:
        _wait(process, port, run / "log")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(process, port, log):
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(log.read_text()[-2000:])


def ask(port, path, *, host="127.0.0.1", coding=""):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        headers = {"Host": f"{host}:{port}", "Accept-Encoding": coding or "identity"}
        connection.request("GET", quote(path, safe="/%?="), headers=headers)
        response = connection.getresponse()
        body = response.read()
        kept = {name.lower(): value for name, value in response.getheaders()}
        return response.status, kept, body


def ours(site, path, host="127.0.0.1"):
    path, _, query = path.partition("?")
    answer = ReadersSite(site).answer(method="GET", host=host, path=unquote(path), query=query)
    return answer.status, dict(answer.headers), answer.body


def test_every_kind_of_file_is_answered_as_by_our_own_server(server, site, stories, tmp_path):
    found, addresses = stories
    port = int(_url().rpartition(":")[2])
    paths = sorted(FolderWriter(site).paths())
    asked = [f"/{path.removesuffix('index.html')}" for path in paths if "410.html" not in path]
    asked = [path for path in asked if not path.startswith("/ar/")]
    asked += [
        "/en",
        "/en/world",
        "/nowhere/",
        "/en/nowhere/",
        "/en/index.html",
        "/_press/hosts.json",
    ]
    asked += ["/en/.hidden", "/en/404.html", addresses["moved"], addresses["read"].rstrip("/")]
    asked += [addresses["moved comments"]]
    with running(server, tmp_path / "run", port):
        for path in asked:
            status, headers, body = ask(port, path)
            status = PERMANENT.get(status, status)
            our_status, our_headers, our_body = ours(site, path)
            assert (status, path) == (our_status, path)
            names = COMPARED if status != 301 else ("cache-control", "location")
            kept = {name: headers.get(name) for name in names}
            assert (kept, path) == ({name: our_headers.get(name) for name in names}, path)
            if status == 200:
                assert body == our_body, path
    assert found


def _url():
    from django.conf import settings  # noqa: PLC0415 - as the fixture has set it.

    return settings.SITE_URL


def test_an_edition_on_its_own_host_is_served_from_its_folder(server, site, stories, tmp_path):
    _found, addresses = stories
    port = int(_url().rpartition(":")[2])
    style = next(site.glob("assets/*.css")).relative_to(site).as_posix()
    with running(server, tmp_path / "run", port):
        for path in ["/", addresses["arabic"], addresses["arabic moved"], "/alam/feed.xml",
                     f"/{style}", "/robots.txt", "/nowhere/"]:  # fmt: skip
            status, headers, body = ask(port, path, host=OWN_HOST)
            our_status, our_headers, our_body = ours(site, path, OWN_HOST)
            assert (status, headers.get("location"), path) == (
                our_status, our_headers.get("location"), path,
            )  # fmt: skip
            assert body == our_body or status != 200


def test_a_packed_page_is_sent_as_it_was_pressed(server, site, stories, tmp_path):
    port = int(_url().rpartition(":")[2])
    codings = {"gzip": ".gz"} | ({"br": ".br"} if server == "caddy" else {})
    with running(server, tmp_path / "run", port):
        for coding, ending in codings.items():
            status, headers, body = ask(port, "/en/", coding=coding)
            assert (status, headers["content-encoding"]) == (200, coding)
            assert "accept-encoding" in headers["vary"].lower()
            assert body == (site / "en" / f"index.html{ending}").read_bytes()


def test_an_old_page_that_was_packed_still_reaches_every_reader(server, site, stories, tmp_path):
    if server == "caddy":
        pytest.skip("Caddy has nothing that unpacks, and its configuration is refused")
    _found, addresses = stories
    writer, port = FolderWriter(site), int(_url().rpartition(":")[2])
    asked = [addresses["read"], "/en/", "/en/feed.xml", "/en/world/"]
    whole = {path: ours(site, path) for path in asked}
    assert pack_old_pages(writer, timedelta(0)) > len(asked)

    with running(server, tmp_path / "run", port):
        for path in asked:
            status, headers, body = ask(port, path)
            our_status, our_headers, our_body = whole[path]
            assert (status, headers.get("content-encoding"), body) == (200, None, our_body), path
            assert {name: headers.get(name) for name in COMPARED} == {
                name: our_headers.get(name) for name in COMPARED
            }
            _status, headers, packed = ask(port, path, coding="gzip")
            assert (headers["content-encoding"], gzip.decompress(packed)) == ("gzip", our_body)
            assert ours(site, path)[::2] == (our_status, our_body)
        assert PERMANENT.get(ask(port, addresses["moved"])[0], 301) == 301
        kill_story(story=stories[0]["read"], by=None, reason="Untrue.")
        assert drain(writer).done
        assert ask(port, addresses["read"])[0] == 410
    assert list(check_site(writer)) == []


def test_caddy_is_refused_where_pages_are_packed(settings):
    settings.PACK_AFTER_DAYS = 30

    with pytest.raises(PackedPagesError, match="press pack --undo"):
        configuration("caddy", web_port=8001)


def test_a_story_killed_later_is_gone_without_another_configuration(
    server, site, stories, tmp_path
):
    found, addresses = stories
    port = int(_url().rpartition(":")[2])
    with running(server, tmp_path / "run", port):
        assert ask(port, addresses["killed"])[0] == 200

        kill_story(story=found["killed"], by=None, reason="Untrue.")
        drain(FolderWriter(site))
        status, headers, body = ask(port, addresses["killed"])

    assert status == 410
    assert headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert found["killed"].headline.encode() not in body
    assert b"<html" in body


def test_the_newsroom_is_reached_through_the_same_server(server, site, stories, tmp_path):
    port = int(_url().rpartition(":")[2])
    desk = HTTPServer(("127.0.0.1", 0), Desk)
    Thread(target=desk.serve_forever, daemon=True).start()
    try:
        with running(server, tmp_path / "run", port, "--web-port", str(desk.server_port)):
            status, _headers, body = ask(port, "/stories/", host="desk.example")
    finally:
        desk.shutdown()
        desk.server_close()

    assert (status, body) == (200, f"desk.example:{port} http".encode())


def test_comments_that_readers_send_reach_the_newsroom_and_nothing_else_does(
    server, site, stories, tmp_path
):
    port = int(_url().rpartition(":")[2])
    desk = HTTPServer(("127.0.0.1", 0), Desk)
    Thread(target=desk.serve_forever, daemon=True).start()
    try:
        with running(server, tmp_path / "run", port, "--web-port", str(desk.server_port)):
            hosts = ("127.0.0.1", OWN_HOST)
            sent = [send(port, "/comments/on/en/abc/", "text=x", host) for host in hosts]
            large = send(port, "/comments/on/en/abc/", "x" * 70_000, "127.0.0.1")
            screens = ask(port, "/stories/")
    finally:
        desk.shutdown()
        desk.server_close()

    assert sent == [(200, b"localhost 127.0.0.1 text=x no-store")] * 2
    assert large[0] in {413, 502}  # Caddy cuts the body off while the newsroom reads it.
    assert screens[0] == 404


def send(port, path, body, host):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, body, {"Host": f"{host}:{port}", **kind})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, text + f" {answer.headers['Cache-Control']}".encode()


def test_https_without_a_certificate_is_refused_for_nginx_and_left_to_caddy(settings):
    settings.SITE_URL = "https://news.example"
    settings.NEWSROOM_URL = "https://desk.example"
    an_edition(code="en")

    with pytest.raises(CertificateMissingError, match="name its files with --certificate"):
        configuration("nginx", web_port=8001)
    named = configuration("nginx", web_port=8001, certificate="/a.pem", certificate_key="/a.key")

    assert named.count("listen 443 ssl;") == named.count('ssl_certificate "/a.pem";') == 2
    assert "https://news.example:443 {" in configuration("caddy", web_port=8001)


@pytest.mark.parametrize("sign", ['"', "$", "{", "\n"])
def test_a_name_that_a_configuration_cannot_carry_is_refused(sign):
    with pytest.raises(UnquotableError, match="choose another name for it"):
        quotable(f"/srv/news{sign}room")
