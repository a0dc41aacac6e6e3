"""Whoever was overtaken writes nothing more, and what the dead left behind is swept away."""

import os

import pytest

from broadsheet.press.errors import LeaseLostError
from broadsheet.press.writers.folder import TEMPORARY, FolderWriter
from broadsheet.press.writers.rooms import ROOMS

PAGE = "en/index.html"
OLD, NEW = b"<p>old</p>" * 40, b"<p>new</p>" * 40


def test_a_holder_who_was_overtaken_can_neither_write_nor_remove(tmp_path):
    writer = FolderWriter(tmp_path / "public")
    with writer.leased("late") as late, writer.leased("next", {"late"}) as following:
        following.write(PAGE, NEW)

        with pytest.raises(LeaseLostError, match="Lease late ran out"):
            late.write(PAGE, OLD)
        with pytest.raises(LeaseLostError):
            late.remove(PAGE)

    assert writer.read(PAGE) == NEW


def test_a_holder_who_begins_after_it_was_overtaken_is_kept_out(tmp_path):
    writer = FolderWriter(tmp_path / "public")
    with writer.leased("next", {"late"}):
        pass

    with pytest.raises(LeaseLostError), writer.leased("late"):
        pass


def test_what_a_dead_holder_left_half_written_is_swept_by_the_next(tmp_path):
    writer = FolderWriter(tmp_path / "public")
    room = writer.root / ROOMS / "dead"
    room.mkdir(parents=True)
    (room / f"{TEMPORARY}1").write_bytes(OLD[:7])

    with writer.leased("next", {"dead"}) as following:
        following.write(PAGE, NEW)

    assert list(writer.root.rglob(f"{TEMPORARY}*")) == []
    assert list(writer.paths()) == [PAGE]


def test_bars_are_forgotten_after_a_day(tmp_path):
    writer = FolderWriter(tmp_path / "public")
    with writer.leased("second", {"first"}):
        pass
    bar = writer.root / ROOMS / "first"
    os.utime(bar, (0, 0))

    with writer.leased("fourth", {"third"}):
        pass

    assert not bar.exists()
    assert (writer.root / ROOMS / "third").is_file()
