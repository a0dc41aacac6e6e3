"""What the screens say of a refusal, in the user's language; the actions speak English to logs."""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from broadsheet.editions.errors import EditionError, SectionInUseError, SectionPublishedError
from broadsheet.people.errors import NotAllowedError
from broadsheet.stories.errors import (
    AlreadyKilledError,
    BadTimeError,
    EditedMeanwhileError,
    EmbargoedError,
    LockedError,
    NotPublishedError,
    NotWaitingError,
    StoryError,
)

FAULTS = {
    "headline": _("Write a headline before publishing."),
    "section": _("Choose a section before publishing."),
    "body": _("Write some text before publishing."),
    "text": _("Say what was wrong and what is right."),
}
REFUSALS: dict[type[Exception], Promise] = {
    AlreadyKilledError: _("This story was killed; it cannot come back. File a new story instead."),
    NotPublishedError: _("This story is not published, so that cannot be done to it."),
    EditedMeanwhileError: _(
        "%(who)s saved this story after you had opened it, so nothing was saved. Your text is "
        "still below: open the story again in another window, compare, and put your changes into "
        "the newer text."
    ),
    EmbargoedError: _(
        "This story is under embargo until %(until)s, so it was neither published nor saved. Save "
        "it as a draft, and schedule it for then."
    ),
    NotAllowedError: _(
        "Your role in that edition does not allow this, so nothing was saved. Your text is still "
        "below."
    ),
    LockedError: _("%(who)s has locked this story. Ask for it to be unlocked first."),
    NotWaitingError: _("That is done, failed or called off by now. Look at the schedule again."),
    SectionInUseError: _(
        "Stories stand in a section that was to be deleted. Move them to another section first."
    ),
    SectionPublishedError: _(
        "A section with published stories keeps its slug, since their addresses have to last."
    ),
}

BAD_TIMES = {
    "past": _("That time is over. Name a later one, or do it now."),
    "no_embargo": _("The story is under no embargo. Name a time instead."),
    "order": _("It would be taken back before it is published. Name a later time for that."),
}


def fault_at(field: str, fault: str) -> Promise | str:
    """What is wrong with a field, for the form that shows it."""
    return FAULTS.get(field, fault)


def refusal(error: StoryError | EditionError | NotAllowedError) -> str:
    if isinstance(error, BadTimeError):
        return str(BAD_TIMES[error.reason])
    words = REFUSALS.get(type(error))
    if words is None:
        return str(error)
    until = getattr(error, "until", None)
    told = date_format(localtime(until), "DATETIME_FORMAT") if until else ""
    return str(words) % {"who": getattr(error, "who", ""), "until": told}
