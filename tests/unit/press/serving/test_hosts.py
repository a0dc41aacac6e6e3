"""The Host header chooses the edition by the table that the press writes."""

import json

import pytest

from broadsheet.press.serving.hosts import Hosts
from tests.unit.press.serving.pressed import press


def table(folder, **content):
    press(folder, "_press/hosts.json", json.dumps(content))


@pytest.mark.parametrize(
    "host", ["news.example", "NEWS.example", "news.example:8000", "news.example."]
)
def test_host_is_recognised_in_every_spelling(tmp_path, host):
    table(tmp_path, hosts={"News.example": "en"}, default="en")

    assert Hosts(tmp_path, check_seconds=0).edition_of(host) == "en"


def test_arabic_host_is_recognised_in_its_ascii_form(tmp_path):
    table(tmp_path, hosts={"أخبار.example": "ar"})

    host = "أخبار.example".encode("idna").decode()
    assert Hosts(tmp_path, check_seconds=0).edition_of(host) == "ar"


@pytest.mark.parametrize("host", ["", "other.example", "x" * 5000, "[::1]:80"])
def test_host_not_listed_stands_for_no_edition(tmp_path, host):
    table(tmp_path, hosts={"news.example": "en"})

    assert Hosts(tmp_path, check_seconds=0).edition_of(host) is None


def test_table_is_read_again_when_it_changes(tmp_path):
    hosts = Hosts(tmp_path, check_seconds=0)
    assert hosts.edition_of("news.example") is None

    table(tmp_path, hosts={"news.example": "en"}, default="ar")
    assert (hosts.edition_of("news.example"), hosts.default) == ("en", "ar")

    for path in (tmp_path / "_press").iterdir():
        path.unlink()
    assert (hosts.edition_of("news.example"), hosts.default) == (None, None)


@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", '{"hosts": []}', '{"hosts": {"a": "../x"}}', '{"hosts": {"a": 1}}']
)
def test_unusable_table_is_reported_once_and_the_one_before_stays(tmp_path, caplog, content):
    table(tmp_path, hosts={"news.example": "en"})
    hosts = Hosts(tmp_path, check_seconds=0)
    hosts.edition_of("news.example")
    press(tmp_path, "_press/hosts.json", content)

    assert [hosts.edition_of("news.example") for _ in range(3)] == ["en"] * 3
    assert caplog.text.count("_press/hosts.json cannot be used") == 1
