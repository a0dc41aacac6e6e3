"""The parts of a running newsroom: which there are, and how each is started."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from broadsheet.press.serving.start import newsroom_argv, readers_argv
from broadsheet.project.environment import SERVED, Environment, with_newsroom_file
from broadsheet.project.errors import StepFailedError
from broadsheet.project.processes import Part, ensure_port_free, run_group

COLOURS = {
    "readers": "cyan", "web": "green", "press": "magenta", "clock": "yellow", "tasks": "blue",
}  # fmt: skip
COMMAND = (sys.executable, "-m", "broadsheet.project.command_line")


def environment_of(environment: Environment, host: str, port: int) -> dict[str, str]:
    """What the parts need beyond this process's own environment: addresses, and absolute folders.

    SITE_URL and NEWSROOM_URL follow host and port unless somebody set them.
    """
    given = with_newsroom_file(os.environ, served=False)
    follow = {name: url for name, url in addresses(host, port).items() if not given.get(name)}
    return {
        **follow,
        "BROADSHEET_HOME": str(environment["BROADSHEET_HOME"]),
        "BROADSHEET_SITE_DIR": site_folder(environment),
    }


def note_addresses(home: Path, env: Mapping[str, str]) -> None:
    """Write down the addresses that followed from host and port, for commands elsewhere."""
    lines = [f"{name}={env[name]}\n" for name in ("SITE_URL", "NEWSROOM_URL") if name in env]
    (home / SERVED).write_text("".join(lines), encoding="utf-8")


def addresses(host: str, port: int) -> dict[str, str]:
    """SITE_URL and NEWSROOM_URL for a newsroom that is reached at `host` itself."""
    name = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else host  # noqa: S104
    return {"SITE_URL": f"http://{name}:{port}", "NEWSROOM_URL": f"http://{name}:{port + 1}"}


def site_folder(environment: Environment) -> str:
    """The folder that the press writes and the readers' server reads."""
    return str(environment["SITE_DIR"] or environment["BROADSHEET_HOME"] / "site" / "public")


def parts(host: str, port: int, env: Mapping[str, str], *, readers: bool = True) -> list[Part]:
    """Every part of a newsroom; the screens stand one port above the readers' site."""
    live = {"BROADSHEET_LIVE_URL": live_url(host, port + 1), **env}
    return [
        *([Part("readers", readers_argv(host=host, port=port), live)] if readers else []),
        Part("web", newsroom_argv(host=host, port=port + 1), env),
        Part("press", (*COMMAND, "press", "run", "--worker"), env),
        Part("clock", (*COMMAND, "clock"), env),
        Part("tasks", (*COMMAND, "tasks"), env),
    ]


def live_url(host: str, port: int) -> str:
    """Where the readers' server reaches the newsroom that listens at `host`."""
    name = "127.0.0.1" if host in {"", "0.0.0.0", "::"} else host  # noqa: S104
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def ensure_ports_free(host: str, port: int) -> None:
    """Raise PortInUseError or PortRefusedError unless both servers could listen."""
    ensure_port_free(host, port)
    ensure_port_free(host, port + 1)


def run_parts(
    host: str, port: int, env: Mapping[str, str], console: Console, *, readers: bool = True
) -> int:
    """Run the whole newsroom until Ctrl-C; each line that a part writes carries its name.

    Without `readers` where the site stands in a bucket.
    """

    def say(name: str, line: str) -> None:
        console.print(Text(f"{name:>7} ", style=COLOURS.get(name, "")), Text(line), soft_wrap=True)

    return run_group(parts(host, port, env, readers=readers), on_line=say)


def run_step(*arguments: str, env: Mapping[str, str]) -> None:
    """Run a command of this command line to its end; raises StepFailedError, the rest is said."""
    done = subprocess.run(  # noqa: S603 - this program's own commands.
        (*COMMAND, *arguments), env={**os.environ, **env}, check=False
    )
    if done.returncode:
        raise StepFailedError
