"""A request's path names one file inside the press folder, or none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.serving.paths import LONGEST_PATH, as_address, as_location, file_for


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/en/world/", "en/world/index.html"),
        ("/en/feed.xml", "en/feed.xml"),
        ("/assets/site.3f2a1b9c.css", "assets/site.3f2a1b9c.css"),
        ("/ar/العالم/", "ar/العالم/index.html"),
        ("/exports/year.tar.gz", "exports/year.tar.gz"),
    ],
)
def test_path_names_its_file(path, file):
    assert file_for(path, None) == file


@pytest.mark.parametrize(
    "path",
    [
        "",
        "en/world/",
        "*",
        "//evil.example/",
        "/en//world/",
        "/../secret",
        "/en/../../secret",
        "/en/./world/",
        "/en/..\\..\\secret",
        "/en/wor\x00ld/",
        "/en/wor\nld/",
        "/en/wor\ufffdld/",
        "/.git/config",
        "/en/.tmp-index.html",
        "/_press/hosts.json",
        "/en/_press/hosts.json",
        "/en/world/index.html.br",
        "/en/world/index.html.gz",
        "/" + "ع" * 128 + "/",
        "/" + "a/" * LONGEST_PATH,
    ],
)
def test_path_that_could_leave_the_folder_or_show_its_inside_names_no_file(path):
    assert file_for(path, None) is None
    assert file_for(path, "en") is None


@given(st.text(max_size=60).map(lambda text: f"/{text}"), st.sampled_from([None, "en"]))
def test_no_path_names_a_hidden_or_outer_file(path, edition):
    file = file_for(path, edition)

    assert file is None or all(
        segment and not segment.startswith(".") and segment != "_press"
        for segment in file.split("/")
    )


def test_decomposed_arabic_names_the_composed_file():
    composed = "/ar/أخبار/"

    assert file_for(unicodedata.normalize("NFD", composed), None) == file_for(composed, None)


def test_host_of_an_edition_serves_its_folder_at_the_root():
    assert file_for("/", "en") == "en/index.html"
    assert file_for("/world/", "en") == "en/world/index.html"


@pytest.mark.parametrize("path", ["/assets/a.css", "/pictures/ab/960.webp", "/robots.txt"])
def test_files_shared_by_all_editions_stay_at_the_root(path):
    assert file_for(path, "en") == path[1:]


def test_location_is_written_in_ascii_and_keeps_its_query():
    assert as_location("/ar/خبر", "صفحة=1&b=%20") == (
        "/ar/%D8%AE%D8%A8%D8%B1?%D8%B5%D9%81%D8%AD%D8%A9=1&b=%20"
    )


def test_address_that_is_encoded_already_is_left_alone():
    assert as_address("https://news.example/%D8%AE/خ/?a=b#c") == (
        "https://news.example/%D8%AE/%D8%AE/?a=b#c"
    )
