"""Asks a cache that the operator named, and no other: no redirect is followed, no proxy used."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from broadsheet.press.errors import TargetUnreachableError

ANSWER_SECONDS = 4.0
BATCH_SECONDS = 20.0  # Less than a purge is in hand for.
LONGEST_ANSWER = 64 * 1024


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """The object that the body holds; empty where it holds something else."""
        try:
            said = json.loads(self.body)
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


class Peer:
    """One connection to a target for one batch, limited in time and in what is read."""

    def __init__(self, name: str, base: str) -> None:
        self._name = name
        parts = urlsplit(base)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._connection = kind(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS)
        self._until = time.monotonic() + BATCH_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._connection.close()

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        """Raises TargetUnreachableError when no whole answer comes in time."""
        if time.monotonic() > self._until:
            raise TargetUnreachableError(self._name, f"too slow: {BATCH_SECONDS:.0f} s for a batch")
        try:
            self._connection.request(method, path, body=body, headers=dict(headers))
            response = self._connection.getresponse()
            content = response.read(LONGEST_ANSWER)
            if not response.isclosed():  # Longer than anything that is of use here.
                self._connection.close()
        except (OSError, http.client.HTTPException) as error:
            reason = str(error) or type(error).__name__
            raise TargetUnreachableError(self._name, reason) from error
        if response.status >= 500:
            raise TargetUnreachableError(self._name, f"it answered {response.status}")
        return Answer(response.status, content)

    def post_json(self, path: str, headers: Mapping[str, str], said: object) -> Answer:
        """Raises PurgeRefusedError where the keys are not accepted, which no splitting mends."""
        headers = {**headers, "Content-Type": "application/json"}
        answer = self.ask("POST", path, headers, json.dumps(said).encode())
        if answer.status in {401, 403, 429}:
            raise TargetUnreachableError(self._name, f"it answered {answer.status}")
        return answer
