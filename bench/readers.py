"""Compares how fast a story page reaches readers from Broadsheet and from nginx.

Both servers hold core 0 in turn, wrk holds core 1; rounds alternate, medians count. Requests a
second move with whatever else the machine does, so the processor time of one request, which moves
far less, is shown beside them. nginx sends the same bytes: the page, or its Brotli twin by name.
"""

import argparse
import gzip
import http.client
import os
import pwd
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import brotli
from reporting import Figure, add_json_option, compared, measured, report

from broadsheet.press.serving.start import readers_argv

SAMPLE_PATH = "/en/world/2026/11/0123456789-a-quiet-day/"
CONNECTIONS = 64
GOAL = 0.3
SERVER_CORE, CLIENT_CORE = "0", "1"
TOOLS = {"nginx": "nginx-light", "wrk": "wrk", "taskset": "util-linux"}
NGINX = """
daemon off;
{user}
worker_processes 1;
pid {run}/nginx.pid;
error_log {run}/error.log;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; }}
  default_type application/octet-stream;
  access_log off;
  sendfile on;
  tcp_nopush off;
  gzip_static off;
  keepalive_requests 100000000;
  client_body_temp_path {run}/body;
  proxy_temp_path {run}/proxy;
  fastcgi_temp_path {run}/fastcgi;
  uwsgi_temp_path {run}/uwsgi;
  scgi_temp_path {run}/scgi;
  server {{ listen 127.0.0.1:{port}; root "{site}"; index index.html; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page in one coding: its address, and where nginx has the same bytes."""

    coding: str
    path: str
    twin: str


@dataclass(slots=True)
class Server:
    """A running server, and what was seen of it: requests a second, microseconds a request."""

    process: subprocess.Popen[bytes]
    port: int
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)


def main() -> int:
    options = read_options()
    missing = [tool for tool in TOOLS if find(tool) is None]
    if missing:
        packages = " ".join(TOOLS[tool] for tool in missing)
        print(f"Not installed: {', '.join(missing)}. On Debian: apt-get install {packages}")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or write_sample(Path(folder, "public"))
        figures = compare_codings(site.resolve(), options, Path(folder))
    return report("Readers: one story page, one core", figures, json_file=options.json)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, help="a press folder (default: a sample is written)")
    parser.add_argument("--path", default=SAMPLE_PATH, help="the address of a page in it")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of load in a round")
    add_json_option(parser)
    return parser.parse_args()


def find(tool: str) -> str | None:
    return shutil.which(tool, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")


def write_sample(site: Path) -> Path:
    """Write a story page of about 30 kB with its twins, of words that compress like prose."""
    chosen = random.Random(7)
    syllables = ["ka", "lo", "mi", "ren", "sta", "tor", "ve", "an", "el", "ish", "ou", "per"]
    words = ["".join(chosen.choices(syllables, k=chosen.randint(1, 4))) for _ in range(900)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    paragraphs = [" ".join(chosen.choices(words, weights, k=60)) for _ in range(85)]
    text = "".join(f'<p data-key="{number}">{p}.</p>\n' for number, p in enumerate(paragraphs))
    page = f'<!doctype html><html lang="en" dir="ltr"><title>A quiet day</title>{text}'.encode()
    file = site / SAMPLE_PATH[1:] / "index.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(page)
    file.with_name("index.html.br").write_bytes(brotli.compress(page, quality=5))
    file.with_name("index.html.gz").write_bytes(gzip.compress(page, 6, mtime=0))
    return site


def compare_codings(site: Path, options: argparse.Namespace, folder: Path) -> list[Figure]:
    path = options.path
    file = f"{path}index.html" if path.endswith("/") else path
    asked = [Asked("identity", path, path)]
    if (site / f"{file[1:]}.br").is_file():
        asked.append(Asked("br", path, f"{file}.br"))
    return [figure for one in asked for figure in compare(one, site, options, folder)]


def compare(
    asked: Asked, site: Path, options: argparse.Namespace, folder: Path
) -> Iterator[Figure]:
    with nginx(site, folder) as rival, ours(site) as own:
        size = check_same(asked, own, rival)
        for _ in range(options.rounds):
            load(rival, asked.twin, asked.coding, options.seconds)
            load(own, asked.path, asked.coding, options.seconds)
    rate, rival_rate = statistics.median(own.rates), statistics.median(rival.rates)
    cost, rival_cost = statistics.median(own.costs), statistics.median(rival.costs)
    label = asked.coding
    yield measured("readers", f"{label}: page sent", size, "bytes")
    yield compared(
        "readers", f"{label}: requests", rate, "1/s", reference=rival_rate, at_least=GOAL
    )
    yield compared(
        "readers",
        f"{label}: requests per processor second",
        1e6 / cost,
        "1/s",
        reference=1e6 / rival_cost,
    )


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[Server]:
    run = Path(tempfile.mkdtemp(dir=folder))
    port = free_port()
    # Only root may name a user, and must: the default one could not read the folder.
    user = f"user {pwd.getpwuid(0).pw_name} root;" if os.getuid() == 0 else ""
    config = run / "nginx.conf"
    config.write_text(NGINX.format(user=user, run=run, port=port, site=site))
    with running([str(find("nginx")), "-p", str(run), "-c", str(config)], port, {}) as server:
        yield server


@contextmanager
def ours(site: Path) -> Iterator[Server]:
    port = free_port()
    environment = {"BROADSHEET_SITE_DIR": str(site)}
    with running(readers_argv(host="127.0.0.1", port=port), port, environment) as server:
        yield server


@contextmanager
def running(argv: list[str], port: int, environment: dict[str, str]) -> Iterator[Server]:
    process = subprocess.Popen(
        ["taskset", "-c", SERVER_CORE, *argv],
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL if "nginx" in argv[0] else None,
    )
    try:
        wait_until_open(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def load(server: Server, path: str, accepted: str, seconds: int) -> None:
    before = processor_seconds(server.process.pid)
    out = subprocess.run(
        [
            *("taskset", "-c", CLIENT_CORE),
            *("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"),
            *("-H", f"Accept-Encoding: {accepted}"),
            f"http://127.0.0.1:{server.port}{path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"The load on port {server.port} met errors:\n{out}")
    requests = int(re.search(r"(\d+) requests in", out)[1])
    server.rates.append(float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]))
    server.costs.append((processor_seconds(server.process.pid) - before) / requests * 1e6)


def processor_seconds(pid: int) -> float:
    """Add up the processor time of a process and of all that it started and that still run."""
    found = [pid]
    for number in found:
        children = Path(f"/proc/{number}/task/{number}/children").read_text()
        found += [int(child) for child in children.split()]
    ticks = 0
    for number in found:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def check_same(asked: Asked, own: Server, rival: Server) -> int:
    """Give the size of the page, once both servers have answered with the same bytes."""
    status, body = fetch(own.port, asked.path, asked.coding)
    if status != 200:
        sys.exit(f"{asked.path} is answered with {status}: name a page there with --path.")
    if (status, body) != fetch(rival.port, asked.twin, asked.coding):
        sys.exit(f"{asked.path} differs between the two servers.")
    return len(body)


def fetch(port: int, path: str, accepted: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": accepted})
        response = connection.getresponse()
        return response.status, response.read()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"No server on port {port} after 20 s: {process.args}")


if __name__ == "__main__":
    sys.exit(main())
