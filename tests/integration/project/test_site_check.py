"""The clock has the site checked once a day, and never beside a press at work."""

import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.press.checking import checked
from broadsheet.press.models import Output
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.project.daily import Daily
from broadsheet.project.site_check import is_due

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_settled_output(**overrides):
    return Output.objects.create(key="-:robots", path="robots.txt", stale_since=None, **overrides)


def test_a_site_that_was_never_checked_is_due():
    assert not is_due(NOON)

    a_settled_output()

    assert is_due(NOON)


def test_a_check_is_due_again_after_a_day(tmp_path):
    a_settled_output()
    checked(FolderWriter(tmp_path))

    assert not is_due(timezone.now() + timedelta(hours=23))
    assert is_due(timezone.now() + timedelta(hours=25))


def test_a_press_at_work_is_not_checked_and_a_failed_page_does_not_matter():
    output = a_settled_output()
    Output.objects.update(stale_since=NOON)
    assert not is_due(NOON)

    Output.objects.filter(pk=output.pk).update(last_error="UndefinedError: no headline")

    assert is_due(NOON)


def test_one_check_runs_at_a_time_and_ends_with_the_clock():
    a_settled_output()
    check = Daily((sys.executable, "-c", "import time; time.sleep(60)"), is_due)

    assert check.start_if_due(NOON)
    assert not check.start_if_due(NOON)
    check.stop()

    assert check.start_if_due(NOON)
    check.stop()
