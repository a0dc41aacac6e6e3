"""`broadsheet press shadow`: how this program's design does beside the live pages."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from broadsheet.press.comparing import FAULTS
from broadsheet.press.design import (
    Trial,
    accept_design,
    is_in_force,
    keep_trial,
    kept_trial,
)
from broadsheet.press.errors import NoTrialError
from broadsheet.press.registry import Page, design_digest
from broadsheet.press.trial import EACH, NAMES, compare_design
from broadsheet.press.writers.choosing import site_writer
from broadsheet.press.writers.folder import FolderWriter

SHOWN = 20


def shadow(
    *,
    complete: Annotated[
        bool, typer.Option("--all", help="Compare every page, not only a sample.")
    ] = False,
    sample: Annotated[
        int, typer.Option(help="Of a kind: the newest pages, and as many of the rest.", min=1)
    ] = EACH,
    accept: Annotated[
        bool, typer.Option("--accept", help="Put the refused design in force all the same.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Press a sample with this program's design beside the live pages, and compare; exit with 1 if
    the design would be refused. Live pages stay as they are.
    """
    if accept:
        _accept()
        return
    trial = _compared(sample, complete=complete, quiet=as_json)
    if as_json:
        said = asdict(trial) | {"in_force": is_in_force(), "folder": str(shadow_folder())}
        typer.echo(json.dumps(said, ensure_ascii=False))
    else:
        _show(trial)
    if trial.is_refused:
        raise typer.Exit(1)


def shadow_folder() -> Path:
    """Where the compared pages stand, beside the public folder."""
    return Path(settings.SITE_DIR).parent / "shadow"


def _accept() -> None:
    """Accept what was tried and refused, and nothing that nobody has seen."""
    trial = kept_trial()
    if is_in_force() or trial is None or trial.digest != design_digest():
        raise NoTrialError
    accept_design(trial.digest)
    typer.echo("The new design is in force; the press worker goes through the pages, newest first.")


def _compared(sample: int, *, complete: bool, quiet: bool) -> Trial:
    shutil.rmtree(shadow_folder(), ignore_errors=True)
    beside = FolderWriter(shadow_folder())
    columns = (SpinnerColumn(), TextColumn("Compared {task.completed} pages"))
    with Progress(*columns, transient=True, disable=quiet) as progress:
        task = progress.add_task("comparing", total=None)

        def keep(pages: list[Page]) -> None:
            for page in pages:
                beside.write(page.path, page.body)
            progress.advance(task, len(pages))

        live = site_writer()
        trial = compare_design(live, each=sample, complete=complete, on_pages=keep)
    known = kept_trial()
    if known is not None and known.digest == trial.digest and trial.is_refused:
        keep_trial(trial)
    return trial


def _show(trial: Trial) -> None:
    console = Console(soft_wrap=True, highlight=False)
    console.print(trial_table(trial))
    if trial.findings:
        console.print(_findings_table(trial))
    for line in trial_verdict(trial):
        console.print(line)
    console.print(f"The compared pages stand in {shadow_folder()}. To look at them:")
    console.print(f"  SITE_DIR={shadow_folder()} broadsheet readers --port 8100")


def trial_verdict(trial: Trial) -> list[str]:
    if not trial.is_refused:
        return [f"{trial.compared} pages compared: nothing speaks against this design."]
    return [
        f"{trial.compared} pages compared; this design is refused:",
        *(f"  {reason}" for reason in trial.reasons),
        "Mend it, undo the upgrade, or accept it: broadsheet press shadow --accept",
    ]


def trial_table(trial: Trial) -> Table:
    table = Table("kind", "compared", *(NAMES[fault] for fault in FAULTS), title="New design")
    for name, counts in trial.kinds.items():
        figures = (str(counts.get(fault, 0)) for fault in FAULTS)
        table.add_row(name, str(counts["compared"]), *figures)
    return table


def _findings_table(trial: Trial) -> Table:
    table = Table("fault", "page", "what is wrong")
    for finding in trial.findings[:SHOWN]:
        table.add_row(NAMES[finding.fault], finding.key, finding.detail)
    if len(trial.findings) > SHOWN:
        table.caption = f"and {len(trial.findings) - SHOWN} more; --json lists them"
    return table
