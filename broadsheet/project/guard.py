"""Leaves nothing running when the process that started the parts is gone, however it ended.

Runs as a small process of its own. Standard input is a pipe that the supervisor and each starting
part write to: `+123` when group 123 begins, `-123` when it has ended. The pipe closes when the
supervisor is gone, be it by SIGKILL; the groups still noted then get SIGTERM and, after a grace,
SIGKILL. Works wherever process groups do, and reaches the workers of a part as well as the part.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 5.0


def groups_left(lines: Iterable[str]) -> set[int]:
    """Read the notes to their end and give the groups that began and did not end."""
    groups: set[int] = set()
    for line in lines:
        sign, number = line[:1], line[1:].strip()
        if not number.isdigit():
            continue
        if sign == "+":
            groups.add(int(number))
        else:
            groups.discard(int(number))
    return groups


def signal_group(group: int, signal_number: int) -> bool:
    """Signal a process group; False when nothing of it is left."""
    try:
        os.killpg(group, signal_number)
    except ProcessLookupError:
        return False
    except PermissionError:
        # macOS says this of a group whose only members wait to be reaped.
        return False
    return True


def end_groups(groups: Iterable[int], *, grace: float) -> None:
    """Ask the groups to end, and after `grace` seconds make them."""
    left = [group for group in groups if signal_group(group, signal.SIGTERM)]
    deadline = time.monotonic() + grace
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [group for group in left if signal_group(group, 0)]
    for group in left:
        signal_group(group, signal.SIGKILL)


if __name__ == "__main__":
    end_groups(groups_left(sys.stdin), grace=GRACE_SECONDS)
