"""A folder that cannot hold a newsroom is refused before anything is made."""

import pytest

from broadsheet.project.errors import NewsroomFolderError
from broadsheet.project.folder import make_folder


def test_a_folder_is_made_and_the_probe_leaves_nothing(tmp_path):
    make_folder(tmp_path / "deep" / "newsroom")

    assert list((tmp_path / "deep" / "newsroom").iterdir()) == []


def test_a_file_in_the_way_is_named_with_the_remedy(tmp_path):
    (tmp_path / "newsroom").write_text("mine")

    with pytest.raises(NewsroomFolderError, match=r"inside cannot be used .*BROADSHEET_HOME"):
        make_folder(tmp_path / "newsroom" / "inside")


def test_a_folder_without_room_is_refused_with_both_figures(tmp_path):
    with pytest.raises(NewsroomFolderError, match=r"\d+ MB are free, 1000000000 MB are needed"):
        make_folder(tmp_path, room=10**9 * 1024 * 1024)
