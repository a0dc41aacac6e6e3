"""A house whose history is known from its first page on."""

import pytest

from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from tests.newsroom import a_live_story, an_edition, page_tree


@pytest.fixture
def writer(tmp_path):
    return FolderWriter(tmp_path / "site" / "public")


@pytest.fixture
def house(writer):
    """Two editions with three stories each, pressed; the history begins before the first page."""
    page_tree()
    prepare(writer)
    editions = [
        an_edition(code="en", sections=["world", "sport"]),
        an_edition(code="ar", language="ar", sections=["world"]),
    ]
    stories = [a_live_story(edition=edition) for edition in editions for _ in range(3)]
    want_everything()
    drain(writer)
    return stories
