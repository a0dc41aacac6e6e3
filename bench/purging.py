"""Measures how soon a kill and an edit show through a real Varnish that the press purges.

Run it as `make bench-purging`; it needs varnishd. A worker runs beside, and stories are asked for
through Varnish every few milliseconds, so that an old copy that comes back is seen too.
"""

import argparse
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


VARNISH, READERS = free_port(), free_port()
os.environ |= {
    "PURGE_HTTP": f"http://127.0.0.1:{VARNISH}",
    "SITE_URL": f"http://127.0.0.1:{VARNISH}",
}

from bench.newsroom import fill, settle_in  # noqa: E402

HOME = Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
settle_in(HOME)

from bench.press_measures import p, site  # noqa: E402
from bench.reporting import add_json_option, limited, measured, report  # noqa: E402
from broadsheet.press.serving.start import readers_argv  # noqa: E402
from broadsheet.press.wanting import want_everything  # noqa: E402
from broadsheet.press.working import drain, prepare  # noqa: E402
from broadsheet.project.web_config.caching import vcl  # noqa: E402
from broadsheet.stories.actions import kill_story, publish_story, save_draft  # noqa: E402
from broadsheet.stories.models import Placement, Story  # noqa: E402
from broadsheet.stories.queries import path_of  # noqa: E402

NAME = "purging"
WATCHED_SECONDS = 5.0  # Longer than the press's last look at a purge.


def ask(path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", VARNISH, timeout=20)) as connection:
        connection.request("GET", path, headers={"Host": "127.0.0.1"})
        answer = connection.getresponse()
        return answer.status, answer.read()


def until_shown(path: str, shown: Callable[[int, bytes], bool], since: float) -> tuple[float, int]:
    """Milliseconds until `shown` first holds, and how often it did not hold after that."""
    until, first, lapses = since + 30, 0.0, 0
    while time.perf_counter() < until:
        held = shown(*ask(path))
        if held and not first:
            first = (time.perf_counter() - since) * 1000
            until = time.perf_counter() + WATCHED_SECONDS
        lapses += bool(first) and not held
        time.sleep(0.005)
    assert first, f"{path} never showed"
    return first, lapses


def processes() -> list[subprocess.Popen[bytes]]:
    (HOME / "site.vcl").write_text(vcl(f"127.0.0.1:{READERS}"))
    site = {**os.environ, "BROADSHEET_SITE_DIR": str(HOME / "site" / "public")}
    worker = (sys.executable, "-m", "broadsheet.project.command_line", "press", "run", "--worker")
    cache = ("varnishd", "-F", "-n", str(HOME / "varnish"), "-a", f"127.0.0.1:{VARNISH}",
             "-T", "none", "-f", str(HOME / "site.vcl"), "-s", "malloc,64m",
             "-j", "none")  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    readers = subprocess.Popen(readers_argv(host="127.0.0.1", port=READERS), env=site)
    return [readers, subprocess.Popen(cache, **quiet), subprocess.Popen(worker, env=site)]


def wait_until_served(path: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if ask(path)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(path)


def edit(story: Story, headline: str) -> float:
    """Give the story another headline, and return when that was committed."""
    story.headline = headline
    save_draft(story=story, by=None)
    publish_story(story=story, by=None)
    return time.perf_counter()


def measure(stories: int, rounds: int) -> tuple[list[float], list[float], int]:
    writer = site()
    fill(stories, files=stories, on_step=lambda *_: None)
    prepare(writer)
    want_everything()
    drain(writer)
    found = Placement.objects.filter(edition__code="en", is_home=True).select_related(
        "section", "story"
    )
    places = list(found.order_by("-published_at")[: 2 * rounds + 1])
    started = processes()
    kills, edits, lapses = [], [], 0
    try:
        warm = places.pop()
        wait_until_served(f"/en/{quote(path_of(warm))}")
        # The worker takes a while to start, which is not what is measured.
        until_shown(
            f"/en/{quote(path_of(warm))}", lambda _s, b: b"Warm" in b, edit(warm.story, "Warm")
        )
        for number, place in enumerate(places):
            path = f"/en/{quote(path_of(place))}"
            wait_until_served(path)
            if number % 2:
                kill_story(story=place.story, by=None, reason="measured")
                ms, back = until_shown(path, lambda s, _b: s == 410, time.perf_counter())
                kills.append(ms)
            else:
                mark = f"Measured {number}"
                since = edit(place.story, mark)
                ms, back = until_shown(path, lambda _s, b, m=mark: m.encode() in b, since)
                edits.append(ms)
            lapses += back
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=20)
    return kills, edits, lapses


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5, help="kills, and edits, measured")
    add_json_option(parser)
    options = parser.parse_args()
    try:
        kills, edits, lapses = measure(options.stories, options.rounds)
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    figures = [
        measured(NAME, "kill to 410 through Varnish, p50", statistics.median(kills), "ms"),
        limited(NAME, "kill to 410 through Varnish, p95", p(kills, 0.95), "ms", at_most=1000),
        measured(NAME, "edit to new bytes through Varnish, p50", statistics.median(edits), "ms"),
        limited(NAME, "edit to new bytes through Varnish, p95", p(edits, 0.95), "ms", at_most=1000),
        measured(NAME, "old copies seen again after the first new one", lapses, ""),
    ]
    return report("Purging", figures, json_file=options.json)


if __name__ == "__main__":
    sys.exit(main())
