"""Measures readers' comments: what a form weighs, how fast comments come in, appear and are judged.

Everything runs in a demo newsroom that is made and served for it, on SQLite and, where one is
named, on PostgreSQL. Comments come in over HTTP with a solved proof of work each, as a reader's
browser sends them; solving is the readers' work and done before the clock starts.

    make bench-comments ARGS="--short --json FILE"
"""

import argparse
import base64
import gzip
import http.client
import json
import math
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg
from altcha import Challenge, Payload, solve_challenge
from rich.console import Console

from bench.reporting import Figure, add_json_option, compared, limited, measured, report

BENCH: Final = "comments"
COMMAND: Final = (sys.executable, "-m", "broadsheet.project.command_line")
ISSO: Final = "0.14.0"
MOST_SCRIPT, LEAST_RATE, MOST_VISIBLE_MS = 4_096, 0.95, 1_000.0
FEW, MANY = 50, 500
SENDERS = 4
CONNECTIONS, WRK_SECONDS, ROUNDS = 16, 3, 5
ONE_RULE: Final = re.compile(r"recall, (?!all rules alone|held-out rules|two or three)")
numbers = count(1)
console = Console(stderr=True)


@dataclass(frozen=True)
class Served:
    """A demo that is being served: its folder, its environment and its addresses."""

    home: Path
    env: dict[str, str]
    site: str
    newsroom: str


@contextmanager
def a_demo(database: str = "") -> Iterator[Served]:
    """Make and serve a demo without a flood's limits; SQLite where no database is named."""
    with tempfile.TemporaryDirectory(prefix="comments-") as folder:
        home, port = Path(folder) / "newsroom", free_ports()
        env = {
            **os.environ,
            "BROADSHEET_HOME": str(home),
            "COMMENTS_FLOOD_STORY": "1000000",
            "COMMENTS_FLOOD_EDITION": "1000000",
        }
        line = [*COMMAND, "demo", "--port", str(port)]
        line += ["--database", database] if database else []
        with (Path(folder) / "log").open("w") as log:
            served = subprocess.Popen(line, env=env, stdout=log, stderr=log)
        try:
            site, newsroom = (f"http://127.0.0.1:{number}" for number in (port, port + 1))
            wait_for(f"{newsroom}/login/", served)
            yield Served(home, env | {"DATABASE_URL": database}, site, newsroom)
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(timeout=60)


def free_ports() -> int:
    """A port that is free, as the next one is."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (loopback)
        except OSError:
            time.sleep(0.3)
        else:
            return
    message = f"The demo did not answer at {address} within ten minutes."
    raise TimeoutError(message)


def inside(served: Served, *order: str) -> Any:
    """What `comments_child` does as a process of the newsroom, and what it answers."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.comments_child", *order],
        env=served.env, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def get(address: str, **headers: str) -> bytes:
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310 (loopback)
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 (loopback)
        return bytes(answer.read())


# ---- What a form weighs --------------------------------------------------------------------------


def weights(served: Served, story: str) -> list[Figure]:
    page = get(served.site + story).decode()
    named = {name: re.search(rf'data-{name}="([^"]+)"', page)[1] for name in ("script", "worker")}  # type: ignore[index]
    loaded = [
        src for src in re.findall(r'<script[^>]+src="([^"]+)"', page) if src in named.values()
    ]
    at_focus = sum(sent(served.site + path) for path in named.values())
    at_first = sum(sent(served.site + path) for path in loaded)
    figures = [
        limited(BENCH, "script for comments before focus", at_first, "bytes", at_most=0),
    ]
    rival = weight_of_isso()
    if rival is None:
        console.print(f"[yellow]Isso {ISSO} could not be had, so nothing is compared with it.")
        after = limited(BENCH, "script after focus", at_focus, "bytes", at_most=MOST_SCRIPT)
        return [*figures, after]
    figures.append(
        compared(BENCH, "script before focus against Isso's", at_first, "bytes", reference=rival)
    )
    after = limited(BENCH, "script after focus", at_focus, "bytes", at_most=MOST_SCRIPT)
    against = compared(
        BENCH, "script after focus against Isso's", at_focus, "bytes", reference=rival
    )
    return [*figures, after, against]


