"""A real S3 server on loopback, and a proxy before it that fails in the ways networks fail."""

import http.client
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import S3Store

from broadsheet.press.writers.storage import Storage

BUCKET, KEY, SECRET = "papers", "newsroom", "loopback-only-secret"
RCLONE = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
MISSING = "rclone is not installed: make develop brings it"


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port, process=None, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until and (process is None or process.poll() is None):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = f"nothing listens on port {port}"
    raise AssertionError(message)


@contextmanager
def s3_server(folder, *, keys=True):
    """Give the endpoint of an rclone that serves `folder`; BUCKET is a folder in it."""
    (folder / BUCKET).mkdir(parents=True, exist_ok=True)
    port = free_port()
    arguments = [RCLONE, "--config", "", "serve", "s3", "--addr", f"127.0.0.1:{port}"]
    arguments += ["--auth-key", f"{KEY},{SECRET}"] if keys else []
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*arguments, str(folder)], stdout=log, stderr=log)  # noqa: S603
    try:
        wait_until_open(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def bucket_at(endpoint, prefix="daily"):
    return Storage(bucket=BUCKET, prefix=prefix, endpoint=endpoint, key=KEY, secret=SECRET)


class FaultyProxy(ThreadingHTTPServer):
    """Passes requests on, except where `fault(method, path)` names a fault.

    `503`, `slow` (answers after the client's time), `cut` (hangs up in the middle of a body),
    `lost` (does the work, then hangs up), `half` (stores half a PUT and says all is well, or
    answers a GET with half), `late` (does a PUT after `landing` is set, long after it hung up).
    With `obeys` it keeps the conditions of a PUT, which rclone leaves aside.
    """

    daemon_threads = True

    def __init__(self, endpoint, *, obeys=False):
        super().__init__(("127.0.0.1", 0), _Passing)
        self.upstream = int(endpoint.rpartition(":")[2])
        self.obeys = obeys
        self.fault = lambda _method, _path: None
        self.seen = []
        self.slowness = 2.0
        self.landing = threading.Event()
        self.landed = threading.Event()
        self.putting = threading.Lock()
        self.store = S3Store(
            BUCKET, endpoint=endpoint, region="us-east-1", access_key_id=KEY,
            secret_access_key=SECRET, virtual_hosted_style_request=False,
            client_options={"allow_http": True},
        )  # fmt: skip

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def etag_of(self, path):
        try:
            return obstore.head(self.store, _key(path))["e_tag"]
        except FileNotFoundError:
            return None

    def is_refused(self, path, headers):
        now = self.etag_of(path)
        wanted = headers.get("If-Match")
        return (wanted is not None and wanted != now) or (
            headers.get("If-None-Match") == "*" and now is not None
        )

    def handle_error(self, request, client_address):
        """A client that hung up is what these tests are about."""


def _key(path):
    return unquote(urlsplit(path).path).removeprefix(f"/{BUCKET}/")


METHODS = ("GET", "HEAD", "PUT", "DELETE", "POST")


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        server = self.server
        length = int(self.headers.get("Content-Length") or 0)
        fault = server.fault(self.command, self.path)
        server.seen.append((self.command, _key(self.path), fault))
        if fault == "cut" and self.command == "PUT":
            self.rfile.read(length // 2)
            return self.hang_up()
        body = self.rfile.read(length)
        if fault == "slow":
            time.sleep(server.slowness)
        if fault == "503":
            return self.say(503, {"Retry-After": "1"}, b"<Error><Code>SlowDown</Code></Error>")
        if self.command == "PUT" and fault in {"half", "late"}:
            return getattr(self, fault)(body)
        return self.pass_on(body, fault)

    def pass_on(self, body, fault):
        server = self.server
        if self.command != "PUT" or not server.obeys:
            status, headers, answer = self.ask(body)
        else:
            with server.putting:
                if server.is_refused(self.path, self.headers):
                    return self.say(412, {}, b"<Error><Code>PreconditionFailed</Code></Error>")
                status, headers, answer = self.ask(body)
        if fault == "lost":
            return self.hang_up()
        if fault in {"half", "cut"}:
            return self.say(status, headers, answer, sent=answer[: len(answer) // 2])
        return self.say(status, headers, answer)

    def half(self, body):
        done = obstore.put(self.server.store, _key(self.path), body[: len(body) // 2])
        self.say(200, {"ETag": done["e_tag"]}, b"")

    def late(self, body):
        """Hang up, and do the work when `landing` is set, if its condition still holds."""
        self.hang_up()
        self.server.landing.wait(30)
        refused = self.server.obeys and self.server.is_refused(self.path, self.headers)
        if not refused:
            obstore.put(self.server.store, _key(self.path), body)
        self.server.landed.set()

    def ask(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=20)
        with closing(connection):
            connection.putrequest(
                self.command, self.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def say(self, status, headers, body, *, sent=None):
        self.send_response_only(status)
        length = headers.get("Content-Length", str(len(body)))
        for name, value in headers.items():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", length if self.command == "HEAD" else str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body if sent is None else sent)
        if sent is not None:
            self.hang_up()

    def hang_up(self):
        self.wfile.flush()
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_arguments):
        pass


for _method in METHODS:
    setattr(_Passing, f"do_{_method}", _Passing.handle_any)


@contextmanager
def faulty(endpoint, *, obeys=False):
    proxy = FaultyProxy(endpoint, obeys=obeys)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.landing.set()
        proxy.shutdown()
        thread.join()
        proxy.server_close()
