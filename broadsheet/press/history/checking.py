"""What a check has to know of editions that are set back."""

from collections.abc import Iterable, Iterator

from broadsheet.press.chunks import chunks
from broadsheet.press.history.past import past_of
from broadsheet.press.history.pinned import page_of, pin_of, pins, pins_beside
from broadsheet.press.history.rolling import keys_at
from broadsheet.press.models import Output, Pin
from broadsheet.press.snapshot import snapshot
from broadsheet.press.writers import Writer


def held_among(outputs: Iterable[Output]) -> set[str]:
    """Those whose rows have to be there though the database may not want the pages now."""
    if not Pin.objects.exists():
        return set()
    with snapshot():
        return {output.key for output in outputs if _is_held(output)}


def _is_held(output: Output) -> bool:
    return pin_of(output.key) is not None or bool(output.leaving and pins_beside(output.key))


def missing_of_pins(writer: Writer) -> Iterator[tuple[str, str, str]]:
    """Key, path and what is missing: rows of pages that came back, files beside present ones."""
    for pin in list(pins().values()):
        for keys in chunks(sorted(keys_at(pin))):
            known = {row.key: row for row in Output.objects.filter(key__in=keys)}
            for key in keys:
                if key not in known and _gives_page(key, pin, writer):
                    yield key, "", f"edition {pin.edition} had this page, the ledger has no row"
                elif key in known and known[key].stale_since is None and pins_beside(key):
                    yield from _beside(known[key], writer)


def _gives_page(key: str, pin: Pin, writer: Writer) -> bool:
    """Not so where the bytes are gone, or show what was killed since: the present holds there."""
    past = past_of(key, pin.to)
    return past is not None and page_of(past, writer.buried(), writer) is not None


def _beside(row: Output, writer: Writer) -> Iterator[tuple[str, str, str]]:
    for path in row.leaving:
        if writer.read(path) is None:
            yield row.key, path, "pages of an edition that is set back may name this file"
