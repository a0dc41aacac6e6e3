"""`broadsheet press`: run the press, see how it stands, prove that the files are right."""

import json
import logging
import signal
import time
from dataclasses import asdict
from datetime import datetime
from types import FrameType
from typing import Annotated

import typer
from django.db import close_old_connections
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table

from broadsheet.press.checking import Finding, checked
from broadsheet.press.design import Trial
from broadsheet.press.errors import DesignRefusedError, PlaceRefusedError
from broadsheet.press.full_press import default_processes
from broadsheet.press.history.commands import history, pin_line, rollback, show
from broadsheet.press.metrics_command import metrics
from broadsheet.press.models import Output
from broadsheet.press.packing_command import pack
from broadsheet.press.purging.sending import purging
from broadsheet.press.receipt_command import receipt
from broadsheet.press.repairing import repair
from broadsheet.press.shadow_commands import shadow, trial_table, trial_verdict
from broadsheet.press.shifts import work_until
from broadsheet.press.showing import (
    SHOWN,
    failures_table,
    more,
    press_all_with_progress,
    press_with_progress,
)
from broadsheet.press.standing import Standing, standing
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import prepare
from broadsheet.press.writers import Writer
from broadsheet.press.writers.choosing import site_writer

PATIENCE_SECONDS = 5.0
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

logger = logging.getLogger(__name__)
app = typer.Typer(no_args_is_help=True, help="Press pages, and see what is stale.")
for command in (receipt, shadow, pack, history, show, rollback, metrics):
    app.command()(command)


@app.command()
def run(
    *,
    worker: Annotated[bool, typer.Option("--worker", help="Go on for ever.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Press every page anew, not only what is stale.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            help="With --all: how many press at a low priority; half the processors unless said, "
            "0 presses in this process.",
            min=0,
        ),
    ] = None,
) -> None:
    """Press what is stale; with --worker, whatever becomes stale from now on too."""
    writer = site_writer()
    refused = _prepare(writer, patient=worker)
    _warn_of(refused, everything=everything)
    console = Console()
    helpers = default_processes() if processes is None else processes
    if everything and helpers and not worker:
        well = press_all_with_progress(writer, console, processes=helpers)
    else:
        if everything:
            with console.status("Looking up every page …"):
                want_everything()
        if worker:
            _work_for_ever(writer)
            return
        well = press_with_progress(writer, console)
    if not well:
        raise typer.Exit(1)


def _prepare(writer: Writer, *, patient: bool) -> Trial | None:
    """Raises PlaceRefusedError when the place does not answer; a worker waits until it does."""
    while True:
        try:
            return prepare(writer)
        except PlaceRefusedError as error:
            if not patient:
                raise
            logger.warning("%s", error)
            time.sleep(PATIENCE_SECONDS)


def _warn_of(refused: Trial | None, *, everything: bool) -> None:
    """Say it where a worker's log is read; edits that lose nothing go on being pressed.

    Never is every page pressed with a design that was refused: raises DesignRefusedError.
    """
    if refused is None:
        return
    error = DesignRefusedError(refused.reasons)
    if everything:
        raise error
    typer.echo(str(error), err=True)


@app.command()
def status(
    *,
    as_json: AsJson = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on showing it, until Ctrl-C.")] = False,
    seconds: Annotated[float, typer.Option(help="With --watch: between two looks.", min=0.1)] = 1.0,
) -> None:
    """Show what is stale by lane and since when, what failed and why, and what exists."""
    if as_json:
        _print_states(seconds if watch else None)
    elif watch:
        _watch(seconds)
    else:
        Console().print(_state_tables(standing()))


def _print_states(seconds: float | None) -> None:
    """One JSON object a line; one line alone where `seconds` is None."""
    while True:
        state = asdict(standing())
        typer.echo(json.dumps(state, default=_iso, ensure_ascii=False))
        if seconds is None:
            return
        time.sleep(seconds)
        close_old_connections()


def _watch(seconds: float) -> None:
    with Live(console=Console(), auto_refresh=False, screen=False) as live:
        while True:
            live.update(_state_tables(standing()), refresh=True)
            time.sleep(seconds)
            close_old_connections()


