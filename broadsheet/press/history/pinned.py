"""What readers of a pinned edition get from each output.

An output of the edition gives the bytes that readers got at the pin's time, or no file if there was
none. Where those bytes show what has been killed since, or are no longer kept, it gives the page as
it is now: an older version would lack a correction, and a page must not be older than was asked.
Pictures, styles and scripts carry a hash of their bytes in their addresses: the present ones stay,
and those of the pin's time are put beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from broadsheet.press.common import names_of
from broadsheet.press.history.past import Past, bytes_of, is_dead, past_of
from broadsheet.press.models import Pin
from broadsheet.press.registry import NO_EDITION, Page, WhenPinned, edition_of, kind_of
from broadsheet.press.remembering import remembered
from broadsheet.press.writers import Writer


@dataclass(frozen=True)
class Then:
    """A page as it was, with the tags that it showed; no page where there was none."""

    page: Page | None
    tags: set[str] = field(default_factory=set)


@remembered
def pins() -> dict[str, Pin]:
    """The pins by edition."""
    return {pin.edition: pin for pin in Pin.objects.order_by("edition")}


def pin_tag(edition: str) -> str:
    """Changes when the edition is pinned, or no longer."""
    return f"pin:{edition}"


def pin_of(key: str) -> Pin | None:
    """The pin that sets this very output back; None where it is as it is now."""
    if kind_of(key).when_pinned is not WhenPinned.THEN:
        return None
    return pins().get(edition_of(key))


def pins_beside(key: str) -> list[Pin]:
    """The pins whose pages may name former files of this output."""
    if kind_of(key).when_pinned is not WhenPinned.BOTH:
        return []
    edition = edition_of(key)
    return [pin for pin in pins().values() if edition in {NO_EDITION, pin.edition}]


def as_pinned(key: str, graves: Iterable[str], writer: Writer) -> Then | None:
    """The output as its edition's pin wants it; None where it is to be as it is now."""
    pin = pin_of(key)
    if pin is None:
        return None
    past = past_of(key, pin.to)
    if past is None:
        return Then(None)
    page = page_of(past, graves, writer)
    return Then(page, names_of(past.shown)) if page else None


def beside(key: str, page: Page | None, graves: Iterable[str], writer: Writer) -> list[Page]:
    """Former files that pages of pinned editions may name, besides the present one."""
    taken = {page.path} if page else set()
    found: list[Page] = []
    for pin in pins_beside(key):
        past = past_of(key, pin.to)
        former = page_of(past, graves, writer) if past else None
        if former and former.path not in taken:
            taken.add(former.path)
            found.append(former)
    return found


def page_of(past: Past, graves: Iterable[str], writer: Writer) -> Page | None:
    """The page again; None if it shows what was killed since, or its bytes are gone."""
    body = None if is_dead(past, graves) else bytes_of(past, writer)
    return Page(past.path, body) if body is not None else None
