"""`broadsheet serve`: readers' site, newsroom, press, clock and tasks as one process group."""

from typing import Annotated

import typer
from rich.console import Console

from broadsheet.project.folder import require_newsroom
from broadsheet.project.running import (
    ensure_ports_free,
    environment_of,
    note_addresses,
    run_parts,
    run_step,
)

IN_STORAGE = (
    "Newsroom {NEWSROOM_URL}/   Ctrl-C stops it. Readers are served from {SITE_STORAGE}: "
    "'broadsheet web-config varnish' prints what stands before it."
)
ADDRESSES = "Readers' site {SITE_URL}/   Newsroom {NEWSROOM_URL}/   Ctrl-C stops both."

app = typer.Typer()


@app.command()
def serve(
    *,
    port: Annotated[
        int, typer.Option(help="The readers' site's port; the newsroom takes the next.")
    ] = 8000,
    host: Annotated[str, typer.Option(help="The address of this machine to serve on.")] = (
        "127.0.0.1"
    ),
) -> None:
    """Run the whole newsroom: every part, until Ctrl-C."""
    environment = require_newsroom()
    ensure_ports_free(host, port)
    env = environment_of(environment, host, port)
    console = Console()
    note_addresses(environment["BROADSHEET_HOME"], env)
    run_step("upgrade", env=env)
    bucket = bool(environment["SITE_STORAGE"])
    said = IN_STORAGE if bucket else ADDRESSES
    console.print(said.format(**{**environment.values, **env}))
    raise typer.Exit(run_parts(host, port, env, console, readers=not bucket))
