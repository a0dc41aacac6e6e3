"""`broadsheet backup FILE`: database, originals, key and settings in one file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from broadsheet.project.backups import back_up

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as monday.tar.gz.")],
) -> None:
    """Save the newsroom into one file, while it runs."""
    console = Console(soft_wrap=True, highlight=False)
    with console.status("Saving the newsroom") as status:
        size = back_up(file.absolute(), on_step=lambda step: status.update(f"{step} …"))
    console.print(f"Saved the newsroom into {file} ({size / 1_000_000:.1f} MB).")
    console.print("It holds the key that signs sessions and every password's hash: keep it safe.")
