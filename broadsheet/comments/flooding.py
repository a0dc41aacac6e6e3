"""A flood is noticed by its rate, and raises the price of the security check until it is over.

Whoever has something to say still gets in: the check takes longer, and every form says why.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from broadsheet.comments.models import Comment, Rule
from broadsheet.people.actions import record
from broadsheet.stories.models import Placement
from broadsheet.stylebook.ids import mint

WINDOW = timedelta(minutes=1)
LASTS = timedelta(minutes=15)
RENEWED_BEFORE = timedelta(minutes=10)
logger = logging.getLogger(__name__)


def watch_flood(placement: Placement) -> bool:
    """Raise the edition's price if a minute brought more than it takes; True where it did so now.

    Ids tell when comments came in, so that counting reads no more of them than a limit allows.
    """
    now = timezone.now()
    rule = Rule.objects.filter(edition=placement.edition, section=None).first()
    if rule and rule.flood_until and rule.flood_until > now + RENEWED_BEFORE:
        return False
    lately = Comment.objects.filter(edition=placement.edition, pk__gt=mint(now - WINDOW))
    lately = lately.filter(created_at__gt=now - WINDOW)  # Imported ones are older than their ids.
    under_story = lately.filter(story_id=placement.story_id)
    limits = (
        (under_story, int(settings.COMMENTS_FLOOD_STORY)),
        (lately, int(settings.COMMENTS_FLOOD_EDITION)),
    )
    if not any(rows[:limit].count() >= limit for rows, limit in limits):
        return False
    _raise_price(placement)
    return True


def _raise_price(placement: Placement) -> None:
    edition = placement.edition
    until = timezone.now() + LASTS
    with transaction.atomic():
        Rule.objects.update_or_create(
            edition=edition, section=None, defaults={"flood_until": until}
        )
        record(by=None, act="comments.flood.notice", obj=f"story:{placement.story_id}",
               edition=edition.code, until=until.isoformat())  # fmt: skip
    logger.warning(
        "Very many comments come into edition %s, most lately under story %s: the security check "
        "costs more until %s.",
        edition.code, placement.story_id, until.isoformat(timespec="minutes"),
    )  # fmt: skip
