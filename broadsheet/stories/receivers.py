"""Turns events of other screens into marks and refusals: pictures edited, sections readdressed."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from broadsheet.editions.errors import SectionPublishedError
from broadsheet.editions.models import Section
from broadsheet.editions.signals import section_readdressed
from broadsheet.press.marking import mark
from broadsheet.stories.models import Picture, PictureUse, Placement
from broadsheet.stories.queries import card_tag, picture_tag, story_tag


@receiver(post_save, sender=Picture)
def mark_picture(instance: Picture, *, created: bool, **_kwargs: Any) -> None:
    """A picture that was edited changes the pages and cards of the stories that show it."""
    if created:
        return
    shown_by = PictureUse.objects.filter(picture=instance).values_list("story_id", flat=True)
    tags = [tag(story) for story in shown_by for tag in (story_tag, card_tag)]
    with transaction.atomic():
        mark(picture_tag(instance.pk), *tags)


@receiver(section_readdressed)
def keep_addresses(section: Section, former: str, **_kwargs: Any) -> None:
    """Addresses have to last, so a section that readers know keeps its slug."""
    if Placement.objects.filter(section=section, published_at__isnull=False).exists():
        raise SectionPublishedError(section.name, former)
