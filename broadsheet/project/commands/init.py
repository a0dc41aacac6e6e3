"""`broadsheet init`: asks what it has to know, or takes it as options, and makes a newsroom."""

import sys
from typing import Annotated
from urllib.parse import urlsplit

import typer
from django.conf import settings
from rich.console import Console

from broadsheet.project.environment import address
from broadsheet.project.environment import mail_url as mail_address
from broadsheet.project.errors import AnswerError, AnswerMissingError, NewsroomExistsError
from broadsheet.project.founding import SECTIONS, Answers, found_newsroom
from broadsheet.stylebook.languages import is_arabic

app = typer.Typer()


@app.command()
def init(  # noqa: PLR0913 - one option for each question.
    *,
    name: Annotated[str, typer.Option(help="The first editor's login name.")] = "",
    email: Annotated[str, typer.Option(help="The first editor's e-mail address.")] = "",
    password: Annotated[
        str,
        typer.Option(help="The first editor's password.", envvar="BROADSHEET_PASSWORD"),
    ] = "",
    edition: Annotated[str, typer.Option(help="The first edition's name.")] = "",
    language: Annotated[str, typer.Option(help="Its language, like en or ar.")] = "",
    code: Annotated[str, typer.Option(help="Its code, the first part of its addresses.")] = "",
    time_zone: Annotated[str, typer.Option(help="Its time zone, like Africa/Cairo.")] = "",
    sections: Annotated[str, typer.Option(help="Its sections: World, arts=Arts and books.")] = "",
    site_url: Annotated[str, typer.Option(help="Where readers find the site.")] = "",
    newsroom_url: Annotated[str, typer.Option(help="Where editors find the newsroom.")] = "",
    mail_url: Annotated[str, typer.Option(help="How mail is sent; empty: into files.")] = "",
    mail_from: Annotated[str, typer.Option(help="The sender of the newsroom's mail.")] = "",
) -> None:
    """Make a newsroom of your own."""
    if settings.KEY_FILE.exists():
        raise NewsroomExistsError(settings.HOME)
    asked = _Asking(interactive=sys.stdin.isatty())
    language = asked.for_("--language", language, "Language of the first edition", "en")
    spoken = "ar" if is_arabic(language) else "en"
    answers = Answers(
        language=language,
        edition=asked.for_("--edition", edition, "Name of the first edition"),
        code=asked.for_("--code", code, "Its code, the first part of its addresses", spoken),
        time_zone=asked.for_("--time-zone", time_zone, "Its time zone", "UTC"),
        sections=asked.for_("--sections", sections, "Its sections", SECTIONS[spoken]),
        name=asked.for_("--name", name, "Login name of the first editor", "editor"),
        email=asked.for_("--email", email, "E-mail address of the first editor"),
        password=asked.for_secret("--password", password, "Password of the first editor"),
        variables=_variables(asked, site_url, newsroom_url, mail_url, mail_from),
    )
    console = Console(soft_wrap=True, highlight=False)
    with console.status("Making the newsroom") as status:
        found_newsroom(answers, on_step=lambda step: status.update(f"{step} …"))
    console.print(f"The newsroom stands in {settings.HOME}; its settings are in its environment.")
    console.print("Start it with: broadsheet serve")


class _Asking:
    """Takes the given option, asks at a terminal, falls back on the default in a script."""

    def __init__(self, *, interactive: bool) -> None:
        self._interactive = interactive

    def for_(self, option: str, given: str, question: str, default: str = "") -> str:
        if given:
            return given
        if self._interactive:
            return str(typer.prompt(question, default=default or None))
        if default:
            return default
        raise AnswerMissingError(option, question)

    def for_optional(self, given: str, question: str, default: str) -> str:
        if given or not self._interactive:
            return given
        said = str(typer.prompt(question, default=default))
        return "" if said == default else said

    def for_secret(self, option: str, given: str, question: str) -> str:
        if not given and self._interactive:
            return str(typer.prompt(question, hide_input=True, confirmation_prompt=True))
        return self.for_(option, given, question)


def _variables(asked: _Asking, site: str, newsroom: str, mail: str, sender: str) -> dict[str, str]:
    """The settings to write down, each read as it will be read later. Raises AnswerError."""
    site = asked.for_optional(site, "Address of the readers' site", "http://localhost:8000")
    newsroom = asked.for_optional(newsroom, "Address of the newsroom", "http://localhost:8001")
    mail = asked.for_optional(mail, "Mail server (smtp+tls://user:password@host:587)", "none")
    host = urlsplit(newsroom).hostname or "localhost"
    sender = asked.for_optional(sender, "Sender of the newsroom's mail", f"newsroom@{host}")
    said = {"SITE_URL": site, "NEWSROOM_URL": newsroom, "MAIL_URL": mail, "MAIL_FROM": sender}
    for name, read in (
        ("SITE_URL", address),
        ("NEWSROOM_URL", address),
        ("MAIL_URL", mail_address),
    ):
        try:
            said[name] = read(said[name]) if said[name] else ""
        except ValueError as error:
            raise AnswerError(name, said[name], f"{error}.") from error
    return {name: value for name, value in said.items() if value}
