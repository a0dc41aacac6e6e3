"""`broadsheet web-config nginx|caddy`: a configuration to serve this newsroom with."""

from enum import StrEnum
from typing import Annotated

import typer

from broadsheet.project.web_config.writing import configuration

app = typer.Typer()


class Server(StrEnum):
    NGINX = "nginx"
    CADDY = "caddy"


@app.command("web-config")
def web_config(
    server: Annotated[Server, typer.Argument(help="The web server to write for.")],
    *,
    web_port: Annotated[
        int, typer.Option(help="The port of 'broadsheet web' on this machine.")
    ] = 8001,
    certificate: Annotated[str, typer.Option(help="nginx: the certificate's file.")] = "",
    certificate_key: Annotated[str, typer.Option(help="nginx: the file of its key.")] = "",
) -> None:
    """Print a configuration for nginx or Caddy in front of the newsroom."""
    typer.echo(
        configuration(
            server.value,
            web_port=web_port,
            certificate=certificate,
            certificate_key=certificate_key,
        ),
        nl=False,
    )
