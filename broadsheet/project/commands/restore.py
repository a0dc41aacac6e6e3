"""`broadsheet restore FILE`: a saved newsroom back in its folder, every page to be pressed."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console

from broadsheet.project.backups import restore as restore_newsroom

app = typer.Typer()


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that 'broadsheet backup' wrote.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the newsroom there is.")] = False,
) -> None:
    """Bring a saved newsroom back."""
    console = Console(soft_wrap=True, highlight=False)
    with console.status("Restoring the newsroom") as status:
        findings = restore_newsroom(
            file.absolute(), force=force, on_step=lambda step: status.update(f"{step} …")
        )
    console.print(f"Restored the newsroom into {settings.HOME}.")
    console.print(f"The readers' site as it stands: {_in_words(findings)}.")
    if findings.get("extra"):
        console.print(
            "Files that the restored database does not know stay: 'broadsheet press check' lists "
            "them, and with --repair --remove-strangers it takes them away."
        )
    console.print(
        "Every page is marked to be pressed: 'broadsheet serve' or 'broadsheet press run'."
    )


def _in_words(findings: dict[str, int]) -> str:
    return ", ".join(f"{count} {fault}" for fault, count in sorted(findings.items())) or "all right"
