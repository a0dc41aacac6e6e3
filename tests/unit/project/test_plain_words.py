"""What an operator can mend is said in one line; a fault of the program is not hidden."""

import errno
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db.utils import IntegrityError, OperationalError

from broadsheet.press.errors import FolderRefusedError
from broadsheet.project.errors import NoNewsroomError
from broadsheet.project.plain_words import complain, said_plainly
from broadsheet.project.processes import PortInUseError


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (NoNewsroomError(Path("here")), "broadsheet init"),
        (PortInUseError("127.0.0.1", 8000), "PORT=8001 make demo"),
        (FolderRefusedError("site", "No space left on device"), "Free space"),
        (OSError(errno.ENOSPC, "No space left on device", "a/b"), "a/b: No space left"),
        (OSError(errno.EROFS, "Read-only file system", "a"), "BROADSHEET_HOME"),
        (OperationalError("database or disk is full"), "free some space"),
        (OperationalError("attempt to write a readonly database"), "permissions"),
        (OperationalError("no such table: editions_edition"), "broadsheet upgrade"),
        (ValidationError({"email": ["Enter a valid email address."]}), "valid email"),
    ],
)
def test_an_operators_trouble_is_said_in_one_line_with_its_remedy(error, part):
    message = said_plainly(error)

    assert message is not None
    assert part in message
    assert "\n" not in message


@pytest.mark.parametrize("error", [KeyError("x"), IntegrityError("x"), OSError("x")])
def test_a_fault_of_the_program_is_not_dressed_up(error):
    assert said_plainly(error) is None


def test_a_complaint_is_one_line_however_long(capsys):
    complain("The folder [bold] " + "long " * 60)

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Error: The folder [bold] long")
