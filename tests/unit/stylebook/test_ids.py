"""Ids sort by time, do not repeat, and can be read back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stylebook import ids
from broadsheet.stylebook.errors import IdOutOfRangeError, NaiveTimeError, NotAnIdError

MINUTES = st.integers(0, 73_000_000).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def test_ids_have_ten_letters_and_none_that_reads_like_another():
    minted = ids.mint()

    assert len(minted) == 10
    assert set(minted) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    assert set(ids.ALPHABET).isdisjoint("ilou")


def test_each_id_is_greater_than_the_one_before():
    minted = [ids.mint() for _ in range(5000)]

    assert minted == sorted(set(minted))


def test_threads_never_share_an_id():
    with ThreadPoolExecutor(8) as pool:
        hands = list(pool.map(lambda _: [ids.mint() for _ in range(500)], range(8)))

    assert len({minted for hand in hands for minted in hand}) == 8 * 500
    assert all(hand == sorted(hand) for hand in hands)


@given(MINUTES)
def test_an_id_tells_when_it_was_minted_to_eight_milliseconds(at):
    told = ids.minted_at(ids.mint(at))

    assert timedelta(0) <= at - told < timedelta(milliseconds=8)


@given(MINUTES, MINUTES)
def test_ids_sort_like_the_times_they_were_minted_for(one, other):
    first, second = sorted([one, other])
    if second - first < timedelta(milliseconds=8):
        second = first + timedelta(milliseconds=8)

    assert ids.mint(first) < ids.mint(second)


def test_the_last_time_an_id_holds_lies_in_2159():
    last = ids.minted_at("z" * 10)

    assert last.year == 2159


def test_a_time_in_another_zone_is_the_same_time():
    in_cairo = datetime(2026, 11, 24, 11, 7, tzinfo=timezone(timedelta(hours=2)))

    assert ids.minted_at(ids.mint(in_cairo)) == datetime(2026, 11, 24, 9, 7, tzinfo=UTC)


def test_a_time_before_2020_is_refused_with_a_remedy():
    with pytest.raises(IdOutOfRangeError, match=r"2020 to 2159.*leave the time out"):
        ids.mint(datetime(2012, 11, 19, tzinfo=UTC))


def test_a_naive_time_is_refused_with_a_remedy():
    with pytest.raises(NaiveTimeError, match=r"has no time zone.*make_aware"):
        ids.mint(datetime(2026, 11, 24))  # noqa: DTZ001


@pytest.mark.parametrize(
    "text", ["", "abc", "k3f9zzzzz", "k3f9zzzzzzz", "K3F9ZZZZZZ", "k3f9zzzzzi"]
)
def test_what_is_no_id_is_told_apart_and_refused(text):
    assert not ids.is_minted(text)
    with pytest.raises(NotAnIdError, match="is not an id"):
        ids.minted_at(text)
