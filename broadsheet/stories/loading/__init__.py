"""Publishes many stories at once: the rows that the actions would have made, without their cost.

For filling an empty or an old newsroom, oldest story first. It marks nothing stale, so whoever
loads sees to it afterwards that the press wants what the new stories show themselves on.
"""

from broadsheet.stories.loading.kinship import Kinship
from broadsheet.stories.loading.loading import Loaded, load_stories
from broadsheet.stories.loading.tables import add_rows, take_ids

__all__ = ["Kinship", "Loaded", "add_rows", "load_stories", "take_ids"]
