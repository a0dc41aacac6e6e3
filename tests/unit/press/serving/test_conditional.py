"""A reader who holds the current bytes gets 304, and nobody else."""

import pytest

from broadsheet.press.serving.conditional import http_date, is_unchanged

TAG = '"abc-br"'
SEEN = 1_700_000_000


def unchanged(*, match=None, since=None, last_modified=SEEN):
    return is_unchanged(
        etag=TAG, last_modified=last_modified, if_none_match=match, if_modified_since=since
    )


@pytest.mark.parametrize("match", [TAG, "*", f"W/{TAG}", f'"x", {TAG}', f'"x",W/{TAG} , "y"'])
def test_matching_tag_is_unchanged(match):
    assert unchanged(match=match)


@pytest.mark.parametrize("match", ['"abc"', "abc-br", '""', "", '"abc-gzip"'])
def test_other_tag_is_changed(match):
    assert not unchanged(match=match)


def test_tag_decides_alone_where_both_are_sent():
    assert not unchanged(match='"old"', since=http_date(SEEN + 60))


def test_date_counts_where_no_tag_is_sent():
    assert unchanged(since=http_date(SEEN))
    assert not unchanged(since=http_date(SEEN - 1))


@pytest.mark.parametrize("since", ["yesterday", "", "Tue, 99 Foo 2023 00:00:00 GMT"])
def test_unreadable_date_is_no_condition(since):
    assert not unchanged(since=since)


def test_date_without_zone_is_read_as_utc():
    assert unchanged(since=http_date(SEEN).replace("GMT", "-0000"))


def test_date_proves_nothing_for_a_file_changed_a_moment_ago():
    assert not unchanged(since=http_date(SEEN + 60), last_modified=None)
