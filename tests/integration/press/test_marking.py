"""What changed is written down once, in the most urgent lane, inside the change's transaction."""

import pytest
from django.db import transaction

from broadsheet.press.errors import MarkOutsideTransactionError
from broadsheet.press.marking import mark, marking_once
from broadsheet.press.models import Change, Lane

pytestmark = pytest.mark.django_db


def changes():
    return list(Change.objects.order_by("id").values_list("tag", "lane"))


def test_block_marks_each_tag_once_in_the_most_urgent_lane():
    with transaction.atomic(), marking_once():
        mark("story:1", "card:1", lane=Lane.UPDATE)
        mark("story:1", lane=Lane.BREAKING)
        mark("card:1", lane=Lane.ROUTINE)
        assert changes() == []

    assert changes() == [("card:1", Lane.UPDATE), ("story:1", Lane.BREAKING)]


def test_after_the_block_marks_are_written_down_at_once():
    with transaction.atomic():
        with marking_once():
            mark("story:1")
        mark("story:2")

    assert [tag for tag, _lane in changes()] == ["story:1", "story:2"]


def mark_and_fail():
    with transaction.atomic(), marking_once():
        mark("story:1")
        raise ZeroDivisionError


def test_block_that_fails_marks_nothing():
    with pytest.raises(ZeroDivisionError):
        mark_and_fail()

    with transaction.atomic():
        mark("story:2")
    assert [tag for tag, _lane in changes()] == ["story:2"]


@pytest.mark.django_db(transaction=True)
def test_mark_outside_a_transaction_is_refused():
    with pytest.raises(MarkOutsideTransactionError), marking_once():
        mark("story:1")
