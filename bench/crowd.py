"""Readers at a fixed rate, whatever the answers take: a process of its own that asks and waits.

    python -m bench.crowd PORT RATE < paths.json

The first line of its input is a JSON list of paths; it reads them in turn over connections that
stay open, until its input ends. Then it prints the waits in milliseconds as a JSON list. Each wait
runs from the moment at which the reader was due, so nobody's wait is hidden by another's.
"""

import json
import re
import selectors
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from subprocess import PIPE, Popen
from typing import Final

MOST_CONNECTIONS: Final = 200
LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
HEADERS: Final = "Host: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n"


class Reader:
    """One connection: asks, and knows when its answer is whole."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.due = 0.0
        self._got, self._end = bytearray(), -1

    def ask(self, path: str, due: float) -> None:
        self.due, self._end = due, -1
        self._got.clear()
        self.socket.sendall(f"GET {path} HTTP/1.1\r\n{HEADERS}".encode())

    def hear(self) -> bool:
        """Take what came; true once the answer is whole. Raises ConnectionError, ValueError."""
        piece = self.socket.recv(262_144)
        if not piece:
            message = "The readers' server hung up."
            raise ConnectionError(message)
        self._got += piece
        if self._end < 0 and (head := self._got.find(b"\r\n\r\n")) >= 0:
            self._end = head + 4 + self._length(head)
        return 0 <= self._end <= len(self._got)

    def _length(self, head: int) -> int:
        found = LENGTH.search(self._got, 0, head)
        if not self._got.startswith(b"HTTP/1.1 200") or found is None:
            message = f"The readers' server answered {bytes(self._got[:head])!r}."
            raise ValueError(message)
        return int(found[1])


def read_at(port: int, rate: float, paths: list[str]) -> list[float]:
    """Read until the standard input ends; gives the waits in milliseconds."""
    waits: list[float] = []
    free, asked, owed = deque([Reader(port)]), 1, cycle(paths)
    with selectors.DefaultSelector() as events:
        events.register(sys.stdin, selectors.EVENT_READ)
        began, number = time.perf_counter(), 0
        while True:
            now = time.perf_counter()
            while (due := began + number / rate) <= now:
                if not free and asked < MOST_CONNECTIONS:
                    free.append(Reader(port))
                    asked += 1
                if not free:
                    break
                reader = free.popleft()
                reader.ask(next(owed), due)
                events.register(reader.socket, selectors.EVENT_READ, reader)
                number += 1
            for key, _ in events.select(max(0.0, due - time.perf_counter())):
                if key.data is None:
                    return waits
                if key.data.hear():
                    waits.append((time.perf_counter() - key.data.due) * 1000)
                    events.unregister(key.fileobj)
                    free.append(key.data)


@contextmanager
def crowd(port: int, paths: list[str], rate: float) -> Iterator[list[float]]:
    """Readers while the block runs; the list holds their waits in milliseconds once it ended."""
    line = [sys.executable, "-m", "bench.crowd", str(port), str(rate)]
    waits: list[float] = []
    with Popen(line, stdin=PIPE, stdout=PIPE, text=True, start_new_session=True) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(paths) + "\n")
        process.stdin.flush()
        yield waits
        said, _ = process.communicate()
    assert process.returncode == 0
    waits += json.loads(said)


def main() -> None:
    paths = json.loads(sys.stdin.readline())
    print(json.dumps(read_at(int(sys.argv[1]), float(sys.argv[2]), paths)))


if __name__ == "__main__":
    main()
