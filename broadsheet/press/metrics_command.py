"""`broadsheet press metrics`: the standing of the press in the text format of Prometheus."""

from pathlib import Path
from typing import Annotated

import typer

from broadsheet.press.standing import standing


def metrics(
    *,
    file: Annotated[
        Path | None,
        typer.Option(help="Write it there in one move, for a textfile collector."),
    ] = None,
) -> None:
    """Print what is stale, late, failed and what the last check found, as Prometheus reads it."""
    # Here, so that no other command, and no worker, waits for the library and its web server.
    from prometheus_client import generate_latest, write_to_textfile  # noqa: PLC0415

    from broadsheet.press.metrics import registry_of  # noqa: PLC0415

    registry = registry_of(standing())
    if file is None:
        typer.echo(generate_latest(registry).decode(), nl=False)
    else:
        write_to_textfile(str(file), registry)
