"""Rendering is a pure function: the same template and sheet always give the same text.

No clock, no set, no environment variable enters a page. An edition may put a folder of templates
before the ones that come with Broadsheet; a missing name in a template is an error, never a blank.
"""

import re
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    select_autoescape,
)
from markupsafe import Markup, escape

from broadsheet.comments.words import talk_in
from broadsheet.paper.colours import DARK_WASH, LIGHT_WASH, readable_on
from broadsheet.paper.errors import NotAColourKeyError, NotAnAddressError
from broadsheet.paper.linked_data import absolute, news_article, script_json
from broadsheet.paper.pieces import Moment
from broadsheet.paper.share import share_links
from broadsheet.paper.sheets import ColourSheet, MovedSheet, Sheet
from broadsheet.paper.words import words_in

# Everything that XML 1.0 (section 2.2) does not count as a character, and what HTML forbids too.
_NO_CHARACTER: Final = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_ADDRESS: Final = re.compile(r"(?:/|https?://)[!#-;=?-~]*")
# The first bytes of a tombstone, which tell the readers' server to answer 410.
GONE_LINE: Final = Markup("<!--broadsheet 410-->\n")
_KEY: Final = re.compile(r"[a-z0-9-]+")


def rfc822(iso: str) -> str:
    """Write an ISO 8601 instant as RSS 2.0 wants its dates."""
    return format_datetime(datetime.fromisoformat(iso))


def as_html(text: str) -> str:
    """Plain text as HTML source, for a feed's description, which readers take for escaped HTML."""
    return str(escape(text))


def stamp(moment: Moment) -> str:
    """Edition time and GMT in one run of text, for the masthead and live.json alike.

    One run starts where it started when a script changes it, so nothing on the page moves. GMT is
    isolated (U+2068, Unicode Bidirectional Algorithm section 2.4.2) and does not break.
    """
    gmt = moment.gmt_text.replace(" ", "\u00a0")
    return f"{moment.edition_text} · \u2068{gmt}\u2069"


def moved_line(target: str) -> Markup:
    """The first line of a redirect's file, which tells the readers' server where to send readers.

    Raises ``NotAnAddressError`` for a target that could end the comment or is no address.
    """
    if not _ADDRESS.fullmatch(target):
        raise NotAnAddressError(target)
    return Markup(f"<!--broadsheet 301 {target}-->\n")  # noqa: S704


@cache
def _environment(folder: Path | None) -> Environment:
    own = PackageLoader("broadsheet.paper")
    loader = ChoiceLoader([FileSystemLoader(folder), own]) if folder else own
    environment = Environment(
        loader=loader,
        autoescape=select_autoescape(("html", "xml", "svg")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        absolute=absolute, as_html=as_html, readable_on=readable_on, rfc822=rfc822, stamp=stamp
    )
    environment.globals.update(
        light_wash=LIGHT_WASH,
        dark_wash=DARK_WASH,
        gone_line=GONE_LINE,
        moved_line=moved_line,
        news_article=news_article,
        script_json=script_json,
        share_links=share_links,
    )
    return environment


def _context(sheet: Sheet) -> dict[str, Any]:
    context: dict[str, Any] = {"sheet": sheet}
    frame = getattr(sheet, "frame", None)
    if frame is not None:
        context |= {"frame": frame, "head": getattr(sheet, "head", None)}
        context["words"] = words_in(frame.language)
        context["talk"] = talk_in(frame.language)
    elif isinstance(sheet, MovedSheet):
        context["words"] = words_in(sheet.language)
    return context


def render(template: str, sheet: Sheet, *, folder: Path | None = None) -> str:
    """Render one output; ``folder`` holds an edition's own templates, which win over ours.

    Characters that neither XML nor HTML allow are left out. Raises ``NoWordsError`` for a language
    without words, and Jinja's own errors for a template that is missing or names what is not there.
    """
    text = _environment(folder).get_template(template).render(_context(sheet))
    return _NO_CHARACTER.sub("", text)


@cache
def asset(name: str) -> str:
    """The text of a style or script that comes with Broadsheet: ``site.css``, ``site.js``."""
    return resources.files("broadsheet.paper").joinpath("assets", name).read_text("utf-8")


def stylesheet(sheet: ColourSheet) -> str:
    """The one stylesheet of an edition: the styles that all share, then its own colours.

    Raises ``NotAColourError`` and ``NotAColourKeyError``: nothing else may enter a stylesheet.
    """
    for colour in sheet.sections:
        if not _KEY.fullmatch(colour.key):
            raise NotAColourKeyError(colour.key)
    return asset("site.css") + render("colours.css", sheet)


def favicon(sheet: ColourSheet) -> str:
    """The edition's icon: a folded sheet in the edition's colour, on light and dark tabs."""
    return render("favicon.svg", sheet)
