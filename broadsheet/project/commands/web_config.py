"""`broadsheet web-config nginx|caddy|varnish`: a configuration to serve this newsroom with."""

from enum import StrEnum
from typing import Annotated

import typer

from broadsheet.project.web_config.caching import vcl
from broadsheet.project.web_config.writing import configuration

app = typer.Typer()


class Server(StrEnum):
    NGINX = "nginx"
    CADDY = "caddy"
    VARNISH = "varnish"


@app.command("web-config")
def web_config(
    server: Annotated[Server, typer.Argument(help="The web server to write for.")],
    *,
    web_port: Annotated[
        int, typer.Option(help="The port of 'broadsheet web' on this machine.")
    ] = 8001,
    certificate: Annotated[str, typer.Option(help="nginx: the certificate's file.")] = "",
    certificate_key: Annotated[str, typer.Option(help="nginx: the file of its key.")] = "",
    backend: Annotated[
        str, typer.Option(help="Varnish: host:port that it asks, if not the usual one.")
    ] = "",
) -> None:
    """Print a configuration for nginx, Caddy or Varnish in front of the newsroom."""
    if server is Server.VARNISH:
        typer.echo(vcl(backend, web_port=web_port), nl=False)
        return
    typer.echo(
        configuration(
            server.value,
            web_port=web_port,
            certificate=certificate,
            certificate_key=certificate_key,
        ),
        nl=False,
    )
