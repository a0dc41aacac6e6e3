"""The demo's wire: sample deliveries of a fictional agency, taken in as an editor's rule would."""

from collections.abc import Callable
from datetime import timedelta
from importlib import resources

from django.utils import timezone

from broadsheet.stories.actions import publish_story
from broadsheet.wire.actions import lift_version, take_delivery

SAMPLES = (
    "newsml-g2/news-en.xml",
    "newsml-g2/news-ar.xml",
    "newsml-g2/embargo-en.xml",
    "newsml-g2/embargo-ar.xml",
    "ninjs-3/news-en.json",
    "ninjs-3/news-ar.json",
    "rss/feed-en.xml",
    "rss/feed-ar.xml",
)
# Hours ago, so that the front is led by what the demo's own desks wrote since, with a picture.
NEWEST, APART = timedelta(hours=8, minutes=20), timedelta(minutes=25)


def take_demo_wire(on_step: Callable[[str, int, int], None]) -> int:
    """Take the samples in and publish what may be published; returns how many stories that made.

    What is under embargo stays a draft in the newsroom.
    """
    folder = resources.files("broadsheet.wire").joinpath("samples")
    published = 0
    for place, name in enumerate(SAMPLES, 1):
        on_step("wire", place, len(SAMPLES))
        taken = take_delivery(data=folder.joinpath(name).read_bytes(), name=name)
        if taken.error is not None:
            raise taken.error
        for version in taken.versions:
            lifted = lift_version(version=version)
            if lifted.story is None or lifted.why_not or lifted.story.live:
                continue
            at = timezone.now() - NEWEST - published * APART
            publish_story(story=lifted.story, by=None, at=at)
            published += 1
    return published
