"""The readers' folder refuses to be written, or somebody writes in it by hand."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.faults.acting import live_stories, page_of
from bench.faults.oracle import files_under, findings_of
from bench.faults.registry import NotCoveredError, must, scenario
from bench.faults.stage import Stage, wait_until
from broadsheet.press.models import Output
from broadsheet.press.standing import failures

BLOCK = 4096
OFTEN = 9  # Attempts after which the next one would be due in ten minutes.


@scenario("disk-full", "The disk of the readers' site is full while pages are pressed.")
def disk_full(stage: Stage) -> str:
    with _own_disk(stage) as site:
        filler = site.parent / "public" / ".filler"
        _fill_up(filler)
        _refused_for_a_while(stage, "No space left on device")
        filler.unlink()
        seconds = stage.quiet(within=20)
        return f"went on by itself after {seconds:.1f} s, {stage.hold()}"


@scenario("folder-read-only", "The readers' folder becomes read-only while pages are pressed.")
def folder_read_only(stage: Stage) -> str:
    with _own_disk(stage) as site:
        _run("mount", "-o", "remount,ro", str(site))
        _refused_for_a_while(stage, "Read-only file system")
        _run("mount", "-o", "remount,rw", str(site))
        seconds = stage.quiet(within=20)
        return f"went on by itself after {seconds:.1f} s, {stage.hold()}"


def _refused_for_a_while(stage: Stage, reason: str) -> None:
    """Editors act, every file stays as it was, and the press says why, as after a long outage."""
    before = {name: body for name, body in files_under(stage.newsroom.site).items() if body}
    worker = stage.worker()
    stage.desk.publish("Published without room for it")
    stage.desk.edit(live_stories()[3], "Edited without room for it")
    stage.desk.kill(live_stories()[5])
    wait_until(
        lambda: stage.is_at_rest(failing=True) and bool(failures()), 20, "nothing was refused"
    )
    told = {failure.reason for failure in failures()}
    must(all(reason in one for one in told), f"the press says {told}")
    must(all("goes on by itself" in one for one in told), "the press names no remedy")
    after = files_under(stage.newsroom.site)
    changed = [name for name, body in before.items() if after.get(name) != body]
    must(not changed, f"files changed on a disk that took nothing: {changed[:4]}")
    must(worker.exitcode is None, "the worker died of it")
    refused = Output.objects.exclude(last_error="")
    refused.update(attempts=OFTEN)
    wait_until(lambda: all(one.attempts > OFTEN for one in refused.all()), 20, "no second attempt")


@contextmanager
def _own_disk(stage: Stage) -> Iterator[Path]:
    """The readers' site on a small disk of its own, which only this scenario's processes see."""
    if not stage.may_mount:
        raise NotCoveredError("Mounting a small disk needs the rights of root.")
    site = stage.newsroom.site
    files = [path for path in site.rglob("*") if path.is_file()]
    size = sum((path.stat().st_size // BLOCK + 2) * BLOCK for path in files) + 400 * BLOCK
    moved = site.with_name("moved")
    site.rename(moved)
    site.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(site))
    shutil.copytree(moved, site, dirs_exist_ok=True)
    shutil.rmtree(moved)
    try:
        yield site
    finally:
        stage.stop()
        _run("umount", "-l", str(site))


def _fill_up(filler: Path) -> None:
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"\0" * BLOCK)
        except OSError:
            return


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@scenario("edited-by-hand", "Live files are edited, deleted, given a wrong twin or added by hand.")
def edited_by_hand(stage: Stage) -> str:
    stories = live_stories()
    edited, deleted, twin = (page_of(stage.newsroom, story) for story in stories[:3])
    edited.write_bytes(edited.read_bytes().replace(b"<h1>", b"<h1>Not "))
    shutil.rmtree(deleted.parent)
    packed = twin.with_name(twin.name + ".br")
    packed.write_bytes(bytes([packed.read_bytes()[0] ^ 1]) + packed.read_bytes()[1:])
    stranger = stage.newsroom.site / "en" / "stranger.html"
    stranger.write_text("Nobody pressed this.")
    found = {finding.fault: finding.path for finding in findings_of(stage.newsroom)}
    paths = {
        str(path.relative_to(stage.newsroom.site)) for path in (edited, deleted, packed, stranger)
    }
    told = {finding.path for finding in findings_of(stage.newsroom)}
    must(told == paths, f"check found {sorted(told)}, changed were {sorted(paths)}")
    must(found.keys() == {"corrupt", "missing", "extra"}, f"check told of {sorted(found)}")
    code, lines = stage.output_of("press", "check", "--repair", "--json")
    left = [json.loads(line)["path"] for line in lines]
    must((code, left) == (1, ["en/stranger.html"]), f"the repair left {left}")
    must(stranger.exists(), "the repair took a file that no output owns without being told")
    code, lines = stage.output_of("press", "check", "--repair", "--remove-strangers", "--json")
    must(not stranger.exists(), "the stranger stayed although it was told to go")
    return f"four faults found and mended, {stage.hold()}"
