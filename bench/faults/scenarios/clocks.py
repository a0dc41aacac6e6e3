"""The clock of the machine is put an hour forward or back, and passes changes of summer time."""

import signal
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.faults.acting import live_stories
from bench.faults.registry import NotCoveredError, must, scenario
from bench.faults.stage import Stage, wait_until
from broadsheet.editions.models import Edition
from broadsheet.people.models import AuditEntry
from broadsheet.press.models import Output
from broadsheet.project.clock import tick

LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib64/faketime/libfaketime.so.1")
STEP = timedelta(minutes=10)
# Nights on which summer time begins or ends: New York (2:00) and Cairo (24:00), in UTC.
NIGHTS = (
    datetime(2026, 3, 8, 2, tzinfo=UTC),
    datetime(2026, 4, 23, 18, tzinfo=UTC),
    datetime(2026, 10, 29, 18, tzinfo=UTC),
    datetime(2026, 11, 1, 2, tzinfo=UTC),
)
HOURS = 9


def _library() -> str:
    for pattern in LIBRARIES:
        for found in Path("/").glob(pattern.lstrip("/")):
            return str(found)
    raise NotCoveredError("libfaketime is not installed (Debian: apt-get install libfaketime).")


def _killed_under_another_clock(stage: Stage, offset: str) -> str:
    """A worker whose clock is `offset` away dies with pages on lease; then the clock is right."""
    faked = {
        "LD_PRELOAD": _library(), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    stage.desk.edit(live_stories()[0], "Edited before the clock moved")
    doomed = stage.broadsheet("press", "run", "--all", "--worker", **faked)
    held = Output.objects.filter(lease_until__isnull=False)
    wait_until(held.exists, 30, "nothing was leased")
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()
    left = Output.objects.filter(stale_since__isnull=False).count()
    must(left, "the worker had finished before it was killed")
    lease = held.values_list("lease_until", flat=True).first()
    stage.desk.publish("Published after the clock moved")
    seconds = stage.heal(within=20)
    return f"{left} pages left with leases to {lease:%H:%M}, at rest {seconds:.1f} s later"


@scenario(
    "clock-back", "The clock goes an hour back while pages are on lease and a worker is killed."
)
def clock_back(stage: Stage) -> str:
    return f"{_killed_under_another_clock(stage, '+1h')}, {stage.hold()}"


@scenario(
    "clock-forward",
    "The clock goes an hour forward while pages are on lease and a worker is killed.",
    short=(),
)
def clock_forward(stage: Stage) -> str:
    return f"{_killed_under_another_clock(stage, '-1h')}, {stage.hold()}"


@scenario("summer-time", "Summer time begins and ends in New York and Cairo while the clock ticks.")
def summer_time(stage: Stage) -> str:
    stage.worker()
    turns = 0
    for night in NIGHTS:
        tick(at=night - timedelta(days=1))
        since = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
        for step in range(HOURS * 6):
            at = night + step * STEP
            tick(at=at)
            for edition in Edition.objects.all():
                must(
                    edition.day == at.astimezone(ZoneInfo(edition.time_zone)).date(),
                    f"{edition.code} has {edition.day} at {at}",
                )
        turns += _turned_once(since)
    stage.quiet()
    return f"{turns} days turned once each over {len(NIGHTS)} nights, {stage.hold()}"


def _turned_once(since: int) -> int:
    """How many days turned; raises NotHeldError where one came twice or before another."""
    entries = AuditEntry.objects.filter(pk__gt=since, act="editions.edition.turn_day")
    days: dict[str, list[date]] = {}
    for entry in entries.order_by("pk"):
        days.setdefault(entry.object, []).append(date.fromisoformat(entry.detail["day"]))
    for code, turned in days.items():
        must(turned == sorted(set(turned)), f"{code} turned {turned}")
    return sum(map(len, days.values()))
