"""`broadsheet demo`: from an empty folder to a served newsroom, and back to it in seconds."""

import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from broadsheet.project.demo.logins import LOGINS
from broadsheet.project.errors import NewsroomExistsError
from broadsheet.project.folder import MEGABYTE, environment_in_force, make_folder
from broadsheet.project.running import (
    ensure_ports_free,
    environment_of,
    note_addresses,
    run_parts,
    run_step,
)

ROOM = 300 * MEGABYTE
STATE = "demo.json"
FILES = 20_000
WORDS = ("anchor", "barrel", "compass", "dinghy", "ebb", "ferry", "gull", "harbour", "inlet",
         "jetty", "keel", "lantern", "mast", "nets", "oar", "pier", "quay", "rigging", "sail",
         "tide")  # fmt: skip

SURROUNDINGS = ("DATABASE_URL", "SECRET_KEY", "SITE_DIR", "SITE_STORAGE", "PURGE_HTTP",
                "PURGE_CLOUDFLARE_ZONE", "PURGE_FASTLY_SERVICE")  # fmt: skip

app = typer.Typer()


@app.command()
def demo(
    *,
    port: Annotated[
        int, typer.Option(help="The readers' site's port; the newsroom takes the next.")
    ] = 8000,
    host: Annotated[str, typer.Option(help="The address of this machine to serve on.")] = (
        "127.0.0.1"
    ),
    reset: Annotated[bool, typer.Option("--reset", help="Start over with a fresh demo.")] = False,
    serve: Annotated[bool, typer.Option(help="Serve it, or only make it.")] = True,
    stories: Annotated[
        int,
        typer.Option(
            min=0,
            help="Add an archive of so many invented stories; say it again to go "
            "on where it was stopped.",
        ),
    ] = 0,
    files: Annotated[
        int,
        typer.Option(min=0, help="With --stories: press so many of the newest only."),
    ] = FILES,
    database: Annotated[
        str, typer.Option(help="An empty PostgreSQL database instead of SQLite, as a URL.")
    ] = "",
) -> None:
    """Make a demo newsroom, press it and serve it."""
    if serve:
        ensure_ports_free(host, port)
    # A demo is in its own folder or in the database named, whatever the surroundings say.
    os.environ.update(dict.fromkeys(SURROUNDINGS, ""))
    home: Path = environment_in_force()["BROADSHEET_HOME"]
    state = _opened(home, reset=reset, database=database)
    os.environ["DATABASE_URL"] = state.get("database", "")
    environment = environment_in_force()
    env = environment_of(environment, host, port)
    console = Console()
    note_addresses(home, env)
    run_step("fill-demo", *([] if state["complete"] else ["--fresh"]), env=env)
    _keep(home, {**state, "complete": True})
    if stories:
        run_step("fill-archive", "--stories", str(stories), "--files", str(files), env=env)
    _announce(console, {**environment.values, **env}, state["password"])
    if serve:
        raise typer.Exit(run_parts(host, port, env, console))


def _opened(home: Path, *, reset: bool, database: str) -> dict[str, Any]:
    """The demo's state; one that is unfinished, or to be reset, is cleared and begun anew.

    Raises NewsroomExistsError for a folder that holds anything but a demo.
    """
    file = home / STATE
    ours = file.is_file()
    if home.is_dir() and any(home.iterdir()) and not ours:
        raise NewsroomExistsError(home)
    if ours:
        state: dict[str, Any] = json.loads(file.read_text())
        if state["complete"] and not reset:
            make_folder(home)
            return state
        _clear(home, last=file)
    make_folder(home, room=ROOM)
    state = {"complete": False, "password": _password(), "database": database}
    _keep(home, state)
    return state


def _clear(home: Path, *, last: Path) -> None:
    """Empty the folder; the file that says what it was goes last, so that this can be repeated."""
    for entry in home.iterdir():
        if entry == last:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    last.unlink()


def _keep(home: Path, state: dict[str, Any]) -> None:
    file = home / STATE
    file.touch(mode=0o600)
    file.write_text(json.dumps(state) + "\n")


def _password() -> str:
    return "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"


def _announce(console: Console, addresses: dict[str, Any], password: str) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_row("Readers' site", f"[link]{addresses['SITE_URL']}/[/link]")
    for code in ("en", "ar"):
        table.add_row("", f"{addresses['SITE_URL']}/{code}/")
    table.add_row("Newsroom", f"{addresses['NEWSROOM_URL']}/")
    table.add_row("Password", f"{password}   (demo only, the same for all)")
    for login in LOGINS:
        table.add_row("Log in as" if login is LOGINS[0] else "", f"{login.name:<12} {login.what}")
    console.print(Panel(table, title="Broadsheet demo", subtitle="Ctrl-C stops it", expand=False))
