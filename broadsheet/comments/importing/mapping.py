"""Which story of an edition an address of another system stands for."""

import csv
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from broadsheet.editions.models import Edition
from broadsheet.stories.models import FormerAddress, Placement, PlacementState
from broadsheet.stylebook.ids import LENGTH, is_minted

_ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)


class Stories:
    """Looks up stories by a given list, by our own ids in addresses, by former addresses, by slug.

    A slug that two stories of the edition have stands for neither.
    """

    def __init__(self, edition: Edition, given: Mapping[str, str] | None = None) -> None:
        self.edition = edition
        self._given = {_bare(address): story for address, story in (given or {}).items()}
        placed = Placement.objects.filter(edition=edition).exclude(state=PlacementState.PLANNED)
        self._placements = placed.select_related("edition__group", "story", "section")
        self._known: dict[tuple[str, str], Placement | None] = {}

    def find(self, address: str, slug: str = "") -> Placement | None:
        key = (_bare(address), slug)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, path: str, slug: str) -> Placement | None:
        if path in self._given:
            return self._placements.filter(story_id=self._given[path]).first()
        last = path.rstrip("/").rpartition("/")[2]
        if is_minted(last[:LENGTH]) and last[LENGTH : LENGTH + 1] in {"-", ""}:
            return self._placements.filter(story_id=last[:LENGTH]).first()
        former = FormerAddress.objects.filter(edition=self.edition, path=f"{path.strip('/')}/")
        if story := former.values_list("story_id", flat=True).first():
            return self._placements.filter(story_id=story).first()
        slugs = [one for one in (slug, _ENDING.sub("", last)) if one]
        for one in slugs:
            found = list(self._placements.filter(slug=unquote(one))[:2])
            if len(found) == 1:
                return found[0]
        return None


def pairs_in(lines: Iterable[str]) -> dict[str, str]:
    """Addresses and story ids from lines of CSV, `address,story`."""
    return {row[0].strip(): row[1].strip() for row in csv.reader(lines) if len(row) > 1}


def _bare(address: str) -> str:
    """The path without host and edition-independent noise; query and fragment are left out."""
    return unquote(urlsplit(address.strip()).path)
