"""All scenarios, by what they do harm to; importing this registers them."""

from bench.faults.scenarios import (
    backups,
    chaos,
    clocks,
    crashes,
    crowds,
    databases,
    floods,
    folders,
    histories,
    schedules,
    storages,
    storms,
    templates,
    wire,
    workers,
)

__all__ = [
    "backups",
    "chaos",
    "clocks",
    "crashes",
    "crowds",
    "databases",
    "floods",
    "folders",
    "histories",
    "schedules",
    "storages",
    "storms",
    "templates",
    "wire",
    "workers",
]
