"""A process group starts, restarts and ends its parts, and leaves none behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.project.processes import PortInUseError, PortRefusedError, ensure_port_free

pytestmark = pytest.mark.any_database

SUPERVISOR = """
import json, sys
from broadsheet.project.processes import Part, Patience, run_group

def show(name, line):
    print(f"{name}: {line}", flush=True)

parts = [Part(name, [sys.executable, "-u", "-c", code], env)
         for name, code, env in json.loads(sys.argv[1])]
sys.exit(run_group(parts, on_line=show, patience=Patience(first_delay=0.05, grace=GRACE)))
"""
LASTING = "import os, time; print('up', os.getpid()); time.sleep(600)"
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("up", os.getpid(), child.pid)
time.sleep(600)
"""
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {LASTING}"


@pytest.fixture
def group():
    """Start a supervisor with parts given as (name, code, environment)."""
    started = []

    def start(*parts, grace=10.0):
        code = textwrap.dedent(SUPERVISOR).replace("GRACE", str(grace))
        listed = [[name, textwrap.dedent(code), env] for name, code, env in parts]
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", code, json.dumps(listed)],
            stdout=subprocess.PIPE,
            text=True,
        )
        # Reading from a group that says nothing must not last for ever.
        limit = threading.Timer(60, process.kill)
        limit.start()
        started.append((process, limit))
        return process

    yield start
    for process, limit in started:
        limit.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


def read_until(process, words, *, times=1):
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if sum(words in seen for seen in lines) >= times:
            return lines
    pytest.fail(f"{words!r} never came: {lines}")


def numbers_in(lines, words="up"):
    found = [line.partition(f"{words} ")[2].split() for line in lines if f"{words} " in line]
    return [int(number) for numbers in found for number in numbers]


def has_ended(number):
    """True of a process that is gone, or that only waits for its new parent to reap it."""
    try:
        os.kill(number, 0)
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return True
    return state == "Z"


def all_end(numbers):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if all(has_ended(number) for number in numbers):
            return True
        time.sleep(0.05)
    return False


def test_lines_carry_the_name_of_their_part(group):
    process = group(("press", "import sys; print('على الهواء'); sys.stdin.read()", {}))

    assert read_until(process, "press: على الهواء")


def test_part_gets_its_environment_on_top_of_the_supervisors(group):
    code = "import os, time; print(os.environ['DESK'], 'PATH' in os.environ); time.sleep(600)"

    process = group(("web", code, {"DESK": "world"}))

    assert read_until(process, "web: world True")


def test_part_that_dies_is_started_again_and_that_is_said(group):
    process = group(("clock", "raise SystemExit(3)", {}), ("web", LASTING, {}))

    lines = read_until(process, "clock: Ended with exit code 3", times=3)

    told = [line for line in lines if line.startswith("clock: Ended")]
    assert [line.rpartition("in ")[2] for line in told] == ["0.05 s.", "0.1 s.", "0.2 s."]
    assert sum(line.startswith("web: up") for line in lines) <= 1


def test_part_that_is_killed_takes_its_workers_along_and_comes_back(group):
    process = group(("web", PARENT, {}))
    part, worker = numbers_in(read_until(process, "up "))

    os.kill(part, signal.SIGKILL)

    lines = read_until(process, "up ")
    assert "web: Was ended by SIGKILL; starting again in 0.05 s." in lines
    assert all_end([part, worker])


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_ends_every_part_and_is_no_failure(group, stop):
    process = group(("web", PARENT, {}), ("press", LASTING, {}))
    numbers = numbers_in(read_until(process, "up ", times=2))

    process.send_signal(stop)

    assert process.wait(timeout=20) == 0
    assert all_end(numbers)


def test_part_that_will_not_end_is_made_to_after_the_grace(group):
    process = group(("deaf", DEAF, {}), grace=0.2)
    numbers = numbers_in(read_until(process, "up "))

    process.terminate()

    assert process.wait(timeout=20) == 0
    assert all_end(numbers)


def test_second_signal_ends_the_grace(group):
    process = group(("deaf", DEAF, {}), grace=600)
    numbers = numbers_in(read_until(process, "up "))

    process.terminate()
    process.terminate()
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        process.terminate()
        time.sleep(0.05)

    assert process.returncode == 0
    assert all_end(numbers)


def test_killed_supervisor_leaves_nothing_running(group):
    process = group(("web", PARENT, {}), ("press", LASTING, {}))
    numbers = numbers_in(read_until(process, "up ", times=2))

    process.kill()

    assert all_end(numbers)


def test_closed_terminal_ends_the_group(group):
    chatty = "import os, time\nwhile True:\n    print('up', os.getpid())\n    time.sleep(0.05)"
    process = group(("web", chatty, {}))
    numbers = numbers_in(read_until(process, "up "))

    process.stdout.close()

    process.wait(timeout=20)
    assert all_end(numbers)


def test_free_port_is_no_error():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    ensure_port_free("127.0.0.1", port)


def test_port_in_use_is_named_with_the_remedy():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortInUseError, match=rf"Port {port} on 127.0.0.1 is in use.*'PORT="):
            ensure_port_free("127.0.0.1", port)


@pytest.mark.parametrize("port", [70000, -1])
def test_port_that_cannot_be_is_named_with_the_remedy(port):
    with pytest.raises(PortRefusedError, match=rf"Port {port} on 127.0.0.1 cannot be opened"):
        ensure_port_free("127.0.0.1", port)
