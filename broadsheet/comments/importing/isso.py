"""Isso's database: an SQLite file with the tables `threads` and `comments`, only ever read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.comments.errors import UnreadableImportError
from broadsheet.comments.importing.foreign import Foreign, Was, text_from_html

# `mode` of a comment in Isso 0.6 to 0.14.
STATES = {1: Was.APPROVED, 2: Was.PENDING, 4: Was.GONE}
_READ = """
SELECT comments.id, comments.parent, comments.created, comments.mode, comments.text,
       comments.author, comments.email, threads.uri
FROM comments JOIN threads ON threads.id = comments.tid ORDER BY comments.id
"""


def read_isso(path: Path) -> Iterator[Foreign]:
    """Each comment by its id. Raises UnreadableImportError for a file that is none of Isso's."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            # A database from outside may hold triggers and functions in its schema.
            database.execute("PRAGMA trusted_schema = OFF")
            for row in database.execute(_READ):
                yield _comment(row)
    except sqlite3.Error as error:
        raise UnreadableImportError(path.name, f"it is no database of Isso's ({error})") from error


def _comment(row: tuple[object, ...]) -> Foreign:
    key, parent, created, mode, text, name, mail, uri = row
    seconds = created if isinstance(created, int | float) else 0
    return Foreign(
        key=str(key),
        address=str(uri),
        # Markdown reads well as it is; markup inside it is markup.
        text=text_from_html(str(text or ""), breaks=True),
        at=datetime.fromtimestamp(seconds, UTC),
        was=STATES.get(mode, Was.PENDING) if isinstance(mode, int) else Was.PENDING,
        name=str(name or ""),
        mail=str(mail or ""),
        parent=str(parent or ""),
    )
