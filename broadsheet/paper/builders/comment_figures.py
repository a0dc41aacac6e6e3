"""The page on which an edition says how its readers' comments are judged."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from broadsheet.comments.figures import Figures, figures_shown, figures_tag, read
from broadsheet.comments.models import DayFigures
from broadsheet.comments.queries import TERMS_PATH
from broadsheet.comments.words import talk_in
from broadsheet.editions.addresses import absolute, address, file_of
from broadsheet.editions.models import Edition
from broadsheet.editions.queries import edition_by_code
from broadsheet.paper.builders.conversation import time_text
from broadsheet.paper.comment_sheets import FiguresSheet
from broadsheet.paper.framing import frame_of
from broadsheet.paper.pieces import Head
from broadsheet.paper.rendering import render
from broadsheet.press.recording import note
from broadsheet.press.registry import Page, edition_of, make_key
from broadsheet.stories.queries import bounds_of

KIND = "comment-figures"
FIGURES_PATH = f"{TERMS_PATH}figures/"


def build_figures(key: str) -> Page | None:
    """The latest day's figures, where the edition shows them."""
    edition = edition_by_code(edition_of(key))
    row = figures_shown(edition)
    if row is None:
        return None
    note("design")
    talk = talk_in(edition.language)
    begins, _ends = bounds_of(edition, row.day, row.day)
    intro = talk["figures_intro"].format(day=edition.date_style.long_date(begins))
    sheet = FiguresSheet(
        frame=frame_of(edition),
        head=Head(
            title=talk["figures"], description=intro, canonical=absolute(edition, FIGURES_PATH)
        ),
        intro=intro,
        figures=tuple(_told(edition, read(row))),
        terms_url=address(edition, TERMS_PATH),
    )
    path = file_of(edition, FIGURES_PATH)
    return Page(path, render("comment-figures.html", sheet).encode())


def _told(edition: Edition, figures: Figures) -> Iterator[tuple[str, str]]:
    talk, number = talk_in(edition.language), edition.date_style.number
    yield talk["figures_decided"], number(figures.decided)
    yield talk["figures_refused"], number(figures.refused)
    if figures.half_within is not None and figures.nine_in_ten_within is not None:
        half, most = figures.half_within, figures.nine_in_ten_within
        yield talk["figures_half"], time_text(edition, timedelta(seconds=half))
        yield talk["figures_nine"], time_text(edition, timedelta(seconds=most))
    yield talk["figures_appeals"], number(figures.appeals)
    share = figures.overturned_share
    if share is not None:
        percent = talk["percent"].format(number=number(round(100 * share)))
        yield talk["figures_overturned"], f"{number(figures.overturned)} ({percent})"


def expected_figures() -> Iterable[str]:
    rows = DayFigures.objects.filter(
        edition__comment_rules__shows_figures=True, edition__comment_rules__section=None
    )
    codes = rows.values_list("edition__code", flat=True).distinct().order_by("edition__code")
    return [make_key(code, KIND) for code in codes]


def keys_of_figures(tag: str) -> Iterable[str]:
    name, _, code = tag.partition(":")
    return [make_key(code, KIND)] if tag == figures_tag(code) or name == "frame" else []
