"""Sets an edition back to a time, and forward again; the press carries it out like any change.

Editors go on working meanwhile: what they change goes out when the edition goes forward.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from broadsheet.press.errors import (
    NotPinnedError,
    TimeAheadError,
    TooFarBackError,
    UnknownKindError,
    UnknownTitleError,
)
from broadsheet.press.expansion import raise_versions, want_outputs
from broadsheet.press.history.past import standing_at
from broadsheet.press.history.pinned import pin_tag
from broadsheet.press.history.since import history_since
from broadsheet.press.models import Lane, Output, Pin, Version
from broadsheet.press.registry import NO_EDITION, WhenPinned, edition_of, kind_of
from broadsheet.press.signals import edition_rolled


@dataclass(frozen=True)
class Rolled:
    """How many outputs the press has to look at, and the time that readers get; None for now."""

    edition: str
    to: datetime | None
    outputs: int


def roll_back(*, edition: str, to: datetime, by: str = "") -> Rolled:
    """Pin the edition `to` a time, from which on its readers get it as it was.

    An edition that is pinned already is pinned anew. Raises UnknownTitleError, TimeAheadError,
    TooFarBackError.
    """
    _require_known(edition)
    _require_kept(to)
    with transaction.atomic():
        _raise(edition)
        former = Pin.objects.filter(edition=edition).first()
        keys = _keys_to_free(former) if former else set()
        values = {"to": to, "at": timezone.now(), "by": by}
        pin, _new = Pin.objects.update_or_create(edition=edition, defaults=values)
        keys |= keys_at(pin) | _keys(_changed_since(edition, to))
        want_outputs(keys, lane=Lane.BREAKING)
        edition_rolled.send(Pin, edition=edition, to=to, by=by)
    return Rolled(edition, to, len(keys))


def roll_forward(*, edition: str, by: str = "") -> Rolled:
    """Take the edition's pin out: its readers get the present again. Raises NotPinnedError."""
    with transaction.atomic():
        _raise(edition)
        pin = Pin.objects.filter(edition=edition).first()
        if pin is None:
            raise NotPinnedError(edition)
        keys = _keys_to_free(pin)
        pin.delete()
        want_outputs(keys, lane=Lane.BREAKING)
        edition_rolled.send(Pin, edition=edition, to=None, by=by)
    return Rolled(edition, None, len(keys))


def _keys_to_free(pin: Pin) -> set[str]:
    """Every output that was pressed under the pin, so that it may differ from the present.

    Its bytes changed since the pin's time, or were live ones that were put by.
    """
    held = Version.objects.filter(_of(pin.edition), went_at=None).values_list("key", flat=True)
    changed = _keys(_changed_since(pin.edition, pin.to))
    return changed | {key for key in held if _is_set_back(key)} | _keys_beside(pin.edition)


def keys_at(pin: Pin) -> set[str]:
    """The outputs whose bytes at the pin's time were replaced or taken away since."""
    there = Version.objects.filter(_of(pin.edition) | _of(NO_EDITION), standing_at(pin.to))
    return {
        key
        for key in there.exclude(went_at=None).values_list("key", flat=True)
        if _is_set_back(key)
    }


def _how(key: str) -> WhenPinned:
    """What nobody registers any more, since another version of the program did, is left alone."""
    try:
        return kind_of(key).when_pinned
    except UnknownKindError:
        return WhenPinned.NOW


def _is_set_back(key: str) -> bool:
    how = _how(key)
    if edition_of(key) == NO_EDITION:
        return how is WhenPinned.BOTH
    return how is not WhenPinned.NOW


def _changed_since(edition: str, to: datetime) -> QuerySet[Output]:
    """Outputs of the edition with other bytes than at `to`, or without a file."""
    return Output.objects.filter(_of(edition), Q(changed_at__gt=to) | Q(path=""))


def _keys(outputs: QuerySet[Output]) -> set[str]:
    return {key for key in outputs.values_list("key", flat=True) if _is_set_back(key)}


def _keys_beside(edition: str) -> set[str]:
    """Pictures, styles and scripts that may have former files beside them."""
    rows = Output.objects.filter(_of(edition) | _of(NO_EDITION)).exclude(leaving=[])
    return {key for key in rows.values_list("key", flat=True) if _how(key) is WhenPinned.BOTH}


def _of(edition: str) -> Q:
    return Q(key__startswith=f"{edition}:")


def _raise(edition: str) -> None:
    """Whatever is being pressed now is out of date; what was settled is visible from here on."""
    raise_versions({pin_tag(edition), pin_tag(NO_EDITION)})


def _require_known(edition: str) -> None:
    if edition == NO_EDITION or not Output.objects.filter(_of(edition)).exists():
        code = Substr("key", 1, StrIndex("key", Value(":")) - 1)
        codes = Output.objects.annotate(code=code).values_list("code", flat=True).distinct()
        raise UnknownTitleError(edition, sorted(set(codes) - {NO_EDITION}))


def _require_kept(to: datetime) -> None:
    if to > timezone.now():
        raise TimeAheadError(to)
    since = history_since()
    if since is None or to < since:
        raise TooFarBackError(to, since)
