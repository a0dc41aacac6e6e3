"""Granian serves a press folder to real clients on the loopback address."""

import http.client
import json
import os
import socket
import subprocess
import threading
import time
from contextlib import closing

import brotli
import pytest

from broadsheet.press.serving.start import readers_argv
from tests.unit.press.serving.pressed import press

pytestmark = pytest.mark.any_database

STORY = "/en/world/2026/11/abc123defg-slug/"
LARGE = bytes(range(256)) * 20_000


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port, process):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The server ended with {process.returncode}.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("The server did not open its port within 30 s.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("public")
    press(folder, "404.html", "nothing here")
    press(folder, "en/404.html", "no such page")
    press(folder, "en/index.html", "front " * 2000)
    press(folder, f"{STORY[1:]}index.html", "<!doctype html>" + "<p>story</p>" * 2000)
    press(folder, "ar/العالم/index.html", "العالم")
    press(folder, "ar/قديم/index.html", "<!--broadsheet 301 /ar/العالم/--><p>انتقلت")
    press(folder, "en/killed/index.html", "<!--broadsheet 410--><p>withdrawn")
    press(folder, "pictures/large.png", LARGE)
    press(folder, "_press/hosts.json", json.dumps({"hosts": {"news.example": "en"}}))
    return folder


@pytest.fixture(scope="module")
def port(folder):
    port = free_port()
    environment = {
        **os.environ,
        "BROADSHEET_SITE_DIR": str(folder),
        "BROADSHEET_SITE_CHECK_MS": "0",
    }
    process = subprocess.Popen(  # noqa: S603
        readers_argv(host="127.0.0.1", port=port), env=environment
    )
    try:
        wait_until_open(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def ask(port):
    def request(path, *, method="GET", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request(method, path, headers=named)
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    return request


def test_story_comes_in_the_coding_that_the_reader_takes(ask):
    _, plain_headers, plain = ask(STORY)
    status, headers, body = ask(STORY, Accept_Encoding="gzip, br")

    assert status == 200
    assert headers["Content-Encoding"] == "br"
    assert headers["Vary"] == "Accept-Encoding"
    assert int(headers["Content-Length"]) == len(body)
    assert brotli.decompress(body) == plain
    assert headers["ETag"] != plain_headers["ETag"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_head_tells_what_get_would_send(ask):
    _, get_headers, _ = ask(STORY)
    status, headers, body = ask(STORY, method="HEAD")

    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == get_headers["Content-Length"]
    assert headers["ETag"] == get_headers["ETag"]


def test_reader_who_holds_the_page_is_told_so(ask):
    _, headers, _ = ask(STORY)

    assert ask(STORY, If_None_Match=headers["ETag"])[0] == 304
    assert ask(STORY, If_Modified_Since=headers["Last-Modified"])[0] == 304


def test_arabic_addresses_travel_percent_encoded(ask):
    status, headers, _ = ask("/ar/%D9%82%D8%AF%D9%8A%D9%85/")
    assert (status, headers["Location"]) == (301, "/ar/%D8%A7%D9%84%D8%B9%D8%A7%D9%84%D9%85/")

    status, _, body = ask(headers["Location"])
    assert (status, body.decode()) == (200, "العالم")


def test_killed_story_is_gone(ask):
    assert ask("/en/killed/")[0] == 410


def test_writing_is_refused(ask):
    status, headers, _ = ask(STORY, method="POST")

    assert (status, headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/en/../../../../etc/passwd",
        "/en/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/en/..%2f..%2f..%2fetc%2fpasswd",
        "/en/%252e%252e/",
        "/en/..%5c..%5c/",
        "/en/%00/",
        "/en/%ff/",
        "/_press/hosts.json",
        "/%5fpress/hosts.json",
        "/en/index.html.br",
        "/en/.tmp-index.html",
        "//en/",
    ],
)
def test_hostile_path_finds_nothing(ask, path):
    status, _, body = ask(path)

    assert status == 404
    assert body in {b"nothing here", b"no such page"}


def test_host_of_an_edition_serves_it_at_the_root(ask):
    status, _, body = ask("/", Host="news.example")

    assert (status, body[:6]) == (200, b"front ")


def test_large_picture_arrives_whole(ask):
    status, headers, body = ask("/pictures/large.png")

    assert (status, body == LARGE) == (200, True)
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert ask("/pictures/large.png", method="HEAD")[1]["Content-Length"] == str(len(LARGE))


def test_reader_never_sees_half_a_page_while_it_is_rewritten(ask, folder):
    versions = [f"<!doctype html>{number}".encode() + b"x" * 50_000 for number in range(40)]
    done = threading.Event()

    def rewrite():
        for content in versions:
            press(folder, "en/busy/index.html", content)
        done.set()

    press(folder, "en/busy/index.html", versions[0])
    writer = threading.Thread(target=rewrite)
    writer.start()
    seen = []
    while not done.is_set():
        _, headers, body = ask("/en/busy/", Accept_Encoding="br")
        seen.append(brotli.decompress(body) if headers["Content-Encoding"] else body)
    writer.join()
    seen.append(ask("/en/busy/")[2])

    assert set(seen) <= set(versions)
    assert seen[-1] == versions[-1]


def test_server_without_its_folder_says_what_is_missing(tmp_path):
    environment = {**os.environ, "BROADSHEET_SITE_DIR": str(tmp_path / "nowhere")}

    ended = subprocess.run(  # noqa: S603
        readers_argv(host="127.0.0.1", port=free_port()),
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode != 0
    assert "which is no folder: set it to the newsroom's site/public" in (
        ended.stdout + ended.stderr
    )
