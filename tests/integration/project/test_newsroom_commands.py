"""A newsroom is founded, saved while it runs, and brought back, from the command line alone."""

import json
import os
import signal
import socket
import stat
import subprocess
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.integration.conftest import COMMAND, INIT, surroundings

pytestmark = pytest.mark.any_database

BIND_TRIES = 20


def two_free_ports() -> int:
    """A port that is free together with the next one."""
    for _ in range(BIND_TRIES):
        with closing(socket.socket()) as first, closing(socket.socket()) as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
    pytest.fail("no two neighbouring ports are free")


@contextmanager
def served(home: Path, port: int):
    """The whole newsroom running, until the block ends."""
    log = home / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 - this project's own command line.
            [*COMMAND, "serve", "--port", str(port)],
            env=surroundings(home),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
    assert process.returncode == 0, log.read_text()


def answer(url: str, *, within: float = 90.0) -> str:
    """The body of a page, as soon as it is there."""
    end = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - loopback.
                return response.read().decode()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def pressed(home: Path) -> dict[str, bytes]:
    public = home / "site" / "public"
    return {
        str(file.relative_to(public)): file.read_bytes()
        for file in public.rglob("*")
        if file.is_file()
    }


def test_a_newsroom_is_founded_once(newsroom, run):
    again = run(newsroom, *INIT)

    assert stat.S_IMODE((newsroom / "secret-key").stat().st_mode) == 0o600
    assert again.returncode == 1
    assert f"{newsroom} is not empty, and what it holds stays as it is" in again.stderr
    assert len(again.stderr.splitlines()) == 1


def test_a_founding_without_its_answers_makes_nothing(tmp_path, run):
    done = run(tmp_path / "newsroom", "init", "--edition", "The Harbour Post")

    assert done.returncode == 1
    assert "say it with --email" in done.stderr
    assert not (tmp_path / "newsroom").exists()


def test_a_running_newsroom_is_saved_and_brought_back(newsroom, tmp_path, run):
    home, another, file = newsroom, tmp_path / "another", tmp_path / "saved.tar.gz"
    port = two_free_ports()
    with served(home, port):
        assert "The Harbour Post" in answer(f"http://127.0.0.1:{port}/en/")
        answer(f"http://127.0.0.1:{port + 1}/login/")
        saved = run(home, "backup", str(file))
    assert saved.returncode == 0, saved.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # Pages carry the address at which they were served.
    another.mkdir()
    (another / "environment").write_text(f"SITE_URL=http://localhost:{port}\n")

    restored = run(another, "restore", str(file))

    assert restored.returncode == 0, restored.stderr
    assert "missing" in restored.stdout
    assert run(another, "press", "run").returncode == 0
    check = run(another, "press", "check")
    assert check.returncode == 0, check.stdout
    assert pressed(another) == pressed(home)
    assert (another / "secret-key").read_text() == (home / "secret-key").read_text()


def test_a_restore_replaces_only_when_told_and_leaves_newer_pages(newsroom, tmp_path, run):
    home, file = newsroom, tmp_path / "saved.tar.gz"
    run(home, "press", "run")
    run(home, "backup", str(file))
    stray = home / "site" / "public" / "en" / "late" / "index.html"
    stray.parent.mkdir(parents=True)
    stray.write_text("published after the backup")

    refused = run(home, "restore", str(file))
    forced = run(home, "restore", str(file), "--force")

    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert forced.returncode == 0, forced.stderr
    assert "1 extra." in forced.stdout
    assert "--remove-strangers" in forced.stdout
    assert stray.read_text() == "published after the backup"


@pytest.mark.parametrize("content", [b"", b"not a backup", b"\x1f\x8b\x08\x00torn"])
def test_a_file_that_is_no_backup_is_refused_and_nothing_is_lost(tmp_path, run, content):
    file = tmp_path / "saved.tar.gz"
    file.write_bytes(content)

    done = run(tmp_path / "newsroom", "restore", str(file))

    assert done.returncode == 1
    assert str(file) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_demo_refuses_a_folder_that_is_somebodys(tmp_path, run):
    (tmp_path / "mine.txt").write_text("mine")

    done = run(tmp_path, "demo", "--no-serve", "--reset")

    assert done.returncode == 1
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_the_demo_says_plainly_that_a_port_is_in_use(tmp_path, run):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]

        done = run(tmp_path / "newsroom", "demo", "--port", str(port))

    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "newsroom").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_the_demo_says_plainly_that_a_folder_cannot_be_written(tmp_path, run):
    tmp_path.chmod(0o500)

    done = run(tmp_path / "newsroom", "demo", "--no-serve")

    tmp_path.chmod(0o700)
    assert done.returncode == 1
    assert "mend its permissions" in done.stderr


def test_the_check_prints_its_findings_as_json(newsroom, run):
    (newsroom / "environment").write_text("NEWSROOM_URL=http://desk.example\n")

    done = run(newsroom, "check", "--json")

    findings = [json.loads(line) for line in done.stdout.splitlines()]
    assert {finding["id"] for finding in findings} >= {"project.W003", "project.W004"}
    assert done.returncode == 0