def sent(address: str) -> int:
    return len(gzip.compress(get(address), 9, mtime=0))


def weight_of_isso() -> int | None:
    """The bytes, compressed alike, of the script that Isso's readers load; None where it is not to
    be had.
    """
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        got = subprocess.run([*line, f"isso=={ISSO}"], capture_output=True, check=False)
        sources = list(Path(folder).glob("*.tar.gz"))
        if got.returncode or not sources:
            return None
        with tarfile.open(sources[0]) as source:
            script = source.extractfile(f"isso-{ISSO}/isso/js/embed.min.js").read()  # type: ignore[union-attr]
    return len(gzip.compress(script, 9, mtime=0))


# ---- How fast pages are read ---------------------------------------------------------------------


def pages(served: Served, *, rounds: int) -> list[Figure]:
    few, many = (inside(served, "fill", str(number))["address"] for number in (FEW, MANY))
    rates: dict[str, list[float]] = {few: [], many: []}
    for _round in range(rounds):
        for address in (few, many):
            rates[address].append(requests_a_second(served.site + address))
    sizes = [len(get(served.site + address)) for address in (few, many)]
    ratios = [two / one for one, two in zip(rates[few], rates[many], strict=True)]
    name = f"requests of a story's page, {MANY} comments against {FEW}"
    return [
        Figure(
            BENCH, name, statistics.median(rates[many]), "1/s", statistics.median(rates[few]),
            statistics.median(ratios), f">= {LEAST_RATE:g}",
            statistics.median(ratios) >= LEAST_RATE,
        ),
        compared(BENCH, "size of these pages", sizes[1], "bytes", reference=sizes[0]),
    ]  # fmt: skip


