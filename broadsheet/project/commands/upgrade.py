"""`broadsheet upgrade`: fit database and static files to this version; safe at any time."""

import typer
from rich.console import Console

from broadsheet.project.newsroom import bring_up_to_date

app = typer.Typer()


@app.command()
def upgrade() -> None:
    """Fit database and static files to this version."""
    console = Console()
    with console.status("Looking at the newsroom") as status:
        bring_up_to_date(on_step=lambda step: status.update(f"{step} …"))
