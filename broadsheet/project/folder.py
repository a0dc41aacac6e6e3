"""The newsroom's folder is tried before anything is made in it, without Django.

What would fail in the middle (no permission, no room) is said before the first step instead.
"""

import os
import shutil
import tempfile
from pathlib import Path

from broadsheet.project.environment import Environment, with_newsroom_file
from broadsheet.project.errors import NewsroomFolderError, NoNewsroomError

MEGABYTE = 1024 * 1024


def make_folder(home: Path, *, room: int = 0) -> None:
    """Make the folder and write a probe into it; `room` is how many bytes must be free.

    Raises NewsroomFolderError.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=home, prefix=".probe-") as probe:
            probe.write(b"\0" * 65_536)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "mend its permissions, free space, or name another one with BROADSHEET_HOME"
        raise NewsroomFolderError(home, reason, remedy) from error
    free = shutil.disk_usage(home).free
    if free < room:
        reason = f"{free // MEGABYTE} MB are free, {room // MEGABYTE} MB are needed"
        remedy = "free some space, or name a folder on another disk with BROADSHEET_HOME"
        raise NewsroomFolderError(home, reason, remedy)


def environment_in_force() -> Environment:
    """The settings as this process would use them: its own environment, then the newsroom's."""
    return Environment.read_from(with_newsroom_file(os.environ))


def require_newsroom() -> Environment:
    """The settings in force; raises NoNewsroomError when no newsroom stands behind them."""
    environment = environment_in_force()
    home = environment["BROADSHEET_HOME"]
    if not environment["SECRET_KEY"] and not (home / "secret-key").is_file():
        raise NoNewsroomError(home)
    return environment
