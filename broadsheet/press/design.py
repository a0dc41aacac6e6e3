"""Which design is in force, and what may be pressed while another one is on trial or refused.

The design in force is a fact in the ledger: the digest of the templates, styles, words and
builders that the public pages are made with. A program that brings another design tries it first
(`trial`). Until it is accepted a page passes the gate only if it loses nothing by the new design;
what does not pass keeps its bytes and says why.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone

from broadsheet.press.common import register_common
from broadsheet.press.comparing import (
    HEADLINE,
    LOST,
    Fault,
    Look,
    broken,
    faults_between,
    fresh_links,
    look_at,
    made_of,
)
from broadsheet.press.expansion import touch, want_outputs
from broadsheet.press.marking import mark
from broadsheet.press.models import Fact, Lane, Output
from broadsheet.press.registry import Page, design_digest, kind_of, kinds
from broadsheet.press.writers import Writer

DESIGN = "design"
TRIAL = "design-trial"
register_common(DESIGN)


@dataclass(frozen=True)
class Finding:
    """A page that the new design would harm; `fault` is one of comparing.FAULTS."""

    fault: str
    key: str
    path: str
    detail: str


@dataclass(frozen=True)
class Trial:
    """How the design `digest` did beside the live pages; `at` is ISO 8601 in UTC.

    `kinds` counts pages compared and faults by kind of page. `reasons` says why the design is
    refused; a trial without reasons is still under way, since an accepted one is forgotten.
    `headed` are the kinds whose live pages have a headline, `vanished` those of which a page was
    no longer built.
    """

    digest: str
    at: str
    seconds: float = 0.0
    complete: bool = False
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    headed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return bool(self.reasons)

    @property
    def compared(self) -> int:
        return sum(counts["compared"] for counts in self.kinds.values())


def keep_trial(trial: Trial) -> None:
    said = json.dumps(asdict(trial), ensure_ascii=False)
    Fact.objects.update_or_create(name=TRIAL, defaults={"value": said})


def kept_trial() -> Trial | None:
    """The trial that is under way or ended with a refusal; None in peace."""
    fact = Fact.objects.filter(name=TRIAL).first()
    if fact is None:
        return None
    said = json.loads(fact.value)
    findings = [Finding(**finding) for finding in said.pop("findings")]
    return Trial(**said, findings=findings)


def design_in_force() -> str | None:
    """The digest of the design that the public pages have; None before the first worker."""
    fact = Fact.objects.filter(name=DESIGN).first()
    return fact.value if fact else None


def is_in_force() -> bool:
    """Whether the public pages are made with this program's design."""
    return design_in_force() in {None, design_digest()}


def is_outlived() -> bool:
    """Whether another design came into force since this program learnt of its own."""
    if is_in_force():
        return False
    trial = kept_trial()
    return trial is None or trial.digest != design_digest()


def begin_design() -> bool:
    """Note the first design, or peace after a return to the one in force; False if one is new.

    After a return the pages that were pressed under the refused design are pressed back.
    """
    with transaction.atomic():
        fact, new = Fact.objects.get_or_create(name=DESIGN, defaults={"value": design_digest()})
        if not new and fact.value != design_digest():
            return False
        if Fact.objects.filter(name=TRIAL).delete()[0]:
            _press_with_it()
    return True


def accept_design(digest: str) -> bool:
    """Put a design in force: every page that shows it is pressed anew, after all else.

    False if it is in force already, as when another worker was quicker.
    """
    with transaction.atomic():
        fact = Fact.objects.select_for_update().get(name=DESIGN)
        Fact.objects.filter(name=TRIAL).delete()
        if fact.value == digest:
            return False
        fact.value = digest
        fact.save()
        _press_with_it()
    return True


def _press_with_it() -> None:
    """Press everything with the design in force, what was held back at once."""
    mark(DESIGN, lane=Lane.ROUTINE)
    want_assets()
    held = Output.objects.filter(stale_since__isnull=False).exclude(last_error="")
    touch(sorted(held.values_list("pk", flat=True)), lane=Lane.ROUTINE, since=timezone.now())


def want_assets() -> None:
    """Press styles and scripts before any page that names them; the former stay beside them."""
    keys = [key for kind in kinds() if kind.lingers for key in kind.expected()]
    want_outputs(keys, lane=Lane.BREAKING)


@dataclass(frozen=True)
class Gate:
    """Lets a page of a design that is not in force through only if it loses nothing by it."""

    headed: frozenset[str]
    vanished: frozenset[str]

    def faults(self, output: Output, page: Page | None, writer: Writer) -> list[Fault]:
        """Why `page` has to wait. Killing never asks here, nor do new styles beside the old."""
        kind = kind_of(output.key)
        if kind.lingers:
            return []
        if page is None:
            gone = kind.name in self.vanished and output.path
            return [Fault(LOST, "it is no longer built")] if gone else []
        new = look_at(page.path, page.body)
        body = writer.read(output.path) if output.path else None
        if body is None:
            return self._faults_of_new(kind.name, new, writer)
        old = look_at(output.path, body)
        links = made_of(fresh_links(old, new))
        return faults_between(old, new, edited=True) + broken(links, answered(links, writer))

    def _faults_of_new(self, kind: str, new: Look, writer: Writer) -> list[Fault]:
        """A page without a former self has to have what its kind has."""
        if new.unreadable:
            return [Fault(LOST, new.unreadable)]
        links = made_of(new.links)
        faults = broken(links, answered(links, writer))
        if kind in self.headed and not new.headline:
            faults.append(Fault(HEADLINE, "it has none"))
        return faults


def gate_of_design() -> Gate | None:
    """None while the design in force is this program's own."""
    if is_in_force():
        return None
    trial = kept_trial()
    if trial is None:
        return Gate(frozenset(), frozenset())
    return Gate(frozenset(trial.headed), frozenset(trial.vanished))


def answered(
    links: Mapping[str, tuple[str, ...]], writer: Writer, also: Iterable[str] = ()
) -> set[str]:
    """Of the files that may answer `links`, those that an output owns, or that stand there."""
    files = {file for answers in links.values() for file in answers}
    found = files & set(also)
    found.update(Output.objects.at(sorted(files - found)).values_list("path", flat=True))
    for answers in links.values():
        if found.isdisjoint(answers):
            found.update(file for file in answers if writer.read(file) is not None)
    return found
