"""`broadsheet readers`: the readers' site alone; it needs no database."""

import os
from typing import Annotated

import typer

from broadsheet.press.serving.start import readers_argv
from broadsheet.project.errors import SiteInStorageError
from broadsheet.project.folder import environment_in_force
from broadsheet.project.processes import ensure_port_free
from broadsheet.project.running import live_url, site_folder

app = typer.Typer()


@app.command()
def readers(
    *,
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address of this machine to serve on.")] = (
        "127.0.0.1"
    ),
    workers: Annotated[int, typer.Option(help="How many processes.")] = 1,
) -> None:
    """Serve the readers' site alone."""
    environment = environment_in_force()
    if environment["SITE_STORAGE"] and not os.environ.get("BROADSHEET_SITE_DIR"):
        raise SiteInStorageError(environment["SITE_STORAGE"])
    ensure_port_free(host, port)
    os.environ["BROADSHEET_SITE_DIR"] = os.environ.get("BROADSHEET_SITE_DIR") or site_folder(
        environment
    )
    os.environ["BROADSHEET_LIVE_URL"] = os.environ.get("BROADSHEET_LIVE_URL") or live_url(
        host, port + 1
    )
    argv = readers_argv(host=host, port=port, workers=workers)
    os.execv(argv[0], argv)  # noqa: S606 - the server takes this process over.
