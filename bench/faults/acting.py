"""Editors who act, and write down what was acknowledged, so that nothing of it can be lost unseen.

Each line of `acknowledged.jsonl` says which headline a story is to have for readers (empty: none),
before the act and after it returned; an act that was cut off may or may not have happened.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.faults.filling import file_story
from bench.faults.newsroom import Newsroom
from broadsheet.editions.models import Edition
from broadsheet.press.models import Lane
from broadsheet.stories.actions import (
    kill_story,
    publish_story,
    readdress_placement,
    save_draft,
    unpublish_story,
)
from broadsheet.stories.models import Placement, PlacementState, Story
from broadsheet.stories.queries import path_of

NOBODY = ""


class Desk:
    """One editor's desk; two desks never act on one story at a time."""

    def __init__(self, newsroom: Newsroom) -> None:
        path = newsroom.home / "acknowledged.jsonl"
        self._out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def publish(self, headline: str, *, edition: str = "en", lane: Lane = Lane.UPDATE) -> Story:
        story = file_story(Edition.objects.get(code=edition), headline)
        self._note(story.pk, "try", headline)
        published = publish_story(story=story, by=None, lane=lane)
        self._note(story.pk, "done", headline)
        return published

    def edit(self, story: Story, headline: str, *, lane: Lane = Lane.UPDATE) -> None:
        story = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
        story.headline = headline
        self._note(story.pk, "try", headline)
        save_draft(story=story, by=None)
        publish_story(story=Story.objects.get(pk=story.pk), by=None, lane=lane)
        self._note(story.pk, "done", headline)

    def kill(self, story: Story) -> None:
        self._note(story.pk, "try", NOBODY)
        kill_story(story=story, by=None, reason="Not true.")
        self._note(story.pk, "done", NOBODY)

    def unpublish(self, story: Story) -> None:
        self._note(story.pk, "try", NOBODY)
        unpublish_story(story=story, by=None, reason="A doubt.")
        self._note(story.pk, "done", NOBODY)

    def readdress(self, story: Story, slug: str) -> None:
        readdress_placement(placement=home_of(story), by=None, slug=slug)

    def note(self, story: str, did: str, headline: str) -> None:
        """For acts that somebody else does, such as a form sent to the newsroom's server."""
        self._note(story, did, headline)

    def _note(self, story: str, did: str, headline: str) -> None:
        line = json.dumps({"story": story, "did": did, "headline": headline})
        os.write(self._out, f"{line}\n".encode())


def home_of(story: Story) -> Placement:
    return Placement.objects.select_related("edition", "section").get(story=story, is_home=True)


def page_of(newsroom: Newsroom, story: Story) -> Path:
    """The file of the story's page in its home edition."""
    home = home_of(story)
    return newsroom.site / home.edition.code / path_of(home) / "index.html"


def live_stories(edition: str = "en") -> list[Story]:
    """Stories that readers of the edition see at home there, the newest first."""
    homes = Placement.objects.filter(
        edition__code=edition, is_home=True, state=PlacementState.LIVE
    ).order_by("-published_at")
    return [placement.story for placement in homes.select_related("story")]


def lost(newsroom: Newsroom) -> Iterator[str]:
    """Acts that were acknowledged and are not in the database, a sentence each."""
    path = newsroom.home / "acknowledged.jsonl"
    if not path.exists():
        return
    allowed: dict[str, set[str]] = defaultdict(set)
    surely: set[str] = set()
    for line in path.read_text().splitlines():
        said = json.loads(line)
        if said["did"] == "done":
            allowed[said["story"]] = {said["headline"]}
            surely.add(said["story"])
        else:
            allowed[said["story"]].add(said["headline"])
    for pk in sorted(surely):
        story = Story.objects.filter(pk=pk).first()
        shown = story.headline if story is not None and story.live else NOBODY
        if story is None or shown not in allowed[pk]:
            yield f"story {pk} shows {shown!r}, acknowledged was {sorted(allowed[pk])}"
