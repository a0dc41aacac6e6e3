"""`broadsheet press pack`: keep of old pages only a compressed copy."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from broadsheet.press.packing import pack_old_pages, packing_age, pages_to_pack, unpack_pages
from broadsheet.press.writers.choosing import site_writer


def pack(
    *,
    days: Annotated[
        int | None,
        typer.Option("--older-than", min=0, help="Days since the last press (PACK_AFTER_DAYS)."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Have them written whole again.")] = False,
) -> None:
    """Keep of pages that were not pressed for a while only a compressed copy."""
    if undo:
        typer.echo(
            f"{unpack_pages(site_writer()):,} pages are wanted whole; the press writes them."
        )
        return
    age = packing_age() if days is None else timedelta(days=days)
    if age is None:
        typer.echo("PACK_AFTER_DAYS is 0, so no page is packed; set it, or say --older-than.")
        raise typer.Exit(2)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Packing old pages", total=pages_to_pack(age))
        packed = pack_old_pages(site_writer(), age, on_page=lambda: progress.advance(task))
    typer.echo(f"Packed {packed:,} pages.")
