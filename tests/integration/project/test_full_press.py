"""`press run --all` with real processes: all pages anew, and what an editor publishes first."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from broadsheet.press.full_press import NICENESS
from tests.integration.conftest import COMMAND, run_command, surroundings

pytestmark = pytest.mark.any_database

STORIES = 250
# Publishes so many stories, without pressing them, once it is told to.
FILL = """
import sys
import django
django.setup()
from broadsheet.editions.models import Edition
from broadsheet.stories.actions import create_story, publish_story
from broadsheet.stories.bodies import body_from_text
edition = Edition.objects.get()
print("ready", flush=True)
sys.stdin.readline()
for number in range({stories}):
    story = create_story(by=None, edition=edition, section=edition.sections.first(),
        copy={{"headline": "{headline} %d" % number, "standfirst": "Traffic moved again.",
               "body": body_from_text(["The bridge carried a lorry."])}})
    publish_story(story=story, by=None)
"""


@pytest.fixture(scope="module")
def printed(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom with many pressed stories, to be copied and left as it is."""
    home = Path(shutil.copytree(founded, tmp_path_factory.mktemp("printed") / "newsroom"))
    tell(publisher(home, "Bridge", stories=STORIES))
    done = run_command(home, "press", "run")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def house(printed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(printed, tmp_path / "newsroom"))


def publisher(home: Path, headline: str, stories: int = 1) -> subprocess.Popen[str]:
    """Somebody who is ready to publish."""
    process = subprocess.Popen(  # noqa: S603
        [COMMAND[0], "-c", FILL.format(stories=stories, headline=headline)],
        env=surroundings(home) | {"DJANGO_SETTINGS_MODULE": "broadsheet.project.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def tell(process: subprocess.Popen[str]) -> None:
    process.communicate("now\n", timeout=240)
    assert process.returncode == 0


def begin(home: Path, *arguments: str, under: Sequence[str] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603
        [*under, *COMMAND, "press", "run", *arguments],
        env=surroundings(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_until(claim, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not claim():
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < deadline
        time.sleep(0.005)


def story_pages(home: Path) -> dict[Path, int]:
    """Each story's page with the number of its file, which changes whenever it is written."""
    found = (home / "site" / "public").glob("*/world/2*/*/*/index.html")
    return {page: page.stat().st_ino for page in found}


def helpers_of(process: subprocess.Popen[str]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]


def are_nice(pids: list[int], number: int) -> bool:
    return len(pids) == number and all(map(is_nice, pids))


def is_nice(pid: int) -> bool:
    """In itself, and in the session that it has for itself, where sessions have a niceness."""
    least = min(NICENESS.values())
    group = Path(f"/proc/{pid}/autogroup")
    of_session = int(group.read_text().rpartition(" ")[2]) if group.exists() else least
    return (
        os.getsid(pid) == pid
        and os.getpriority(os.PRIO_PROCESS, pid) >= least
        and of_session >= least
    )


def test_helpers_press_everything_at_a_low_priority(house, run):
    before = story_pages(house)

    process = begin(house, "--all", "--processes", "2")
    wait_until(lambda: are_nice(helpers_of(process), 1), process)  # It looks up every page.
    wait_until(lambda: are_nice(helpers_of(process), 2), process)
    said, _ = process.communicate(timeout=240)

    assert process.returncode == 0, said
    assert re.search(r"Pressed \d+ pages in .*; nothing is stale", said)
    after = story_pages(house)
    assert before.keys() == after.keys()
    assert len(after) == STORIES
    assert all(after[page] != number for page, number in before.items())
    assert run(house, "press", "check").returncode == 0


def test_what_is_published_meanwhile_comes_before_the_rest(house, run):
    before = story_pages(house)
    editor = publisher(house, "Out at once")
    process = begin(house, "--all", "--processes", "1")
    wait_until(lambda: story_pages(house) != before, process)

    tell(editor)
    wait_until(lambda: story_pages(house).keys() - before.keys(), process)
    now = story_pages(house)
    left = [page for page, number in before.items() if now[page] == number]
    said, _ = process.communicate(timeout=240)

    assert process.returncode == 0, said
    assert left, "The new story came after all the others."
    assert run(house, "press", "check").returncode == 0


def test_a_stop_before_the_first_page_is_obeyed_too(house, run):
    before = story_pages(house)
    process = begin(house, "--all", "--processes", "1")
    wait_until(lambda: helpers_of(process), process)

    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "Stopped; the press worker" in said
    assert story_pages(house) == before
    assert run(house, "press", "run").returncode == 0
    assert run(house, "press", "check").returncode == 0


HUNG_UP = pytest.param(
    signal.SIGHUP,
    marks=pytest.mark.skipif(
        signal.getsignal(signal.SIGHUP) == signal.SIG_IGN,
        reason="the tests run under nohup, and what they start ignores the signal too",
    ),
)


@pytest.mark.parametrize("stop", [signal.SIGINT, HUNG_UP])
def test_a_stop_leaves_the_rest_to_the_ordinary_worker(house, run, stop):
    before = story_pages(house)
    process = begin(house, "--all", "--processes", "2")
    wait_until(lambda: story_pages(house) != before, process)

    os.killpg(process.pid, stop)  # As Ctrl-C does, and a terminal that is closed.
    said, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "Stopped; the press worker" in said
    now = story_pages(house)
    assert [page for page, number in before.items() if now[page] == number]
    assert run(house, "press", "run").returncode == 0
    assert run(house, "press", "check").returncode == 0


def test_helpers_whose_command_died_end_too(house, run):
    before = story_pages(house)
    process = begin(house, "--all", "--processes", "2")
    wait_until(lambda: story_pages(house) != before, process)
    helpers = helpers_of(process)

    process.kill()
    process.wait()
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in helpers):
        assert time.monotonic() < deadline
        time.sleep(0.05)

    now = story_pages(house)
    assert [page for page, number in before.items() if now[page] == number]
    assert run(house, "press", "run").returncode == 0
    assert run(house, "press", "check").returncode == 0


def test_a_full_press_under_nohup_outlasts_its_terminal(house):
    before = story_pages(house)
    process = begin(house, "--all", "--processes", "1", under=("nohup",))
    wait_until(lambda: story_pages(house) != before, process)

    os.killpg(process.pid, signal.SIGHUP)
    said, _ = process.communicate(timeout=240)

    assert process.returncode == 0, said
    assert "nothing is stale" in said