def requests_a_second(address: str) -> float:
    line = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{WRK_SECONDS}s", "-H", "Accept-Encoding: br"]
    told = subprocess.run([*line, address], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if found is None or "Non-2xx" in told:
        raise ValueError(told)
    return float(found[1])


# ---- How fast comments come in -------------------------------------------------------------------


def accepting(served: Served, story: str, *, comments: int, label: str) -> list[Figure]:
    place = inside(served, "place", story)["place"]
    challenges = [json.loads(get(f"{served.newsroom}{place}challenge")) for _ in range(comments)]
    with ProcessPoolExecutor(2) as solvers:
        proofs = list(solvers.map(solved, [one["challenge"] for one in challenges], chunksize=4))
    forms = [form_with(proof) for proof in proofs]
    post(
        served,
        place,
        form_with(solved(json.loads(get(f"{served.newsroom}{place}challenge"))["challenge"])),
    )
    began = time.perf_counter()
    times = by_many(served, place, forms)
    took = time.perf_counter() - began
    there = inside(served, "count", story)["comments"]
    if there < comments:
        message = f"{comments} comments were sent and {there} are there."
        raise ValueError(message)
    return [
        measured(BENCH, f"{label}: comments accepted", len(times) / took, "1/s"),
        measured(BENCH, f"{label}: accepting a comment, p50", statistics.median(times), "ms"),
        measured(BENCH, f"{label}: accepting a comment, p95", p95(times), "ms"),
    ]


def solved(challenge: dict[str, Any]) -> str:
    asked = Challenge.from_dict(challenge)
    solution = solve_challenge(asked)
    body = Payload(asked, solution).to_dict()  # type: ignore[arg-type]
    return base64.b64encode(json.dumps(body).encode()).decode()


def form_with(proof: str) -> dict[str, str]:
    number = next(numbers)
    return {
        "name": f"Reader {number}",
        "mail": f"reader{number}@readers.example",
        "title": f"On the bridge, {number}",
        "text": f"I crossed it at noon with {number} others, and it held. {number:x} times.",
        "agree": "1",
        "proof": proof,
    }


def by_many(served: Served, place: str, forms: Sequence[dict[str, str]]) -> list[float]:
    """Send the forms from several connections at once; milliseconds of each."""
    waiting, times, failures = list(forms), list[float](), list[BaseException]()

    def send() -> None:
        try:
            while waiting:
                times.append(post(served, place, waiting.pop()))
        except (OSError, IndexError, ValueError) as error:
            failures.append(error)

    threads = [threading.Thread(target=send) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if real := [error for error in failures if not isinstance(error, IndexError)]:
        raise real[0]
    return times


def post(served: Served, place: str, form: dict[str, str]) -> float:
    host = urlsplit(served.newsroom).netloc
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": f"10.{next(numbers) % 250}.{next(numbers) % 250}.7",
    }
    began = time.perf_counter()
    with closing(http.client.HTTPConnection(host, timeout=60)) as line:
        line.request("POST", place, urlencode(form), headers)
        answer = line.getresponse()
        body = answer.read()
    if answer.status != 200:
        message = f"A comment was answered with {answer.status}: {body[:200]!r}"
        raise ValueError(message)
    return 1000 * (time.perf_counter() - began)


def p95(times: Sequence[float]) -> float:
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def visible(served: Served, story: str, *, turns: int, label: str) -> list[Figure]:
    times = inside(served, "approve", story, str(turns))["times"]
    middle, most = statistics.median(times), p95(times)
    return [
        measured(BENCH, f"{label}: approved to visible, p50", middle, "ms"),
        limited(BENCH, f"{label}: approved to visible, p95", most, "ms", at_most=MOST_VISIBLE_MS),
    ]


# ---- All of it -----------------------------------------------------------------------------------


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """A fresh database beside the one that the URL names, dropped afterwards."""
    parts = urlsplit(url)
    name = f"broadsheet_comments_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def of_other_benches(*, short: bool) -> list[Figure]:
    """The figures of moderating and of language, each measured by its own bench.

    What a single rule of masking does is left to `make bench-comments-language`.
    """
    lines = (
        ["-m", "bench.moderating", "--comments", "60" if short else "500"],
        [
            "bench/comments_language.py",
            *(("--variants", "40", "--stories", "300") if short else ()),
        ],
    )
    figures = []
    for line in lines:
        console.print(f"[dim]{' '.join(line)} …")
        with tempfile.NamedTemporaryFile(suffix=".json") as told:
            done = subprocess.run(
                [sys.executable, *line, "--json", told.name], stdout=subprocess.DEVNULL, check=False
            )
            rows = [Figure(**json.loads(row)) for row in Path(told.name).read_text().splitlines()]
        if not rows:
            message = f"{' '.join(line)} measured nothing (exit {done.returncode})."
            raise RuntimeError(message)
        figures += [row for row in rows if not ONE_RULE.search(row.name)]
    return figures


def measure(database: str, *, short: bool) -> list[Figure]:
    label = "PostgreSQL" if database else "SQLite"
    console.print(f"[dim]{label}: making a demo …")
    with a_demo(database) as served:
        story = inside(served, "story")
        figures = []
        if not database:
            console.print("[dim]weights and pages …")
            figures += weights(served, story["address"])
            figures += pages(served, rounds=2 if short else ROUNDS)
        console.print(f"[dim]{label}: accepting …")
        comments, turns = (40, 10) if short else (300, 60)
        figures += accepting(served, story["id"], comments=comments, label=label)
        figures += visible(served, story["id"], turns=turns, label=label)
    return figures


def main() -> int:
    options = _options()
    figures = measure("", short=options.short)
    if options.database:
        with own_database(options.database) as database:
            figures += measure(database, short=options.short)
    else:
        console.print("[yellow]No --database was named, so PostgreSQL is not measured.")
    figures += of_other_benches(short=options.short)
    return report("Readers' comments", figures, json_file=options.json)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="fewer of everything")
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", ""),
        help="a PostgreSQL URL beside which a database may be made (default: $DATABASE_URL)",
    )
    add_json_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
