"""Founds a newsroom of one's own: folder, database, first superuser, first edition, settings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from broadsheet.editions.actions import found_edition
from broadsheet.editions.models import Edition, MediaGroup, Section
from broadsheet.people.actions import add_user
from broadsheet.people.models import User
from broadsheet.project.environment import FILE, SETTINGS
from broadsheet.project.errors import AnswerError, NewsroomExistsError
from broadsheet.project.folder import make_folder
from broadsheet.project.newsroom import OnStep, bring_up_to_date, write_key
from broadsheet.stylebook.languages import is_arabic
from broadsheet.stylebook.slugs import slug

SECTIONS = {
    "en": "World, Business, Science, Sport, Culture",
    "ar": "world=العالم, business=اقتصاد, science=علوم, sport=رياضة, culture=ثقافة",
}
COLOURS = ("#8c2f1b", "#1f5a7a", "#2d6a4f", "#8a5a00", "#6b2d73", "#444444")


@dataclass(frozen=True)
class Answers:
    """What `init` has to know; `variables` are settings for the newsroom's environment file."""

    name: str
    email: str
    password: str
    edition: str
    language: str
    code: str
    time_zone: str
    sections: str
    variables: dict[str, str] = field(default_factory=dict)


def found_newsroom(answers: Answers, *, on_step: OnStep) -> Edition:
    """Make the newsroom in the folder that the settings name, which holds none yet.

    Everything that can be refused is refused before the folder is touched; the key, by which a
    newsroom is known, is written last, so a founding that was interrupted can be repeated.
    Raises NewsroomExistsError, NewsroomFolderError, AnswerError.
    """
    home = Path(settings.HOME)
    if (home / "secret-key").exists() or (home / "demo.json").exists():
        raise NewsroomExistsError(home)
    edition, sections = edition_of(answers), sections_of(answers.sections)
    check_person(answers)
    make_folder(home)
    bring_up_to_date(on_step=on_step)
    if Edition.objects.exists():
        raise NewsroomExistsError(home)
    on_step("Founding the edition")
    with transaction.atomic():
        person = add_user(
            name=answers.name,
            email=answers.email,
            password=answers.password,
            by=None,
            is_superuser=True,
        )
        edition.group = MediaGroup.objects.create(name=answers.edition)
        found_edition(edition=edition, sections=sections, by=person)
    write_environment(home / FILE, answers.variables)
    write_key(home)
    return edition


def edition_of(answers: Answers) -> Edition:
    """The first edition, checked as far as it can be without a database. Raises AnswerError."""
    edition = Edition(
        code=answers.code,
        name=answers.edition,
        language=answers.language,
        time_zone=answers.time_zone,
        digit_style="arab" if is_arabic(answers.language) else "latn",
        is_default=True,
        position=1,
    )
    try:
        edition.clean_fields(exclude=["group"])
        edition.clean()
    except (ValidationError, ValueError) as error:
        raise _answer_error("The edition", answers.edition, error) from error
    return edition


def sections_of(text: str) -> list[Section]:
    """Sections from `World, arts=Arts`: names, or slugs with names. Raises AnswerError."""
    sections = []
    for number, part in enumerate(part.strip() for part in text.split(",") if part.strip()):
        code, equals, name = part.partition("=")
        section = Section(
            slug=code.strip() if equals else slug(part),
            name=(name if equals else part).strip(),
            colour=COLOURS[number % len(COLOURS)],
        )
        try:
            section.clean_fields(exclude=["edition"])
        except ValidationError as error:
            raise _answer_error("The section", part, error) from error
        sections.append(section)
    slugs = [section.slug for section in sections]
    if not slugs or len(set(slugs)) < len(slugs):
        raise AnswerError("The list of sections", text, "name at least one, and none twice.")
    return sections


def check_person(answers: Answers) -> None:
    """Raise AnswerError for a name, an address or a password that would be refused later."""
    person = User(username=answers.name, email=answers.email)
    try:
        person.clean_fields(exclude=["password"])
        validate_password(answers.password, person)
    except ValidationError as error:
        raise _answer_error("The first editor", answers.name, error) from error


def write_environment(file: Path, variables: dict[str, str]) -> None:
    """Write every setting with its sentence; those without a value stay commented out."""
    file.touch(mode=0o600)
    file.write_text("\n".join(_lines(variables)) + "\n", encoding="utf-8")


def _lines(variables: dict[str, str]) -> Iterable[str]:
    yield "# The settings of this newsroom; the environment of a process goes before this file."
    for setting in SETTINGS:
        if setting.name == "BROADSHEET_HOME":
            continue
        value = variables.get(setting.name, "")
        yield f"\n# {setting.help}"
        yield f"{setting.name}={value}" if value else f"#{setting.name}={setting.default}"


def _answer_error(what: str, value: str, error: Exception) -> AnswerError:
    messages = error.messages if isinstance(error, ValidationError) else [str(error)]
    return AnswerError(what, value, " ".join(messages))
