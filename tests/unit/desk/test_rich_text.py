import json

import pytest
from wagtail.admin.rich_text.converters.html_to_contentstate import HtmlToContentStateHandler

from broadsheet.stories.blocks import TEXT_FEATURES, BodyBlock

OURS = '<p data-block-key="ours1">The harbour <b>opens</b> today.</p>'
THEIRS = '<p data-block-key="them1">An embargoed result.</p>'


@pytest.fixture
def widget():
    return BodyBlock().child_blocks["text"].field.widget


def texts_of(state):
    return [block["text"] for block in json.loads(state)["blocks"]]


def test_text_opened_while_another_is_read_is_neither_broken_nor_mixed(widget, monkeypatch):
    others = []
    read = HtmlToContentStateHandler.handle_data

    def interrupted(self, data):
        if not others:
            others.append("")
            others[0] = widget.format_value(THEIRS)
        read(self, data)

    monkeypatch.setattr(HtmlToContentStateHandler, "handle_data", interrupted)
    ours = widget.format_value(OURS)

    assert texts_of(ours) == ["The harbour opens today."]
    assert texts_of(others[0]) == ["An embargoed result."]


def test_text_comes_back_as_it_was(widget):
    state = widget.format_value(OURS)

    saved = widget.value_from_datadict({"text": state}, {}, "text")

    assert saved == OURS
    assert widget.features == TEXT_FEATURES
