"""What tests of the press's history do to a house, and see of it."""

from django.utils import timezone

from broadsheet.press.history.rolling import roll_back, roll_forward
from broadsheet.press.models import Output
from broadsheet.press.working import drain
from broadsheet.stories.actions import (
    retitle_placement,
)
from tests.acceptance.law import files_on_disk

HOME = "en/index.html"


def now():
    """A moment after everything that happened so far."""
    return timezone.now()


def retitled(story, headline, writer):
    placement = story.placements.get(is_home=True)
    retitle_placement(placement=placement, by=None, headline=headline)
    drain(writer)


def edition_files(writer, code="en"):
    """The edition's files, without the one that is always as it is now."""
    return {
        path: body
        for path, body in files_on_disk(writer).items()
        if path.startswith(f"{code}/") and path != f"{code}/live.json"
    }


def page_of(story):
    return Output.objects.get(key__endswith=f":story:{story.pk}").path


def set_back(writer, to, code="en"):
    roll_back(edition=code, to=to)
    drain(writer)


def set_forward(writer, code="en"):
    roll_forward(edition=code)
    drain(writer)
