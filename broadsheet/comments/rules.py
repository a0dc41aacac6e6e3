"""What a conversation takes, told from the rules of its edition, its section and its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone

from broadsheet.comments.models import AuthorRule, Ban, Conversation, Mode, Rule
from broadsheet.editions.models import Edition
from broadsheet.press.common import register_common
from broadsheet.press.recording import note
from broadsheet.press.remembering import remembered
from broadsheet.stories.models import Placement

FLOOD_FACTOR = 6
register_common("comment-rules")


def rules_tag(edition: str) -> str:
    """Changes with the rule of the edition or of any of its sections."""
    return f"comment-rules:{edition}"


def closing_tag(edition: str, day: date) -> str:
    """Changes when the clock closes the conversations under stories of that day."""
    return f"comments-closing:{edition}:{day:%Y-%m-%d}"


@dataclass(frozen=True)
class Standing:
    """How a conversation stands: its mode, `Mode.CLOSED` for one that closed by itself too."""

    mode: Mode

    @property
    def is_open(self) -> bool:
        return self.mode != Mode.CLOSED


@remembered
def rules_of(edition: Edition) -> Sequence[Rule]:
    """The rules of the edition and its sections, a section's first."""
    note(rules_tag(edition.code))
    rules = Rule.objects.filter(edition=edition)
    return sorted(rules, key=lambda rule: rule.section_id is None)


def standing_of(placement: Placement, conversation: Conversation | None) -> Standing:
    """The nearest rule that says something counts: conversation, section, edition.

    Notes what the answer depends on but for the conversation, which the caller read.
    """
    rules = [r for r in rules_of(placement.edition) if r.section_id in {None, placement.section_id}]
    published = placement.published_at or timezone.now()
    note(closing_tag(placement.edition.code, placement.edition.date_style.day_of(published)))
    own = conversation.mode if conversation else ""
    said = [own, *(rule.mode for rule in rules), Mode.BEFORE]
    if conversation and conversation.closed_at:
        return Standing(Mode.CLOSED)
    if not (conversation and conversation.closes_at) and _has_run_out(rules, published):
        return Standing(Mode.CLOSED)
    return Standing(Mode(next(mode for mode in said if mode)))


def _has_run_out(rules: Sequence[Rule], published: datetime) -> bool:
    """By the nearest rule that closes after some days; a rule of 0 days never closes."""
    timed = next((rule for rule in rules if rule.closes_after_days is not None), None)
    if timed is None or timed.closed_before is None:
        return False
    return published < timed.closed_before


def mode_for(author: str, edition: Edition, standing: Standing) -> Mode:
    """The mode for one author, whose own rule may open or narrow what the conversation says."""
    rule = AuthorRule.objects.filter(author=author, edition=edition).first()
    return standing.mode if rule is None or not standing.is_open else Mode(rule.mode)


def ban_on(author: str, edition: Edition, *, at: datetime | None = None) -> Ban | None:
    """The longest ban that keeps the author out of the edition at `at` (now)."""
    at = at or timezone.now()
    bans = Ban.objects.filter(author=author, lifted_at=None)
    bans = bans.select_related("clause__clause", "decision")
    in_force = [
        ban
        for ban in bans
        if ban.edition_id in {None, edition.pk} and (ban.until is None or ban.until > at)
    ]
    ends = {ban.pk: ban.until or datetime.max.replace(tzinfo=UTC) for ban in in_force}
    return max(in_force, key=lambda ban: ends[ban.pk], default=None)


def is_flooded(edition: Edition) -> bool:
    """Whether the edition says that too many comments come in at once."""
    rule = Rule.objects.filter(edition=edition, section=None).first()
    return bool(rule and rule.flood_until and rule.flood_until > timezone.now())
