"""Measures a full press in one and two processes, and what readers notice of it.

Run it as `make bench-full-press`. Bare means templates filled from sheets that are ready in
memory, compressed, written and forced to disk: no database, no ledger. Readers come at a fixed
rate, whatever the answers take, and each waits from the moment at which it was due. Readers, their
server and the press are each a session of their own, as they are where they live, because Linux
shares the processor between sessions first.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.crowd import crowd
from bench.newsroom import fill, settle_in

HOME = Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
settle_in(HOME, os.environ.get("DATABASE_URL", ""))

from django.conf import settings  # noqa: E402 (they are read as soon as Django is set up)
from django.db import connections  # noqa: E402
from rich.console import Console  # noqa: E402

from bench.press_measures import fills_of, p, site  # noqa: E402
from bench.reporting import Figure, add_json_option, compared, measured, report  # noqa: E402
from broadsheet.press.full_press import press_in_parallel  # noqa: E402
from broadsheet.press.models import Output  # noqa: E402
from broadsheet.press.serving.start import readers_argv  # noqa: E402
from broadsheet.press.wanting import want_everything  # noqa: E402
from broadsheet.press.working import drain, prepare  # noqa: E402
from broadsheet.press.writers.folder import FolderWriter  # noqa: E402

NAME = "full-press"
MOST_BARE = 2_000  # Pages that the bare reference fills; their sheets stand in memory.


def pressed(writer: FolderWriter, processes: int) -> float:
    """Pages a second of a full press, its helpers' start included."""
    want_everything()
    began = time.perf_counter()
    outcome = press_in_parallel(writer, processes)
    assert not outcome.failed
    return outcome.done / (time.perf_counter() - began)


def bare() -> float:
    fills = fills_of(list(Output.objects.values_list("key", flat=True))[:MOST_BARE])
    writer = FolderWriter(HOME / "bare" / "public")
    began = time.perf_counter()
    for path, template, context in fills:
        writer.write(path, template.render(context).encode())
    return len(fills) / (time.perf_counter() - began)


def serve() -> tuple[subprocess.Popen[bytes], int]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        readers_argv(host="127.0.0.1", port=port),
        env={**os.environ, "BROADSHEET_SITE_DIR": str(settings.SITE_DIR)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.1)
    server.terminate()
    message = "The readers' server did not open its port within 30 s."
    raise TimeoutError(message)


def press_beside() -> tuple[subprocess.Popen[bytes], float]:
    """A full press of its own, as an operator starts it; the test's threads forbid a fork here."""
    began = time.perf_counter()
    return (
        subprocess.Popen(
            [sys.executable, "-m", "broadsheet.project.command_line", "press", "run", "--all",
             "--processes", "1"],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        ),
        began,
    )  # fmt: skip


def read_beside(writer: FolderWriter, pages: int, rate: float, seconds: float) -> list[Figure]:
    """Readers' p99 in peace and during a full press, and the press's rate alone and beside them."""
    paths = ["/" + path.removesuffix("index.html") for path in writer.paths() if "/world/" in path]
    server, port = serve()
    try:
        process, began = press_beside()
        assert process.wait() == 0
        alone = pages / (time.perf_counter() - began)
        with crowd(port, paths[:200], rate):  # Warm-up of both sides.
            time.sleep(2)
        with crowd(port, paths[:200], rate) as idle:
            time.sleep(seconds)
        with crowd(port, paths[:200], rate) as busy:
            process, began = press_beside()
            assert process.wait() == 0
            beside = pages / (time.perf_counter() - began)
    finally:
        server.terminate()
        server.wait(timeout=20)
    return [
        compared(
            NAME, f"readers' p99 at {rate:g}/s during a full press", p(busy, 0.99), "ms",
            reference=p(idle, 0.99), at_most=1.5,
        ),
        compared(
            NAME, "full press beside the readers, its start included", beside, "pages/s",
            reference=alone, at_least=0.25,
        ),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=600)
    parser.add_argument("--rate", type=float, default=2_000, help="readers' requests a second")
    parser.add_argument("--seconds", type=float, default=10, help="of reading in peace")
    add_json_option(parser)
    options = parser.parse_args()
    try:
        writer = site()
        Console(stderr=True).print(f"[dim]A newsroom with {options.stories:,} stories …")
        fill(options.stories, files=options.stories, on_step=lambda *_: None)
        prepare(writer)
        want_everything()
        drain(writer)
        pages = Output.objects.count()
        everywhere = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(everywhere)})
        reference, one = bare(), pressed(writer, 1)
        os.sched_setaffinity(0, everywhere)
        two = pressed(writer, 2)
        engine = connections["default"].vendor
        figures = [
            compared(
                NAME, f"{pages:,} pages, one process on one processor, {engine}", one, "pages/s",
                reference=reference, at_least=0.5,
            ),
            measured(NAME, f"{pages:,} pages, two processes, {engine}", two, "pages/s"),
            compared(NAME, "two processes against one", two, "pages/s", reference=one),
            *read_beside(writer, pages, options.rate, options.seconds),
        ]  # fmt: skip
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    return report("The full press", figures, json_file=options.json)


if __name__ == "__main__":
    sys.exit(main())
