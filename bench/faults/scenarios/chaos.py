"""A whole newsroom under `broadsheet serve`, any process of which may be killed at any moment."""

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import brotli
import requests

from bench.faults.registry import must, scenario
from bench.faults.scenarios.crowds import free_port
from bench.faults.scenarios.workers import edit_for
from bench.faults.stage import Stage, wait_until

SECONDS, SHORT_SECONDS = 120, 12
EDITORS = 2
TRANSPORT = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


class Reader(threading.Thread):
    """Asks for the front again and again; a page that comes has to be whole, packed or not."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.wrong: list[str] = []
        self.seen: Counter[str] = Counter()
        self._address = f"http://127.0.0.1:{port}/en/"
        self.going = True

    def run(self) -> None:
        session = requests.Session()
        session.trust_env = False
        while self.going:
            for encoding in ("br", "identity"):
                try:
                    answer = session.get(
                        self._address, headers={"Accept-Encoding": encoding}, timeout=5, stream=True
                    )
                    body = answer.raw.read(decode_content=False)
                except TRANSPORT:
                    self.seen["away"] += 1
                    continue
                self._judge(answer, body)
            time.sleep(0.05)

    def _judge(self, answer: requests.Response, body: bytes) -> None:
        if answer.headers.get("Content-Encoding") == "br":
            body = brotli.decompress(body)
        if answer.status_code == 200 and body.rstrip().endswith(b"</html>"):
            self.seen["whole"] += 1
        else:
            self.wrong.append(f"{answer.status_code}, {len(body)} bytes")


def descendants(pid: int) -> list[int]:
    """The processes below `pid`, that one left out."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, todo = [], [pid]
    while todo:
        children = parents.get(todo.pop(), [])
        found += children
        todo += children
    return found


@scenario(
    "kill-anything",
    "Any part of `broadsheet serve` is killed at random, and itself, while editors act.",
    short=("sqlite",),
    alone=True,
    seconds=300,
)
def kill_anything(stage: Stage) -> str:
    port, rng = free_port(), random.Random(7)
    served = _serve(stage, port)
    seconds = SHORT_SECONDS if stage.short else SECONDS
    wait_until(lambda: _answers(port), 60, "the newsroom did not start")
    reader = Reader(port)
    reader.start()
    editors = [stage.call(edit_for, stage.newsroom, n, seconds) for n in range(EDITORS)]
    killed: Counter[str] = Counter()
    while any(editor.exitcode is None for editor in editors):
        time.sleep(rng.uniform(0.3, 1.0))
        if rng.random() < 0.1:
            served.kill()
            served.wait()
            wait_until(lambda: not _answers(port), 20, "the guard left a server running")
            killed["serve"] += 1
            served = _serve(stage, port)
            continue
        victims = [pid for pid in descendants(served.pid) if "guard" not in _part(pid)]
        if victims:
            killed[_kill(rng.choice(victims))] += 1
    must(all(editor.exitcode == 0 for editor in editors), "an editor met an error, see the logs")
    reader.going = False
    reader.join(10)
    must(not reader.wrong, f"a reader got {reader.wrong[:3]}")
    must(reader.seen["whole"], "no reader got a page")
    served.kill()
    served.wait()
    stage.stop()
    stage.heal(within=60)
    told = ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
    return f"killed: {told}; {reader.seen['whole']} whole pages read, {stage.hold()}"


def _serve(stage: Stage, port: int) -> "subprocess.Popen[bytes]":
    return stage.broadsheet("serve", "--port", str(port))


def _kill(pid: int) -> str:
    """Kill a process and say which part it was."""
    part = _part(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return part


def _part(pid: int) -> str:
    line = ""
    with suppress(OSError):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    parts = {
        "press run": "press", "clock": "clock", "tasks": "tasks", "handler:app": "readers",
        "wsgi": "web", "guard": "guard",
    }  # fmt: skip
    return next((part for word, part in parts.items() if word in line), "other")


def _answers(port: int) -> bool:
    with suppress(*TRANSPORT):
        requests.get(f"http://127.0.0.1:{port}/en/", timeout=1)
        return True
    return False
