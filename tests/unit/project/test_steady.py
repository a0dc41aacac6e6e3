"""The steady clock follows small corrections and no jumps."""

from datetime import UTC, datetime, timedelta

from broadsheet.project.steady import SteadyClock

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


class Machine:
    """A machine whose clock somebody may move; `passed` cannot be."""

    def __init__(self):
        self.up = 1_000.0
        self.shift = timedelta()

    def wall(self):
        return NOON + timedelta(seconds=self.up - 1_000.0) + self.shift

    def passed(self):
        return self.up

    def clock(self):
        return SteadyClock(self.wall, self.passed)


def test_an_hour_ahead_is_not_believed_and_time_goes_on():
    machine = Machine()
    clock = machine.clock()

    machine.up += 10
    machine.shift = timedelta(hours=1)
    assert clock.now() == NOON + timedelta(seconds=10)
    machine.up += 5
    assert clock.now() == NOON + timedelta(seconds=15)
    assert clock.moved == timedelta(hours=1)


def test_an_hour_back_is_not_believed_either():
    machine = Machine()
    clock = machine.clock()

    machine.up += 10
    machine.shift = timedelta(hours=-1)

    assert clock.now() == NOON + timedelta(seconds=10)


def test_a_clock_that_is_right_again_is_believed():
    machine = Machine()
    clock = machine.clock()
    machine.shift = timedelta(hours=1)
    clock.now()

    machine.up += 60
    machine.shift = timedelta(seconds=2)

    assert clock.now() == NOON + timedelta(seconds=62)
    assert clock.moved is None


def test_small_corrections_are_followed_however_many():
    machine = Machine()
    clock = machine.clock()

    for _ in range(100):
        machine.up += 1
        machine.shift += timedelta(seconds=1)
        assert clock.now() == machine.wall()
