"""The press outlasts clocks that move, places that refuse and a database that is away."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from broadsheet.press.leasing import LEASE, lease_outputs
from broadsheet.press.machine import Proof
from broadsheet.press.models import Output
from broadsheet.press.settling import LAST_RETRY, LAST_RETRY_OF_PLACE, settle
from broadsheet.press.shifts import FEWEST, MOST, ROUND_SECONDS, Pace, work_until
from broadsheet.press.writers.folder import FolderWriter
from tests.newsroom import a_live_story, an_edition, page_tree

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def an_output(**values):
    return Output.objects.create(key=f"en:story:{Output.objects.count()}", **values)


def leased_ids():
    return [output.pk for output in lease_outputs(10)]


def test_a_page_leased_by_a_clock_that_was_put_back_is_free_at_once():
    output = an_output(lease="dead", lease_until=timezone.now() + HOUR + LEASE)

    assert leased_ids() == [output.pk]


def test_a_page_put_off_by_a_clock_that_was_put_back_is_due_at_once():
    output = an_output(attempts=3, due_at=timezone.now() + HOUR + LAST_RETRY)

    assert leased_ids() == [output.pk]


def test_a_lease_in_force_and_a_retry_that_is_not_due_are_respected():
    an_output(lease="held", lease_until=timezone.now() + LEASE)
    an_output(attempts=3, due_at=timezone.now() + LAST_RETRY)

    assert leased_ids() == []


def test_the_lease_that_ran_out_is_named_on_the_row():
    an_output(lease="dead", lease_until=timezone.now() - LEASE)

    (taken,) = lease_outputs(1)

    assert taken.overtaken == ["dead"]
    assert taken.lease not in {"", "dead"}


def test_leases_stay_named_until_somebody_has_shut_their_holders_out():
    an_output(lease="dead", lease_until=timezone.now() - LEASE)
    (died_before_writing,) = lease_outputs(1)
    Output.objects.update(lease_until=timezone.now() - LEASE)

    (taken,) = lease_outputs(1)

    assert taken.overtaken == ["dead", died_before_writing.lease]
    settle([Proof(taken, error="No space left on device", unwritten=True)])
    assert Output.objects.get().overtaken == taken.overtaken
    Output.objects.update(due_at=timezone.now())
    (again,) = lease_outputs(1)
    settle([Proof(again, error="A template failed")])
    assert Output.objects.get().overtaken == []


@pytest.mark.parametrize(
    ("unwritten", "longest"), [(True, LAST_RETRY_OF_PLACE), (False, LAST_RETRY)]
)
def test_a_page_that_found_no_room_is_tried_again_soon(unwritten, longest):
    an_output(attempts=50)
    (output,) = lease_outputs(1)

    settle([Proof(output, error="No space left on device", unwritten=unwritten)])

    row = Output.objects.get()
    assert longest - timedelta(seconds=5) < row.due_at - timezone.now() <= longest
    assert row.attempts == 51


def test_a_page_whose_lease_was_lost_has_not_failed():
    an_output()
    (output,) = lease_outputs(1)

    settle([Proof(output, error="Lease ran out", unwritten=True, lost=True)])

    row = Output.objects.get()
    assert (row.last_error, row.attempts, row.lease) == ("", 0, "")
    assert row.stale_since is not None


class AwayWriter(FolderWriter):
    """Says what the database would say if it were away during the first round."""

    rounds = 0

    def buried(self):
        self.rounds += 1
        if self.rounds == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return super().buried()


def test_a_worker_goes_on_after_its_database_was_away(tmp_path, caplog):
    page_tree()
    a_live_story(edition=an_edition(sections=["world"]))
    writer = AwayWriter(tmp_path / "public")

    def pressed():
        stale = Output.objects.filter(stale_since__isnull=False)
        return Output.objects.exists() and not stale.exists()

    Output.objects.update(lease_until=None)
    work_until(lambda: _released() and pressed(), writer)

    assert "The database refused: server closed the connection unexpectedly." in caplog.text
    assert list(writer.paths())


def _released():
    """The round that was lost leaves its leases behind, which run out here at once."""
    Output.objects.update(lease_until=None)
    return True


def test_a_long_round_makes_the_next_one_smaller_and_a_short_one_larger():
    pace = Pace()

    for _round in range(10):
        pace.note(pace.batch, 0)
    largest = pace.batch
    for _round in range(10):
        pace.note(pace.batch, ROUND_SECONDS * 2)

    assert (largest, pace.batch) == (MOST, FEWEST)
