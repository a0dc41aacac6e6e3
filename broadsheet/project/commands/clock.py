"""`broadsheet clock`: turns the editions' days, and puts lost tasks back, until it is stopped."""

import signal
import threading

import typer

from broadsheet.project.clock import run_clock

app = typer.Typer()


@app.command()
def clock() -> None:
    """Turn the editions' days and put lost tasks back."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    run_clock(until=stopping.is_set)
