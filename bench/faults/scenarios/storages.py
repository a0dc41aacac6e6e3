"""The site stands in object storage, which answers 503, slowly, or does half of what it says."""

import shutil
import time
from contextlib import ExitStack
from dataclasses import replace

from bench.faults.acting import live_stories
from bench.faults.oracle import is_at_rest
from bench.faults.registry import NotCoveredError, must, scenario
from bench.faults.stage import Stage, wait_until
from broadsheet.press.checking import check_site
from broadsheet.press.standing import failures
from broadsheet.press.wanting import want_everything
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.press.writers.storage import StorageWriter
from tests import storage

FAULTS = ("503", "half", "slow")
SECONDS, SHORT_SECONDS = 20, 4


@scenario(
    "storage-fails",
    "Object storage answers 503, then stores half of what it takes, then answers slowly.",
    seconds=300,
)
def storage_fails(stage: Stage) -> str:
    if not storage.RCLONE:
        raise NotCoveredError(storage.MISSING)
    with ExitStack() as stack:
        endpoint = stack.enter_context(storage.s3_server(stage.newsroom.home / "s3"))
        proxy = stack.enter_context(storage.faulty(endpoint, obeys=True))
        more = {
            "SITE_STORAGE": f"s3://{storage.BUCKET}/daily", "STORAGE_ENDPOINT": proxy.endpoint,
            "AWS_ACCESS_KEY_ID": storage.KEY, "AWS_SECRET_ACCESS_KEY": storage.SECRET,
        }  # fmt: skip
        want_everything()
        worker = stage.worker(newsroom=replace(stage.newsroom, more=more))
        stage.quiet(within=60)
        refused = _weather(stage, proxy)
        seconds = stage.quiet(within=90)
        must(worker.exitcode is None, "the worker died of it")
        straight = StorageWriter(storage.bucket_at(endpoint))
        found = list(check_site(straight))
        must(not found, f"press check found {found[:3]}")
        _bring_home(stage, straight)
        told = ", ".join(sorted(refused)) or "none"
        return f"refused meanwhile: {told}; at rest {seconds:.1f} s later, {stage.hold()}"


def _weather(stage: Stage, proxy: storage.FaultyProxy) -> set[str]:
    """Each fault for a while, with edits; returns those for which pages were seen refused."""
    refused = set()
    for number, fault in enumerate(FAULTS):
        proxy.fault = lambda method, path, f=fault: (
            f if method == "PUT" and "/public/" in path else None
        )
        stage.desk.edit(live_stories()[number], f"Edited in bad weather: {fault}")
        until = time.monotonic() + (SHORT_SECONDS if stage.short else SECONDS)
        while time.monotonic() < until:
            if failures():
                refused.add(fault)
            time.sleep(0.1)
    proxy.fault = lambda _method, _path: None
    return refused


def _bring_home(stage: Stage, straight: StorageWriter) -> None:
    """Lay the bucket's pages into the folder, so that they are held against a full press."""
    wait_until(is_at_rest, 10, "the ledger did not stay at rest")
    shutil.rmtree(stage.newsroom.site)
    stage.newsroom.site.mkdir()
    folder = FolderWriter(stage.newsroom.site)
    for path in straight.paths():
        folder.write(path, straight.read(path) or b"")
