"""The breaking bar reaches every page through one small file, and goes with its story or its time."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.editions.addresses import address
from broadsheet.press.models import Output
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.stories.actions import kill_story, lower_bar, raise_bar, unpublish_story
from broadsheet.stories.due import lower_old_bars
from broadsheet.stories.errors import BadTimeError, NotPublishedError
from broadsheet.stories.models import BreakingBar
from broadsheet.stories.queries import path_of
from tests.integration.desk.screens import at, opened_by
from tests.newsroom import a_live_story, a_story, an_editor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writer(tmp_path):
    writer = FolderWriter(tmp_path / "site" / "public")
    prepare(writer)
    return writer


def soon():
    return timezone.now() + timedelta(hours=1)


def said(writer, edition):
    drain(writer)
    return json.loads(writer.read(f"{edition.code}/live.json"))


def test_raising_it_presses_the_live_file_alone(writer):
    story = a_live_story()
    want_everything()
    drain(writer)
    pressed_at = dict(Output.objects.values_list("key", "pressed_at"))
    home = story.placements.select_related("edition", "section", "story").get()

    raise_bar(placement=home, by=None, text="The \\'bridge\\' is <down>", until=soon())

    live = said(writer, home.edition)
    assert live["breaking"] == "The \\'bridge\\' is <down>"
    assert live["url"] == address(home.edition, path_of(home))
    again = dict(Output.objects.values_list("key", "pressed_at"))
    changed = {key for key, when in again.items() if when != pressed_at[key]}
    assert changed == {f"{home.edition.code}:live"}


@pytest.mark.parametrize("end", [kill_story, unpublish_story])
def test_it_goes_with_its_story(writer, end):
    story = a_live_story()
    home = story.placements.get()
    raise_bar(placement=home, by=None, text="The bridge is down", until=soon())

    end(story=story, by=None, reason="A doubt.")

    assert said(writer, home.edition)["breaking"] == ""


def test_it_goes_when_its_time_is_over_and_not_before(writer):
    home = a_live_story().placements.get()
    until = soon()
    raise_bar(placement=home, by=None, text="The bridge is down", until=until)

    lower_old_bars(until - timedelta(seconds=1))
    assert said(writer, home.edition)["breaking"]
    lower_old_bars(until)

    assert said(writer, home.edition)["breaking"] == ""


def test_only_a_live_story_and_a_time_to_come_make_a_bar():
    live, draft = a_live_story(), a_story()

    with pytest.raises(NotPublishedError):
        raise_bar(placement=draft.placements.get(), by=None, text="Down", until=soon())
    with pytest.raises(BadTimeError):
        raise_bar(placement=live.placements.get(), by=None, text="Down", until=timezone.now())
    assert not lower_bar(edition=live.home_edition, by=None)


def test_an_editor_raises_and_lowers_it_from_the_story():
    story = a_live_story()
    client = opened_by(an_editor(story.home_edition))

    client.post(at("stories:breaking", story.pk), {"text": "Bridge  down", "minutes": "30"})
    raised = BreakingBar.objects.get()
    client.post(at("stories:breaking", story.pk), {"text": "", "minutes": "30"})

    assert raised.text == "Bridge down"
    assert not BreakingBar.objects.exists()
