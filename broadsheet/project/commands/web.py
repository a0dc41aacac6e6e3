"""`broadsheet web`: the newsroom's screens alone."""

import os
from typing import Annotated

import typer

from broadsheet.press.serving.start import newsroom_argv
from broadsheet.project.folder import require_newsroom
from broadsheet.project.processes import ensure_port_free

app = typer.Typer()


@app.command()
def web(
    *,
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8001,
    host: Annotated[str, typer.Option(help="The address of this machine to serve on.")] = (
        "127.0.0.1"
    ),
    workers: Annotated[int, typer.Option(help="How many processes.")] = 1,
) -> None:
    """Serve the newsroom's screens alone."""
    require_newsroom()
    ensure_port_free(host, port)
    argv = newsroom_argv(host=host, port=port, workers=workers)
    os.execv(argv[0], argv)  # noqa: S606 - the server takes this process over.
