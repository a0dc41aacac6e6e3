"""Answers that would fail later are refused before a newsroom is made."""

import stat

import pytest

from broadsheet.project.environment import Environment, with_newsroom_file
from broadsheet.project.errors import AnswerError
from broadsheet.project.founding import (
    SECTIONS,
    Answers,
    check_person,
    edition_of,
    sections_of,
    write_environment,
)


def answers(**overrides: str) -> Answers:
    values = {
        "name": "editor",
        "email": "editor@news.example",
        "password": "lantern-quay-77",
        "edition": "The Harbour Post",
        "language": "en",
        "code": "en",
        "time_zone": "Europe/Athens",
        "sections": "World, Sport",
    }
    return Answers(**{**values, **overrides})


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"code": "The Post"}, "small Latin letters"),
        ({"code": "assets"}, "an address of Broadsheet itself"),
        ({"time_zone": "Mars/North"}, "Mars/North"),
        ({"edition": ""}, "blank"),
    ],
)
def test_an_edition_that_cannot_be_is_refused_with_the_reason(overrides, said):
    with pytest.raises(AnswerError, match=said):
        edition_of(answers(**overrides))


def test_an_arabic_edition_counts_in_its_own_digits():
    assert edition_of(answers(language="ar", code="ar")).digit_style == "arab"
    assert edition_of(answers()).digit_style == "latn"


@pytest.mark.parametrize(
    ("overrides", "said"),
    [({"password": "easy"}, "too short"), ({"email": "nobody"}, "valid email")],
)
def test_an_editor_who_cannot_be_is_refused_with_the_reason(overrides, said):
    with pytest.raises(AnswerError, match=said):
        check_person(answers(**overrides))


def test_sections_are_names_or_slugs_with_names():
    sections = sections_of("World, arts=Arts and books")

    assert [(section.slug, section.name) for section in sections] == [
        ("world", "World"),
        ("arts", "Arts and books"),
    ]


@pytest.mark.parametrize("text", SECTIONS.values())
def test_the_proposed_sections_can_be_made(text):
    assert len(sections_of(text)) == 5


@pytest.mark.parametrize("text", ["", "World, world", "العالم", "assets"])
def test_sections_that_cannot_be_are_refused(text):
    with pytest.raises(AnswerError):
        sections_of(text)


def test_the_settings_file_is_private_and_reads_back(tmp_path):
    file = tmp_path / "environment"

    write_environment(file, {"SITE_URL": "https://news.example"})

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    read = Environment.read_from(with_newsroom_file({"BROADSHEET_HOME": str(tmp_path)}))
    assert read["SITE_URL"] == "https://news.example"
    assert read["MAIL_URL"] == "file:"
    assert read.mistakes == []
