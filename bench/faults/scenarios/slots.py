"""Faults whose part of the project is not there yet: said in the report, and never forgotten."""

from collections.abc import Callable

from bench.faults.registry import NotCoveredError, NotHeldError, scenario


def slot(name: str, injected: str, missing: str, is_there: Callable[[], bool]) -> None:
    """Register a fault that cannot be played; it fails once `is_there` says that it could be."""

    def play(_stage: object) -> str:
        if is_there():
            raise NotHeldError("The part is there now: write the scenario in place of this slot.")
        raise NotCoveredError(missing)

    scenario(name, injected, engines=("sqlite",))(play)
