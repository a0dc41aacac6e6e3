"""Says in a line why a page failed, and in which template, from the traceback in the ledger."""

import re
from pathlib import Path

FRAME = re.compile(r'File "([^"]+)", line (\d+)')


def reason_of(error: str) -> str:
    """The last line of a traceback, or of a plain message."""
    lines = error.strip().splitlines()
    return lines[-1] if lines else ""


def place_of(error: str) -> str:
    """The innermost template of a traceback, with its line."""
    frames = [(file, line) for file, line in FRAME.findall(error) if not file.endswith(".py")]
    return f"{Path(frames[-1][0]).name}:{frames[-1][1]}" if frames else ""
