"""The verbs of copy: each checks the grant, runs in one transaction, writes the audit, marks pages.

Locks are taken in one order everywhere: story, placements, counts, edition.
"""

from broadsheet.stories.actions.breaking import lower_bar, raise_bar
from broadsheet.stories.actions.correcting import correct_story
from broadsheet.stories.actions.filing import create_story, save_draft
from broadsheet.stories.actions.killing import kill_picture, kill_story
from broadsheet.stories.actions.locking import lock_story, unlock_story
from broadsheet.stories.actions.placing import (
    move_placement,
    place_story,
    readdress_placement,
    retitle_placement,
    withdraw_placement,
)
from broadsheet.stories.actions.publishing import publish_story
from broadsheet.stories.actions.scheduling import (
    call_off,
    retry_due,
    schedule_publication,
    schedule_taking_back,
)
from broadsheet.stories.actions.unpublishing import unpublish_story

__all__ = [
    "call_off",
    "correct_story",
    "create_story",
    "kill_picture",
    "kill_story",
    "lock_story",
    "lower_bar",
    "move_placement",
    "place_story",
    "publish_story",
    "raise_bar",
    "readdress_placement",
    "retitle_placement",
    "retry_due",
    "save_draft",
    "schedule_publication",
    "schedule_taking_back",
    "unlock_story",
    "unpublish_story",
    "withdraw_placement",
]
