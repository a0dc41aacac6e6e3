"""The standing of the press as gauges of Prometheus.

The names follow its conventions: seconds, and `_timestamp_seconds` for moments (since 1970, UTC).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from broadsheet.press.checking import FAULTS, LastCheck
from broadsheet.press.models import Lane
from broadsheet.press.standing import Standing

PREFIX: Final = "broadsheet_press"


class PressMetrics(Collector):
    """Gauges of one standing of the press, for any registry of Prometheus."""

    def __init__(self, state: Standing) -> None:
        self._state = state

    def collect(self) -> Iterator[GaugeMetricFamily]:
        state, now = self._state, timezone.now()
        none = dict.fromkeys((str(lane.label) for lane in Lane), 0.0)
        stale = none | {lane.lane: lane.stale for lane in state.lanes}
        late = none | {lane.lane: (now - lane.since).total_seconds() for lane in state.lanes}
        yield _by("lane", "stale_pages", "Pages that are not yet as they should be.", stale.items())
        yield _by("lane", "lateness_seconds", "Age of the oldest stale page.", late.items())
        yield _by("kind", "pages", "Pages of the readers' site.", state.kinds.items())
        yield _gauge("failed_pages", "Pages whose last press failed.", len(state.failures))
        yield _gauge("waiting_changes", "Changes not yet expanded into pages.", state.changes)
        yield _gauge("pinned_editions", "Editions that are set back.", len(state.pins))
        purges = ((row.target, row.waiting) for row in state.purges)
        yield _by("cache", "unconfirmed_purges", "Purges that a cache has not confirmed.", purges)
        if state.last_check is not None:
            yield from _of_check(state.last_check)


def _of_check(last: LastCheck) -> Iterator[GaugeMetricFamily]:
    found = ((fault, last.faults.get(fault, 0)) for fault in FAULTS)
    yield _gauge("last_check_timestamp_seconds", "When the last check ended.", last.at.timestamp())
    yield _gauge("last_check_duration_seconds", "How long the last check took.", last.seconds)
    yield _gauge("last_check_pages", "Pages that the last check looked at.", last.outputs)
    yield _by("fault", "last_check_findings", "What the last check found.", found)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", text, value=value)


def _by(label: str, name: str, text: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", text, labels=[label])
    for of, value in values:
        family.add_metric([of], value)
    return family


def registry_of(state: Standing) -> CollectorRegistry:
    """A registry with these gauges alone."""
    registry = CollectorRegistry()
    registry.register(PressMetrics(state))
    return registry
