"""A delivery is kept by its bytes, and its items by what they say, however often they come."""

from io import BytesIO

import pytest

from broadsheet.people.models import AuditEntry
from broadsheet.wire.actions import take_delivery
from broadsheet.wire.keeping import path_of
from broadsheet.wire.models import Delivery, DeliveryState, Item, Version
from tests.integration.wire.agency import GUID, take
from tests.unit.wire.wire_files import a_ninjs_item, an_rss_feed

pytestmark = pytest.mark.django_db


def test_the_bytes_of_a_delivery_are_kept_under_their_hash():
    data = a_ninjs_item().encode()

    taken = take_delivery(data=data, name="item.json")

    assert path_of(taken.delivery.sha256).read_bytes() == data
    assert (taken.delivery.size, taken.delivery.state) == (len(data), DeliveryState.TAKEN)


def test_a_resent_delivery_is_taken_once():
    first, second = take(), take()

    assert first.versions == second.versions
    assert (Delivery.objects.count(), Version.objects.count()) == (1, 1)


def test_a_resent_delivery_that_is_read_better_today_is_still_the_same_version():
    (before,) = take().versions
    Version.objects.update(digest="as an older reader saw it")

    (after,) = take().versions

    assert after == before


def test_an_item_that_comes_again_among_others_is_the_same_version():
    one = "<item><guid>a</guid><title>Ferry leaves</title><pubDate>1 Mar 2026 09:00 GMT</pubDate></item>"
    two = one.replace(">a<", ">b<")

    first = take_delivery(data=an_rss_feed(one).encode(), name="feed")
    second = take_delivery(data=an_rss_feed(two, one).encode(), name="feed")

    assert second.versions[1] == first.versions[0]
    assert Item.objects.count() == 2


def test_a_stream_is_kept_as_its_bytes_are():
    data = a_ninjs_item().encode()

    taken = take_delivery(data=BytesIO(data), name="item.json")

    assert path_of(taken.delivery.sha256).read_bytes() == data


def test_a_refused_delivery_is_kept_with_its_reason():
    taken = take_delivery(data=b"{ oops", name="broken.json")

    delivery = Delivery.objects.get()
    assert taken.versions == []
    assert delivery.state == DeliveryState.REFUSED
    assert delivery.error_code == taken.error.code
    assert (delivery.reason, delivery.remedy) == (taken.error.reason, taken.error.remedy)
    assert path_of(delivery.sha256).read_bytes() == b"{ oops"
    assert AuditEntry.objects.get().detail["refused"] == taken.error.code


def test_an_identifier_longer_than_any_column_still_tells_items_apart():
    long = "urn:halden:" + "x" * 600

    take(uri=f"{long}1")
    take(uri=f"{long}2")
    take(uri=f"{long}1", version="2")

    assert sorted(item.versions.count() for item in Item.objects.all()) == [1, 2]


def test_items_without_identifier_are_told_apart_by_delivery_and_place():
    item = "<item><title>Ferry leaves</title></item>"

    taken = take_delivery(data=an_rss_feed(item, item).encode(), name="feed")

    assert len({version.item_id for version in taken.versions}) == 2


def test_versions_sort_by_number_whatever_digits_it_is_written_in():
    labels = ("²", "9" * 5000, "٩", "10", "0011")

    orders = [take(version=label).versions[0].order for label in labels]

    assert orders == sorted(orders)


def test_a_kill_of_an_item_that_never_came_is_remembered():
    take(uri=GUID, pubstatus="canceled")

    assert Item.objects.get(guid=GUID).killed_at is not None
