"""What another newsroom's `broadsheet comments export --everything` wrote: a JSON object a line."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from broadsheet.comments.errors import UnreadableImportError
from broadsheet.comments.importing.foreign import Foreign, Was, moment_of
from broadsheet.comments.importing.wxr import LONG_AGO

STATES = {"approved": Was.APPROVED, "pending": Was.PENDING, "held": Was.PENDING,
          "unconfirmed": Was.GONE, "rejected": Was.REJECTED, "withdrawn": Was.GONE,
          "erased": Was.GONE}  # fmt: skip


def read_ours(file: BinaryIO) -> Iterator[Foreign]:
    """Each comment among the lines. Raises UnreadableImportError, naming the line."""
    for number, line in enumerate(file, 1):
        try:
            row = json.loads(line)
            if row.get("kind") == "comment":
                yield _comment(row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"line {number} is no line of an export ({type(error).__name__}: {error})"
            raise UnreadableImportError("The file", reason) from error


def _comment(row: dict[str, Any]) -> Foreign:
    cited = [one["clause_code"] for one in row["decisions"] if one.get("clause_code")]
    was = STATES.get(row["state"], Was.PENDING)
    return Foreign(
        key=row["id"],
        address=row["address"],
        text=row["text"],
        at=moment_of(row["created_at"]) or LONG_AGO,
        was=was,
        name=row["name"],
        mail=row["mail"],
        title=row["title"],
        parent=row["parent"] or "",
        more={"clause": cited[0] if cited else "", "decisions": row["decisions"],
              "appeals": row["appeals"], "reports": row["reports"]},
    )  # fmt: skip
