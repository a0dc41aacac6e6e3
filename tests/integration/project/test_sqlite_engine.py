"""Writers on SQLite: one that comes often keeps no other out, and none waits for ever."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

ENGINE = "broadsheet.project.sqlite"
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "newsroom.sqlite3"
    with sqlite3.connect(file) as line:
        line.execute("PRAGMA journal_mode=WAL")
    return file


@contextmanager
def a_line(file, *, timeout: float):
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout}
    handler = ConnectionHandler(
        {"default": {"ENGINE": ENGINE, "NAME": str(file), "OPTIONS": options}}
    )
    line = handler["default"]
    line.connect()
    try:
        yield line
    finally:
        line.close()


def begin(line) -> None:
    line.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(line) -> None:
    line.rollback()
    line.set_autocommit(True)


@contextmanager
def somebody_who_writes(file, *, held: float, free: float) -> Iterator[list[int]]:
    """Holds the write lock again and again; the list has an entry for each time."""
    turns: list[int] = []
    stop, began = Event(), Event()

    def write() -> None:
        line = sqlite3.connect(file, isolation_level=None, timeout=20)
        while not stop.is_set():
            line.execute("BEGIN IMMEDIATE")
            turns.append(1)
            began.set()
            time.sleep(held)
            line.execute("COMMIT")
            time.sleep(free)
        line.close()

    thread = Thread(target=write)
    thread.start()
    began.wait()
    try:
        yield turns
    finally:
        stop.set()
        thread.join()


def take_a_turn(line) -> None:
    begin(line)
    end(line)


def write_alone(line) -> None:
    line.cursor().execute("PRAGMA user_version = 1")


@pytest.mark.parametrize("act", [take_a_turn, write_alone])
def test_who_writes_ten_times_a_second_lets_others_in(file, act):
    with (
        a_line(file, timeout=20) as line,
        somebody_who_writes(file, held=0.09, free=0.01) as turns,
    ):
        for _turn in range(5):
            before = len(turns)
            act(line)
            assert len(turns) - before < 12


def test_a_lock_that_is_never_free_is_told(file):
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with a_line(file, timeout=0.2) as line:
        with pytest.raises(OperationalError, match="database is locked"):
            begin(line)

        holder.execute("COMMIT")
        begin(line)
        end(line)
    holder.close()


def test_any_other_refusal_is_told_at_once(file):
    with a_line(file, timeout=20) as line:
        begin(line)
        with pytest.raises(OperationalError, match="within a transaction"):
            line._start_transaction_under_autocommit()
        end(line)
