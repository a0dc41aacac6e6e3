"""Which keys reject under which clause, and the sentences that the screen says by itself.

Clauses 1 to 9 have their digit; from 10 on it is 0 and then how many there are above ten, so 11
is `0` `1`. Whoever has more than nineteen clauses finds the rest on buttons.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from broadsheet.comments.models import ClauseVersion


@dataclass(frozen=True)
class KeyedClause:
    """A clause in force as its button shows it; `keys` are pressed one after the other."""

    number: int
    code: str
    text: str
    keys: tuple[str, ...]


def keyed_clauses(clauses: Sequence[ClauseVersion]) -> list[KeyedClause]:
    language = get_language() or "en"
    return [
        KeyedClause(
            version.clause.number,
            version.clause.code,
            version.in_language(language)["text"],
            keys_of(version.clause.number),
        )
        for version in clauses
    ]


def keys_of(number: int) -> tuple[str, ...]:
    if number < 10:
        return (str(number),)
    return ("0", str(number - 10)) if number < 20 else ()


def spoken() -> dict[str, str]:
    """What the script says: in the status line, in the live region, on a comment that came back."""
    return {
        "approve": _("Approved: {title}"),
        "reject": _("Rejected under clause {clause}: {title}"),
        "hold": _("Held: {title}"),
        "many": _("Judged: {number}."),
        "undo": _("Undone: {title}"),
        "next": _("Next: {title}"),
        "end": _("That was the last one."),
        "claimed": _("Being judged by {who}."),
        "no_clause": _("No clause in force has that number."),
        "ten": _("0: now the second digit, 0 for clause 10."),
        "nothing_to_undo": _("Nothing can be undone: ten seconds are over."),
        "away": _(
            "Not saved: the newsroom did not answer. The comment is back in the queue; try again."
        ),
        "refused": _(
            "Not saved: you are no longer logged in, or may not judge here. Load the page anew."
        ),
        "none_chosen": _("No comment was chosen, so nothing was done."),
        "keys_on": _("Keys are on."),
        "keys_off": _("Keys are off."),
    }
