"""The decision log's seals: each covers its line and the seal before, so nothing is slipped in.

A line's own words (quoted text, reasons) enter by a salted digest, and may be erased with the salt
afterwards; everything else is covered as it stands.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from broadsheet.comments.models import Decision, LogHead


@dataclass(frozen=True)
class Break:
    """A line of the log that is not what was sealed, and in what way."""

    line: int
    reason: str


def append(*, quoted: str = "", reason: str = "", **line: Any) -> Decision:
    """Append a line to the log; must run inside the transaction of the act that it tells of."""
    if not connection.in_atomic_block:
        message = "A decision must be logged inside the transaction of the decision itself."
        raise RuntimeError(message)
    LogHead.objects.get_or_create(pk=1)
    head = LogHead.objects.select_for_update().get(pk=1)
    salt = secrets.token_hex(16) if quoted or reason else ""
    row = Decision(
        **line,
        at=timezone.now(),
        quoted=quoted,
        reason=reason,
        salt=salt,
        words_digest=words_digest(salt, quoted, reason) if salt else "",
    )
    row.seal = seal_of(row, head.seal)
    row.save()
    head.seal, head.length = row.seal, head.length + 1
    head.save()
    return row


def words_digest(salt: str, quoted: str, reason: str) -> str:
    return hashlib.sha256(json.dumps([salt, quoted, reason]).encode()).hexdigest()


def seal_of(row: Decision, before: str) -> str:
    """SHA-256 over the seal before and the line, as JSON with sorted names."""
    line = {
        "before": before,
        "comment": row.comment_id,
        "edition": row.edition,
        "at": row.at.isoformat(),
        "by": row.by_id,
        "act": row.act,
        "was": row.was,
        "became": row.became,
        "clause": row.clause_id,
        "score": float(row.score),
        "words": row.words_digest,
    }
    return hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()


def broken() -> Iterator[Break]:
    """Every line that does not fit its seal, and a log that is shorter than it was."""
    before, length = "", 0
    for row in Decision.objects.order_by("pk").iterator(chunk_size=2_000):
        length += 1
        if row.seal != seal_of(row, before):
            yield Break(row.pk, "the line is not the one that was sealed, or one before it is gone")
        if row.salt and row.words_digest != words_digest(row.salt, row.quoted, row.reason):
            yield Break(row.pk, "its quoted words or its reason are not those that were sealed")
        before = row.seal
    head = LogHead.objects.filter(pk=1).first()
    if head is not None and (head.length, head.seal) != (length, before):
        yield Break(length, f"the log has {length} lines and its end is not the one noted")
