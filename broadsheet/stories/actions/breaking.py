"""The breaking bar: one line over every page of an edition, gone when its time is over."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from broadsheet.editions.models import Edition
from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane
from broadsheet.stories.errors import BadTimeError, NotPublishedError
from broadsheet.stories.models import BreakingBar, Placement, PlacementState
from broadsheet.stories.queries import breaking_tag


def raise_bar(*, placement: Placement, by: User | None, text: str, until: datetime) -> BreakingBar:
    """Show `text`, with a link to the story, on all pages of the placement's edition.

    Instead of the bar that stands there. Raises NotPublishedError, BadTimeError, NotAllowedError.
    """
    with transaction.atomic():
        rows = Placement.objects.select_for_update(of=("self",)).select_related("edition")
        row = rows.get(pk=placement.pk)
        require(by, Act.PUBLISH, row.edition)
        if row.state != PlacementState.LIVE:
            raise NotPublishedError(row.story_id, "put into the breaking bar")
        if until <= timezone.now():
            raise BadTimeError(row.story_id, "past")
        bar, _new = BreakingBar.objects.update_or_create(
            edition=row.edition,
            defaults={"placement": row, "text": " ".join(text.split()), "until": until},
        )
        _note(row.edition, by, "raise", bar.text)
    return bar


def lower_bar(*, edition: Edition, by: User | None) -> bool:
    """Take the edition's bar down; False if there is none. Raises NotAllowedError."""
    with transaction.atomic():
        require(by, Act.PUBLISH, edition)
        gone, _each = BreakingBar.objects.filter(edition=edition).delete()
        if gone:
            _note(edition, by, "lower", "")
    return bool(gone)


def lower_bars(bars: Iterable[BreakingBar]) -> None:
    """Take bars down whose story went or whose time is over, inside the caller's transaction."""
    for bar in bars:
        lower_bar(edition=bar.edition, by=None)


def _note(edition: Edition, by: User | None, verb: str, text: str) -> None:
    mark(breaking_tag(edition.code), lane=Lane.BREAKING)
    record(
        by=by,
        act=f"stories.bar.{verb}",
        obj=f"edition:{edition.code}",
        edition=edition.code,
        text=text,
    )
