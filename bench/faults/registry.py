"""Scenarios register here under their names; a scenario gets a stage and says what it saw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Engine = Literal["sqlite", "postgresql"]
BOTH: tuple[Engine, ...] = ("sqlite", "postgresql")


class NotHeldError(Exception):
    """What ought to hold does not; the message says what was seen."""


class NotCoveredError(Exception):
    """The project cannot do yet what the fault is about; the message says what is missing."""


@dataclass(frozen=True)
class Scenario:
    """`injected` is the fault in a sentence; `alone` ones measure time and share the machine.

    `short` tells on which engines the short form runs it.
    """

    name: str
    injected: str
    play: Callable[[Any], str]
    engines: tuple[Engine, ...]
    short: tuple[Engine, ...]
    alone: bool = False
    seconds: int = 120


SCENARIOS: dict[str, Scenario] = {}


def scenario(
    name: str,
    injected: str,
    *,
    engines: tuple[Engine, ...] = BOTH,
    short: tuple[Engine, ...] = ("sqlite",),
    alone: bool = False,
    seconds: int = 120,
) -> Callable[[Callable[[Any], str]], Callable[[Any], str]]:
    """Register a function under a name; it has `seconds` before it is given up."""

    def register(play: Callable[[Any], str]) -> Callable[[Any], str]:
        if name in SCENARIOS:
            message = f"Two scenarios are called {name}."
            raise ValueError(message)
        SCENARIOS[name] = Scenario(name, injected, play, engines, short, alone, seconds)
        return play

    return register


def must(held: object, otherwise: str) -> None:
    """Raise NotHeldError saying `otherwise` unless `held`."""
    if not held:
        raise NotHeldError(otherwise)
