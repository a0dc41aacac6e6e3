"""`broadsheet`: one command line for everything, each command loaded when it is called.

The table below is all that `broadsheet --help` reads; Django, which takes seconds, is set up for
the command that needs it, just before its module is imported.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Any

import django
import typer
from typer.core import TyperCommand, TyperGroup

from broadsheet.project.errors import StepFailedError
from broadsheet.project.folder import require_newsroom
from broadsheet.project.plain_words import complain, said_plainly


class Needs(Enum):
    """What must stand before a command's module is imported."""

    NOTHING = "nothing"
    DJANGO = "Django, be it without a newsroom"
    NEWSROOM = "a newsroom"


@dataclass(frozen=True)
class Entry:
    """One command or group: where its Typer app stands, and its sentence in the list."""

    module: str
    help: str
    needs: Needs = Needs.NEWSROOM
    hidden: bool = False
    app: str = "app"


_HERE = "broadsheet.project.commands"
COMMANDS: Mapping[str, Entry] = {
    "init": Entry(f"{_HERE}.init", "Make a newsroom of your own.", Needs.DJANGO),
    "demo": Entry(f"{_HERE}.demo", "Make a demo newsroom, press it and serve it.", Needs.NOTHING),
    "serve": Entry(
        f"{_HERE}.serve", "Run the whole newsroom: every part, until Ctrl-C.", Needs.NOTHING
    ),
    "readers": Entry(f"{_HERE}.readers", "Serve the readers' site alone.", Needs.NOTHING),
    "web": Entry(f"{_HERE}.web", "Serve the newsroom's screens alone.", Needs.NOTHING),
    "clock": Entry(f"{_HERE}.clock", "Publish on time, turn days, put lost tasks back."),
    "due": Entry(f"{_HERE}.due", "See what is due to be published or taken back."),
    "tasks": Entry(f"{_HERE}.tasks", "Run background tasks, or list them."),
    "press": Entry("broadsheet.press.command_line", "Press pages, and see what is stale."),
    "wire": Entry(
        "broadsheet.wire.taking", "Read and take in agency files.", Needs.DJANGO, app="wire"
    ),
    "comments": Entry(
        "broadsheet.comments.command_line", "Judge readers' comments, and prove the decision log."
    ),
    "web-config": Entry(
        f"{_HERE}.web_config",
        "Print a configuration for nginx, Caddy or Varnish in front of the newsroom.",
    ),
    "backup": Entry(f"{_HERE}.backup", "Save the newsroom into one file, while it runs."),
    "restore": Entry(f"{_HERE}.restore", "Bring a saved newsroom back.", Needs.DJANGO),
    "upgrade": Entry(f"{_HERE}.upgrade", "Fit database and static files to this version."),
    "check": Entry(f"{_HERE}.check", "Look for mistakes in the settings.", Needs.DJANGO),
    "fill-demo": Entry(
        f"{_HERE}.fill_demo", "Fill a fresh newsroom with the demo.", Needs.DJANGO, hidden=True
    ),
    "fill-archive": Entry(
        f"{_HERE}.fill_archive", "Add invented stories to a demo.", Needs.DJANGO, hidden=True
    ),
}


class Commands(TyperGroup):
    """Lists the commands from the table, and imports the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """A stand-in that knows its sentence, for lists."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        return TyperCommand(cmd_name, help=entry.help, hidden=entry.hidden)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, _stand_in, rest = super().resolve_command(ctx, args)
        return name, _load(str(name)), rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what an operator can mend is said in a line, with exit status 1."""
        try:
            return super().invoke(ctx)
        except StepFailedError:
            raise typer.Exit(1) from None
        except Exception as error:
            message = said_plainly(error)
            if message is None:
                raise
            complain(message)
            raise typer.Exit(1) from error


def _load(name: str) -> Any:
    entry = COMMANDS[name]
    if entry.needs is Needs.NEWSROOM:
        require_newsroom()
    if entry.needs is not Needs.NOTHING:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
        django.setup()
    return typer.main.get_command(getattr(import_module(entry.module), entry.app))


main = typer.Typer(
    name="broadsheet",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Broadsheet: a newsroom in one install.",
)


@main.callback()
def broadsheet() -> None:
    """Broadsheet: a newsroom in one install."""


if __name__ == "__main__":
    sys.exit(main())
