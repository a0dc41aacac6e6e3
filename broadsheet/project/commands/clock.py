"""`broadsheet clock`: publishes on time, turns days and puts lost tasks back, until stopped."""

import signal
import threading

import typer

from broadsheet.project.clock import run_clock

app = typer.Typer()


@app.command()
def clock() -> None:
    """Publish on time, turn days, put lost tasks back."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    run_clock(until=stopping.is_set)
