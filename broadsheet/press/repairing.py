"""Mends what a check found: presses the pages anew, and takes strangers away where told to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from broadsheet.press.checking import Finding
from broadsheet.press.expansion import want_outputs
from broadsheet.press.models import Lane, Output
from broadsheet.press.working import drain
from broadsheet.press.writers import Writer

KEYS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Repair:
    """How many pages were pressed, and how many files that no output owned were taken away."""

    pressed: int
    removed: int


def repair(findings: Iterable[Finding], writer: Writer, *, remove_strangers: bool) -> Repair:
    """Press every page that a finding names; a file that no output owns stays unless told.

    After a database was restored such a file may be the only copy of newer work.
    """
    findings = list(findings)
    keys = sorted({finding.key for finding in findings if finding.key})
    for start in range(0, len(keys), KEYS_AT_ONCE):
        chunk = keys[start : start + KEYS_AT_ONCE]
        with transaction.atomic():
            want_outputs(chunk, lane=Lane.ROUTINE)
            Output.objects.filter(key__in=chunk).update(doubted=True)
    pressed = drain(writer).done
    strangers = [finding.path for finding in findings if finding.is_stranger]
    if remove_strangers:
        for path in strangers:
            writer.remove(path)
    return Repair(pressed, len(strangers) if remove_strangers else 0)
