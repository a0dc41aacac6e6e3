"""Shows a press at work, and sums it up: for the commands that press."""

import time

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from broadsheet.press.full_press import Outcome, look_up_everything, press_in_parallel
from broadsheet.press.models import Output
from broadsheet.press.purging.sending import send_all
from broadsheet.press.standing import Standing, standing
from broadsheet.press.working import Work, drain
from broadsheet.press.writers import Writer

COUNT_SECONDS = 2.0
SHOWN = 20
PURGE_SECONDS = 10.0


def press_with_progress(writer: Writer, console: Console) -> bool:
    """Drain the ledger, showing how far; False, after saying why, when pages failed."""
    began = time.monotonic()
    with _progress(console) as progress:
        task = progress.add_task("Pressing", total=None, rate="")
        done, left, counted = Work(), 0, 0.0

        def show(work: Work) -> None:
            nonlocal done, left, counted
            done += work
            left = max(0, left - work.done)
            if time.monotonic() - counted > COUNT_SECONDS:
                # Counting a million stale pages takes as long as pressing some.
                left = Output.objects.filter(stale_since__isnull=False).count()
                counted = time.monotonic()
            rate = _rate(done.done, time.monotonic() - began)
            progress.update(task, completed=done.done, total=done.done + left, rate=rate)

        work = drain(writer, on_round=show)
    seconds = time.monotonic() - began
    _send_purges(console)
    return _summarise(work.done, seconds, console)


def press_all_with_progress(writer: Writer, console: Console, *, processes: int) -> bool:
    """Press every page anew in so many processes; False when pages or helpers failed."""
    console.print("Looking up every page …")
    wanted = look_up_everything(writer)
    if wanted is None:
        return _tell(Outcome(done=0, stopped=True, failed=0), console)
    began = time.monotonic()
    progress = _progress(console)
    task = progress.add_task("Pressing", total=wanted, rate="")

    def show(done: int) -> None:
        # Started at the first look: the helpers are forked before there is a second thread.
        progress.start()
        progress.update(task, completed=done, rate=_rate(done, time.monotonic() - began))

    try:
        outcome = press_in_parallel(writer, processes, on_look=show)
    finally:
        progress.stop()
    _send_purges(console)
    well = _summarise(outcome.done, time.monotonic() - began, console)
    return _tell(outcome, console) and well


def _send_purges(console: Console) -> None:
    if left := send_all(seconds=PURGE_SECONDS):
        console.print(f"{left} purges are still to be confirmed: broadsheet press status.")


def _tell(outcome: Outcome, console: Console) -> bool:
    if outcome.stopped:
        console.print(
            "Stopped; the press worker, or 'broadsheet press run', goes on with the rest."
        )
    if outcome.failed:
        console.print(
            f"{outcome.failed} of the pressing processes died, as a lack of memory would do; "
            "'broadsheet press run' presses what they left."
        )
    return not outcome.stopped and not outcome.failed


def _progress(console: Console) -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages {task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True)


def _rate(done: int, seconds: float) -> str:
    return f"at {done / seconds:.0f} a second" if seconds > 0 else ""


def _summarise(done: int, seconds: float, console: Console) -> bool:
    state = standing()
    rate = f" ({done / seconds:.0f} a second)" if seconds >= 1 else ""
    console.print(f"Pressed {done} pages in {seconds:.1f} s{rate}; {_rest(state)}.")
    if state.failures:
        console.print(failures_table(state))
    return not state.failures


def _rest(state: Standing) -> str:
    waiting = state.stale - len(state.failures)
    words = [f"{len(state.failures)} failed"] if state.failures else []
    words += [f"{waiting} still stale"] if waiting > 0 else []
    return ", ".join(words) or "nothing is stale"


def failures_table(state: Standing) -> Table:
    table = Table("page", "reason", "template", "tries", "next try (UTC)", title="Failed")
    for failure in state.failures[:SHOWN]:
        due = f"{failure.due_at:%H:%M:%S}"
        table.add_row(failure.key, failure.reason, failure.place, str(failure.attempts), due)
    if len(state.failures) > SHOWN:
        table.caption = more(len(state.failures))
    return table


def more(found: int) -> str:
    return f"and {found - SHOWN} more; --json lists them all"
