"""What packages beside each other tell each other: the press knows no people, and no audit."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from broadsheet.people.actions import record
from broadsheet.press.signals import edition_rolled


@receiver(edition_rolled)
def record_rolling(*, edition: str, to: datetime | None, by: str, **_kwargs: Any) -> None:
    act = "press.edition.roll_forward" if to is None else "press.edition.roll_back"
    detail = {} if to is None else {"to": to.isoformat()}
    record(by=None, act=act, obj=f"edition:{edition}", edition=edition, at_machine=by, **detail)
