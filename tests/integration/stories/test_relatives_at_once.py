"""Relatives that are published and taken back at the same moment change each other's lists."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from broadsheet.stories.actions import publish_story, save_draft, unpublish_story
from broadsheet.stories.models import RelatedStory, Story
from tests.newsroom import a_live_story, an_edition

WORDS = [
    "harbour",
    "lantern",
    "ferry",
    "bridge",
    "pier",
    "gannet",
    "willow",
    "velvet",
    "kettle",
    "museum",
]
STORIES, EDITORS, TURNS = 14, 6, 25


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has one connection; one writer anyway"
)
def test_none_of_the_editors_is_refused_and_none_waits_for_ever():
    edition = an_edition()
    stories = [
        a_live_story(
            edition=edition,
            headline=" ".join(WORDS),
            text=[" ".join(WORDS[number % 5 :] * 3)],
        )
        for number in range(STORIES)
    ]

    def work(editor):
        try:
            for turn in range(TURNS):
                story = Story.objects.get(pk=stories[(editor * 3 + turn) % STORIES].pk)
                words = " ".join(WORDS[(turn + editor) % 4 :])
                story.headline = f"{words} extra{turn}{editor} word{editor}"
                save_draft(story=story, by=None)
                publish_story(story=story, by=None)
                if editor == 0 and turn % 3 == 0:
                    unpublish_story(story=story, by=None)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(EDITORS) as editors:
        list(editors.map(work, range(EDITORS)))

    assert RelatedStory.objects.exists()
