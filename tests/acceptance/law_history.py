"""The operator's share in the life of a newsroom: editions are set back to earlier times."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from broadsheet.press.errors import HistoryError
from broadsheet.press.history.past import is_dead, past_of
from broadsheet.press.history.rolling import roll_back, roll_forward
from broadsheet.press.models import Output, Pin, Version
from broadsheet.press.snapshot import snapshot

ALWAYS_PRESENT = "live.json"


@dataclass(frozen=True)
class Moment:
    """What readers got at a time at which nothing was stale."""

    at: datetime
    files: dict[str, bytes]


class Operator:
    """Mixed into `Life`, which says what stands on disk."""

    refusals = (HistoryError,)
    moments: list[Moment]

    def note_moment(self) -> Moment:
        """Only right when nothing is stale: readers get exactly this until the next press."""
        moment = Moment(timezone.now(), self.files())
        self.moments.append(moment)
        return moment

    def do_roll_back(self) -> None:
        if not self.moments or self.rng.random() < 0.3:
            self.settle()
            self.note_moment()
            self.do_publish_new()
        moment = self.rng.choice(self.moments[-5:])
        roll_back(edition=self.edition().code, to=moment.at)

    def do_roll_forward(self) -> None:
        roll_forward(edition=self.edition().code)

    def untrue_past(self) -> list[str]:
        """Paths of pinned editions that differ from the moment that they are set back to.

        A page that showed what has been killed since is exempt: the general law holds it against
        the present.
        """
        found = self.files()
        return [
            path
            for pin in Pin.objects.all()
            for moment in self.moments
            if moment.at == pin.to
            for path in sorted(_of(moment.files, pin) | _of(found, pin))
            if found.get(path) != moment.files.get(path) and not self._is_exempt(path, pin)
        ]

    def _is_exempt(self, path: str, pin: Pin) -> bool:
        keys = {
            *Output.objects.filter(path=path).values_list("key", flat=True),
            *Version.objects.filter(path=path).values_list("key", flat=True),
        }
        with snapshot():
            pasts = [past_of(key, pin.to) for key in sorted(keys)]
            return any(past is not None and is_dead(past) for past in pasts) or self._is_grave(path)

    def _is_grave(self, path: str) -> bool:
        """A story that came after the pin's time, and was killed, has its tombstone all the same."""
        return (self.files().get(path) or b"").startswith(b"<!--broadsheet 410-->")


def _of(files: dict[str, bytes], pin: Pin) -> set[str]:
    folder = f"{pin.edition}/"
    return {path for path in files if path.startswith(folder) and path != folder + ALWAYS_PRESENT}
