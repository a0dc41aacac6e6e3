"""Settings come from the environment, and below it from the newsroom's own file."""

from pathlib import Path

from broadsheet.project.environment import Environment, names_in, with_newsroom_file
from broadsheet.project.running import note_addresses


def the_file(home: Path, text: str) -> dict[str, str]:
    (home / "environment").write_text(text, encoding="utf-8")
    return {"BROADSHEET_HOME": str(home)}


def test_the_newsrooms_file_fills_in_what_the_environment_leaves_out(tmp_path):
    variables = the_file(tmp_path, "# A comment=1\n\nSITE_URL=https://news.example\n")

    environment = Environment.read_from(with_newsroom_file(variables))

    assert environment["SITE_URL"] == "https://news.example"


def test_the_environment_goes_before_the_newsrooms_file(tmp_path):
    variables = the_file(tmp_path, "SITE_URL=https://news.example\nTIME_ZONE=Africa/Cairo\n")

    read = with_newsroom_file({**variables, "SITE_URL": "https://other.example", "TIME_ZONE": ""})

    assert read["SITE_URL"] == "https://other.example"
    assert read["TIME_ZONE"] == "Africa/Cairo"


def test_quotes_around_a_value_are_left_out_and_signs_inside_it_stay(tmp_path):
    variables = the_file(tmp_path, "MAIL_URL=\"smtp://a:b=c@mail.example\"\nMAIL_FROM='x'\n")

    read = with_newsroom_file(variables)

    assert read["MAIL_URL"] == "smtp://a:b=c@mail.example"
    assert read["MAIL_FROM"] == "x"


def test_a_newsroom_without_a_file_has_its_environment_alone(tmp_path):
    assert with_newsroom_file({"BROADSHEET_HOME": str(tmp_path)}) == {
        "BROADSHEET_HOME": str(tmp_path)
    }


def test_the_names_in_a_file_are_told_known_or_not(tmp_path):
    the_file(tmp_path, "SITE_URL=x\nSIET_URL=y\n")

    assert names_in(tmp_path / "environment") == ["SITE_URL", "SIET_URL"]


def test_an_unreadable_value_is_a_mistake_and_the_default_stands_in():
    environment = Environment.read_from({"SITE_URL": "news.example", "DEBUG": "perhaps"})

    assert environment["SITE_URL"] == "http://localhost:8000"
    assert environment["DEBUG"] is False
    assert [mistake.name for mistake in environment.mistakes] == ["DEBUG", "SITE_URL"]


def test_addresses_that_a_running_newsroom_noted_give_way_to_those_that_somebody_set(tmp_path):
    home = {"BROADSHEET_HOME": str(tmp_path)}
    noted = {"SITE_URL": "http://localhost:8790", "NEWSROOM_URL": "http://localhost:8791"}

    note_addresses(tmp_path, {**noted, "SITE_DIR": "elsewhere"})
    (tmp_path / "environment").write_text("NEWSROOM_URL=https://desk.example\n")

    assert with_newsroom_file(home) == {
        **home, "SITE_URL": "http://localhost:8790", "NEWSROOM_URL": "https://desk.example",
    }  # fmt: skip
    assert "SITE_URL" not in with_newsroom_file(home, served=False)