def _state_tables(state: Standing) -> Group:
    tables: list[RenderableType] = [pin_line(pin) for pin in state.pins]
    tables.append(_lanes_table(state))
    if state.failures:
        tables.append(failures_table(state))
    if state.purges:
        tables.append(_purges_table(state))
    if state.trial:
        tables += [trial_table(state.trial), *_trial_lines(state.trial)]
    tables += [_kinds_table(state), _last_check(state)]
    return Group(*tables)


def _trial_lines(trial: Trial) -> list[str]:
    if trial.is_refused:
        return trial_verdict(trial)
    return ["A new design is being compared with the live pages."]


def _last_check(state: Standing) -> str:
    last = state.last_check
    if last is None:
        return "The site has not been checked yet: broadsheet press check."
    found = "nothing was wrong" if not last.findings else f"{last.findings} findings"
    return f"Last checked {last.at:%Y-%m-%d %H:%M} UTC, in {last.seconds:.1f} s: {found}."


@app.command()
def check(
    *,
    as_json: AsJson = False,
    mend: Annotated[bool, typer.Option("--repair", help="Press anew what is wrong.")] = False,
    remove_strangers: Annotated[
        bool, typer.Option("--remove-strangers", help="With --repair: files of no output too.")
    ] = False,
) -> None:
    """Compare database, ledger and files, both ways, by hash; exit with 1 if they differ."""
    writer = site_writer()
    findings = checked(writer)
    if findings and mend:
        if not as_json:
            Console().print(_findings_table(findings))
        done = repair(findings, writer, remove_strangers=remove_strangers)
        if not as_json:
            typer.echo(f"Pressed {done.pressed} pages and took {done.removed} files away.")
        findings = checked(writer)
    _print_findings(findings, as_json=as_json)
    if findings:
        raise typer.Exit(1)


def _print_findings(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        for finding in findings:
            typer.echo(json.dumps(asdict(finding), ensure_ascii=False))
        return
    if findings:
        Console().print(_findings_table(findings))
    typer.echo(verdict(len(findings)))


def _findings_table(findings: list[Finding]) -> Table:
    table = Table("fault", "page", "file", "what is wrong")
    for finding in findings[:SHOWN]:
        table.add_row(finding.fault, finding.key, finding.path, finding.detail)
    if len(findings) > SHOWN:
        table.caption = more(len(findings))
    return table


def verdict(found: int) -> str:
    if not found:
        return f"All {Output.objects.count()} outputs are what the database wants."
    return (
        f"{found} findings. 'broadsheet press check --repair' presses the pages among them anew; "
        "files that no output owns go with --remove-strangers."
    )


def _work_for_ever(writer: Writer) -> None:
    """Work until SIGTERM or SIGINT; the batch at hand is finished first."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with purging() as wake:
        work_until(lambda: stopping, writer, on_round=wake)


def _lanes_table(state: Standing) -> Table:
    table = Table("lane", "stale", "since (UTC)", title="Stale")
    for lane in state.lanes:
        table.add_row(lane.lane, str(lane.stale), f"{lane.since:%Y-%m-%d %H:%M:%S}")
    if not state.lanes:
        table.add_row("nothing", "0", "")
    if state.changes:
        table.caption = f"{state.changes} changes wait to be expanded"
    return table


def _purges_table(state: Standing) -> Table:
    columns = ("cache", "waiting", "of them kills", "since (UTC)", "tries", "next try", "reason")
    table = Table(*columns, title="Purges not confirmed yet")
    for row in state.purges:
        numbers = (str(row.waiting), str(row.kills), f"{row.since:%F %T}", str(row.attempts))
        table.add_row(row.target, *numbers, f"{row.due_at:%T}", row.reason)
    return table


def _kinds_table(state: Standing) -> Table:
    table = Table("kind", "outputs", "stale", title="Outputs")
    for kind, outputs in state.kinds.items():
        table.add_row(kind, str(outputs), str(state.stale_kinds.get(kind, 0)))
    return table


def _iso(value: datetime) -> str:
    return value.isoformat()
