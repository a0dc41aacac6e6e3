"""Faults that wait for their part of the project; see `slots.py`."""

from importlib.util import find_spec

from bench.faults.scenarios.slots import slot

slot(
    "scheduled-item-fails",
    "One of many items that are due at the same minute cannot be published.",
    "Nothing is published on a schedule yet.",
    lambda: any(
        find_spec(f"broadsheet.stories.{name}") for name in ("scheduling", "schedules", "due")
    ),
)
slot(
    "storage-fails",
    "The object storage answers 503, slowly, or with half of what was asked for.",
    "The press writes into folders only.",
    lambda: find_spec("broadsheet.press.writers.storage") is not None,
)
