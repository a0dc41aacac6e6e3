"""What a browser sends when somebody saves the form of a story."""

from typing import Any

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from broadsheet.stories.models import Story

COPY = ("kicker", "headline", "slugline", "standfirst", "byline", "dateline", "agency_credit",
        "lead_caption")  # fmt: skip


def story_data(story: Story | None = None, *, text: str = "", **overrides: Any) -> dict[str, Any]:
    """The fields as the form shows them for `story`, or empty ones for a new story."""
    values: dict[str, Any] = {name: getattr(story, name, "") for name in COPY}
    values |= {"lead_picture": "", "keyword_list": "", "telling_of": ""}
    if story is not None:
        home = story.placements.filter(is_home=True).first()
        values["opened"] = str(story.latest_revision_id)
        values["section"] = home.section_id if home else ""
        values["slug"] = home.slug if home else ""
        text = text or "".join(block.value.source for block in story.body if block.value)
    body = [("text", rich_text(text, features=["bold", "italic"]))] if text else []
    return nested_form_data({**values, "body": streamfield(body), **overrides})
