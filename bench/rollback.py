"""Measures how soon an edition is set back and forward, and what keeping former pages costs.

Run it as `make bench-rollback`. Between the two times every page of the edition is replaced, by a
new line under its name: the most that a rollback can have to do.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.newsroom import fill, settle_in
from bench.reporting import Figure, add_json_option, compared, limited, measured, report

NAME = "rollback"
EDITION = "en"


def measure(stories: int, within: float) -> list[Figure]:
    """Needs Django set up in an empty newsroom."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from broadsheet.editions.actions import keep_edition  # noqa: PLC0415
    from broadsheet.editions.models import Edition  # noqa: PLC0415
    from broadsheet.press.history.rolling import roll_back, roll_forward  # noqa: PLC0415
    from broadsheet.press.models import Output, Version  # noqa: PLC0415
    from broadsheet.press.wanting import want_everything  # noqa: PLC0415
    from broadsheet.press.working import drain, prepare  # noqa: PLC0415
    from broadsheet.press.writers.choosing import site_writer  # noqa: PLC0415

    fill(stories, files=stories, on_step=lambda *_: None)
    writer = site_writer()
    prepare(writer)
    want_everything()
    drain(writer)
    pages = Output.objects.filter(key__startswith=f"{EDITION}:").count()

    def replace(line: str) -> None:
        edition = Edition.objects.get(code=EDITION)
        edition.tagline = line
        keep_edition(edition=edition, by=None)
        drain(writer)

    def best(days: int) -> float:
        """Pages a second while former pages are kept for so many days."""
        usual, settings.HISTORY_DAYS = settings.HISTORY_DAYS, days
        took = min(timed(lambda turn=turn: replace(f"Line {turn} of {days}")) for turn in range(2))
        settings.HISTORY_DAYS = usual
        return pages / took

    bare, kept = best(0), best(settings.HISTORY_DAYS)
    then = timezone.now()
    replace("The line that is taken back")

    def back() -> None:
        roll_back(edition=EDITION, to=then)
        drain(writer)

    def forward() -> None:
        roll_forward(edition=EDITION)
        drain(writer)

    engine = connection.vendor
    row = len(Version.objects.values_list("shown", flat=True)[0])
    return [
        limited(NAME, f"{pages:,} pages set back, {engine}", timed(back), "s", at_most=within),
        measured(NAME, f"{pages:,} pages set forward, {engine}", timed(forward), "s"),
        compared(
            NAME, "pages replaced with a history, against without", kept, "pages/s",
            reference=bare, at_least=0.9,
        ),
        measured(NAME, "tags that a version notes", row, "bytes"),
    ]  # fmt: skip


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=600)
    parser.add_argument("--within", type=float, default=10, help="seconds to set the edition back")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database's URL")
    add_json_option(parser)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
    try:
        settle_in(home, options.database)
        Console(stderr=True).print(f"[dim]A newsroom with {options.stories:,} stories …")
        figures = measure(options.stories, options.within)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return report("Setting an edition back", figures, json_file=options.json)


if __name__ == "__main__":
    sys.exit(main())
