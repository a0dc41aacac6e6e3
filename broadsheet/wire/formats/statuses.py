"""What an agency says about using an item: usable, withheld, canceled; corrected, killed, replaced.

Values are those of the IPTC's publishing status (`stat`), signal (`sig`) and item relation (`irel`)
vocabularies, with the words that agencies' own systems use for the same things.
"""

import re

from broadsheet.wire.formats.codes import local_name

_STATUSES = {
    "usable": "usable", "published": "usable", "ok": "usable", "corrected": "usable",
    "withheld": "withheld", "held": "withheld", "embargoed": "withheld", "draft": "withheld",
    "withhold": "withheld", "unpublished": "withheld",
    "canceled": "canceled", "cancelled": "canceled", "cancel": "canceled", "killed": "canceled",
    "kill": "canceled", "recalled": "canceled", "withdrawn": "canceled", "deleted": "canceled",
    "retracted": "canceled", "takedown": "canceled",
}  # fmt: skip
_KILLS = {
    "kill", "killed", "takedown", "remove", "removal", "delete", "deleted", "withdraw",
    "withdrawn", "withdrawal", "recall", "recalled", "retract", "retracted", "retraction",
    "cancel", "canceled", "cancelled", "mandatorykill",
}  # fmt: skip
_CORRECTIONS = {"correction", "corrected", "correct", "corr", "correctionnotice", "corrective"}
_REPLACES = {
    "replaces", "replace", "replacement", "replacementof", "isreplacementof", "supersedes",
    "supersede", "superseding", "previousversion", "previous-version", "isversionof",
    "updates", "update", "updateof", "isupdateof", "evolvedfrom", "corrects", "correctionof",
    "rewriteof", "predecessor", "predecessor-version",
}  # fmt: skip
_PREVIOUS = {"previousversion", "previous-version", "predecessor", "predecessor-version"}
_KILL_RELATIONS = {"kills", "kill", "withdraws", "cancels", "retracts", "recalls", "takesdown"}
_LABEL = re.compile(
    r"\b((?:\d+(?:st|nd|rd|th)\s+)(?:ld|lead|update|take|add|sub|writethru)[\w\s-]*|"
    r"(?:lead|update|wrapup|wrap)\s*[-:]?\s*\d+|update(?=\s*\d*\s*[-:]))\b",
    re.IGNORECASE,
)
_CORRECTION_HEADLINE = re.compile(
    r"(?:correct(?:ed|ion|s)|corrigé|korrektur|korr|berichtigung|rectificación|corrección)"
    r"(?:[-\s]?\(?(?:official|update|\d+)\)?)*\s*[-:(/]|(?:تصحيح|تصويب)\s*[-:(/]",
    re.IGNORECASE,
)
_KILL_HEADLINE = re.compile(
    r"(?:(?:BULLETIN|MANDATORY|STORY|PHOTO|ADVISORY)\s+)*(?:KILL|WITHDRAWAL|WITHDRAWN|RETRACTION)"
    r"\s*[-:(/]|(?:BULLETIN|MANDATORY)\s+(?:KILL|WITHDRAWAL)\b|(?:إلغاء|سحب)\s+(?:خبر|مادة)\s*[-:]"
)


def pubstatus_of(value: str | None) -> tuple[str, str | None]:
    """The publishing status, usable by default (NewsML-G2, `pubStatus`), and a note on odd ones."""
    name = local_name(value)
    if not name:
        return "usable", None
    if name in _STATUSES:
        return _STATUSES[name], None
    return "withheld", f"The status “{value}” is unknown; read as withheld."


def is_kill(signal: str) -> bool:
    return local_name(signal) in _KILLS


def is_correction(signal: str) -> bool:
    """Reuters writes the editorial status C for corrections."""
    alias = signal.split(":", 1)[0].casefold()
    return local_name(signal) in _CORRECTIONS or (alias == "edstat" and local_name(signal) == "c")


def is_replacing(relation: str | None) -> bool:
    return local_name(relation) in _REPLACES


def is_previous_version(relation: str | None) -> bool:
    return local_name(relation) in _PREVIOUS


def is_killing(relation: str | None) -> bool:
    return local_name(relation) in _KILL_RELATIONS


def version_label(*texts: str | None) -> str | None:
    """“1st Ld-Writethru” or “UPDATE 2”, as agencies write versions into slugline and headline."""
    for text in texts:
        match = _LABEL.search(text or "")
        if match:
            return " ".join(match[1].split()).strip(" -:")
    return None


def says_correction(headline: str | None) -> bool:
    return bool(headline and _CORRECTION_HEADLINE.match(headline))


def says_kill(*texts: str | None) -> bool:
    return any(_KILL_HEADLINE.match(text) for text in texts if text)
