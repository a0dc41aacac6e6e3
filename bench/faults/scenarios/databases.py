"""The database is gone for a while, and comes back."""

import asyncio
import sqlite3
import threading
import time
from dataclasses import replace
from urllib.parse import urlsplit

from bench.faults.acting import Desk, live_stories
from bench.faults.newsroom import Newsroom
from bench.faults.registry import must, scenario
from bench.faults.stage import Stage
from broadsheet.press.leasing import LEASE

GONE_SECONDS, SHORT_GONE_SECONDS = 60, 6
LOCKED_SECONDS, SHORT_LOCKED_SECONDS = 30, 4


def act_once(newsroom: Newsroom, headline: str) -> None:
    Desk(newsroom).publish(headline)


def _gone(stage: Stage) -> float:
    return SHORT_GONE_SECONDS if stage.short else GONE_SECONDS


def _acts_in_vain(stage: Stage, where: Newsroom) -> None:
    """Whoever acts while the database is gone is told so, and nothing is acknowledged."""
    code = stage.call(act_once, where, "Published into the void", newsroom=where).join(40)
    must(code == 1, f"an editor was told {code} while the database was gone")


def _went_on(stage: Stage, worker_pid: int | None) -> str:
    stage.desk.publish("Published after it came back")
    # A batch whose settling the database refused is free again once its lease has run out.
    seconds = stage.quiet(within=LEASE.total_seconds() + 20)
    must(worker_pid is None, "the worker died instead of waiting")
    return f"the worker went on after {seconds:.1f} s, {stage.hold()}"


@scenario(
    "database-file-gone",
    "The SQLite file is moved away for a minute (short form: 6 s) while the press works.",
    engines=("sqlite",),
    seconds=240,
)
def database_file_gone(stage: Stage) -> str:
    worker = stage.worker()
    stage.desk.publish("Published before it went")
    stage.quiet()  # The worker is up, and has work at hand when the file goes.
    stage.desk.publish("Published as it went")
    stage.close_database()
    away = stage.newsroom.home / "away"
    away.mkdir()
    for file in stage.newsroom.home.glob("newsroom.sqlite3*"):
        file.rename(away / file.name)
    stage.newsroom.file.mkdir()  # Or whoever opens it would make an empty one.
    until = time.monotonic() + _gone(stage)
    _acts_in_vain(stage, stage.newsroom)
    time.sleep(max(0, until - time.monotonic()))
    stage.newsroom.file.rmdir()
    for file in away.iterdir():
        file.rename(stage.newsroom.home / file.name)
    return _went_on(stage, worker.exitcode)


@scenario(
    "database-locked",
    "Another program holds the SQLite file's write lock longer than anybody waits for it.",
    engines=("sqlite",),
    short=(),
    seconds=240,
)
def database_locked(stage: Stage) -> str:
    stage.forbidden.discard("database is locked")
    worker = stage.worker()
    stage.desk.publish("Published before the lock")
    with sqlite3.connect(stage.newsroom.file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(LOCKED_SECONDS)
        other.execute("ROLLBACK")
    other.close()
    return _went_on(stage, worker.exitcode)


class Proxy:
    """A door to PostgreSQL that can be shut: open connections break, new ones are refused."""

    def __init__(self, host: str, port: int) -> None:
        self._target = host, port
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.open()

    def open(self) -> None:
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)

    def shut(self) -> None:
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(5)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self._target)
        self._open |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        self._open -= {writer, back}

    @staticmethod
    async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


@scenario(
    "database-server-gone",
    "PostgreSQL drops every connection and refuses new ones for a minute (short form: 6 s).",
    engines=("postgresql",),
    short=("postgresql",),
    seconds=240,
)
def database_server_gone(stage: Stage) -> str:
    url = urlsplit(stage.newsroom.database_url)
    proxy = Proxy(url.hostname or "127.0.0.1", url.port or 5432)
    netloc = f"{url.username}@127.0.0.1:{proxy.port}"
    through = replace(stage.newsroom, database_url=url._replace(netloc=netloc).geturl())
    worker = stage.worker(newsroom=through)
    stage.call(act_once, through, "Published before it went", newsroom=through).join(20)
    stage.desk.edit(live_stories()[0], "Edited just before it went")
    proxy.shut()
    until = time.monotonic() + _gone(stage)
    _acts_in_vain(stage, through)
    time.sleep(max(0, until - time.monotonic()))
    proxy.open()
    return _went_on(stage, worker.exitcode)
