"""The guard knows which process groups are left, and ends them."""

import signal
import subprocess
import sys

from broadsheet.project.guard import end_groups, groups_left, signal_group


def test_groups_that_ended_are_not_left():
    assert groups_left(["+11\n", "+12\n", "-11\n", "nonsense\n", "+\n", "\n"]) == {12}


def test_group_that_will_not_end_is_made_to():
    deaf = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); input()"
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", deaf],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        process.stdout.readline()

        end_groups({process.pid}, grace=0.1)

        assert process.wait(timeout=20) == -signal.SIGKILL


def test_group_that_is_no_more_is_nobodys_fault():
    with subprocess.Popen([sys.executable, "-c", ""], start_new_session=True) as process:
        process.wait()

    assert not signal_group(process.pid, signal.SIGTERM)
