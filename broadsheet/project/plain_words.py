"""What goes wrong on the command line is said in one line: the thing, the reason, the remedy.

Only what an operator can mend is said so; anything else is a fault of the program and keeps its
traceback, so that it can be reported.
"""

import errno

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.utils import DatabaseError, OperationalError, ProgrammingError
from rich.console import Console

from broadsheet.comments.errors import CommentsError
from broadsheet.editions.errors import EditionError
from broadsheet.people.errors import PeopleError
from broadsheet.press.errors import PressError
from broadsheet.project.errors import ProjectError
from broadsheet.project.processes import ProcessError
from broadsheet.stories.errors import StoryError

OWN = (
    ProjectError, ProcessError, PressError, StoryError, EditionError, PeopleError, CommentsError,
)  # fmt: skip
REMEDIES = {
    errno.ENOSPC: "free some space on that disk and start again; nothing acknowledged is lost",
    errno.EDQUOT: "free some of your quota on that disk and start again",
    errno.EROFS: "choose a folder on a disk that can be written, with BROADSHEET_HOME",
    errno.EACCES: "mend the permissions, or choose another folder with BROADSHEET_HOME",
    errno.EPERM: "mend the permissions, or choose another folder with BROADSHEET_HOME",
    errno.ENOTDIR: "choose a folder with BROADSHEET_HOME that no file stands in the way of",
    errno.EISDIR: "name a file, not a folder",
    errno.ENOENT: "look at the name again",
}
# What a database says, in part, and what to do about it.
DATABASE_REMEDIES = (
    ("readonly database", "mend the permissions of the database file and of its folder"),
    ("unable to open", "mend the permissions of the newsroom's folder"),
    ("disk is full", "free some space on that disk and start again"),
    ("database is locked", "another process writes for long; wait for it, then try again"),
    ("no such table", "bring the newsroom up to date with 'broadsheet upgrade'"),
    ("no such column", "bring the newsroom up to date with 'broadsheet upgrade'"),
    ("does not exist", "bring the newsroom up to date with 'broadsheet upgrade'"),
    ("connection", "see that the database runs and that DATABASE_URL names it rightly"),
)


def said_plainly(error: BaseException) -> str | None:
    """One line for the operator, or None for a fault of the program."""
    if isinstance(error, OWN):
        return str(error)
    if isinstance(error, ImproperlyConfigured):
        return f"{error} Run 'broadsheet check' for every mistake in the settings."
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, DatabaseError):
        return _of_database(error)
    if isinstance(error, OSError):
        return _of_system(error)
    return None


def complain(message: str) -> None:
    """Print `message` to standard error, marked as an error."""
    Console(stderr=True, highlight=False).print(
        f"[bold red]Error:[/] {_escaped(message)}", soft_wrap=True
    )


def _of_database(error: DatabaseError) -> str | None:
    if not isinstance(error, OperationalError | ProgrammingError):
        return None
    said = " ".join(str(error).split())
    for part, remedy in DATABASE_REMEDIES:
        if part in said:
            return f"The newsroom's database refused ({said}): {remedy}."
    return None


def _of_system(error: OSError) -> str | None:
    remedy = REMEDIES.get(error.errno or 0)
    if remedy is None:
        return None
    thing = error.filename or "The newsroom's folder"
    return f"{thing}: {error.strerror}; {remedy}."


def _escaped(message: str) -> str:
    return message.replace("[", r"\[")
