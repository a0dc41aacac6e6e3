"""The text editor of the newsroom: Draftail, made safe for a server with threads."""

from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import HtmlToContentStateHandler


class Converter(ContentstateConverter):  # type: ignore[misc]
    """Reads each text with a parser of its own.

    Wagtail 8.0 keeps one parser for each block of a process (its issue 14573). Two editors who
    open a story at the same moment then get an error, or each other's text.
    """

    def from_database_format(self, html: str) -> str:
        """Draft.js's content state, as JSON."""
        parser = HtmlToContentStateHandler(self.features)
        parser.feed(html)
        parser.close()
        return str(parser.contentstate.as_json(indent=4, separators=(",", ": ")))


class RichTextArea(DraftailRichTextArea):  # type: ignore[misc]
    """What `WAGTAILADMIN_RICH_TEXT_EDITORS` names: the newsroom edits every text in it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.converter = Converter(self.features)
