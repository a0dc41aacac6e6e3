"""What the forked processes run: the real command line, in a newsroom, with traps set before."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from bench.faults.newsroom import Newsroom
from bench.faults.traps import Trap, set_trap, tune
from broadsheet.project.command_line import main


def run_command(
    newsroom: Newsroom,
    log: str,
    arguments: Sequence[str],
    traps: Sequence[Trap],
    tuned: Mapping[str, Any],
) -> None:
    """`broadsheet ARGUMENTS` in this process, its output into a file of the newsroom."""
    _into_log(newsroom, log)
    newsroom.enter()
    tune(tuned)
    for trap in traps:
        set_trap(trap)
    sys.argv[:] = ["broadsheet", *arguments]
    main()


def run_function(newsroom: Newsroom, log: str, function: Any, arguments: Sequence[Any]) -> None:
    """Call `function(*arguments)` in the newsroom; a fault ends the process with status 1."""
    _into_log(newsroom, log)
    newsroom.enter()
    function(*arguments)


def _into_log(newsroom: Newsroom, name: str) -> None:
    newsroom.logs.mkdir(exist_ok=True)
    descriptor = os.open(newsroom.logs / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
