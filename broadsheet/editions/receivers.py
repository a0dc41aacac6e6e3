"""Turns events of Wagtail's own page screens into marks for the press."""

from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.signals import post_page_move

from broadsheet.editions.models import Edition, EditionPages, StandingPage
from broadsheet.editions.queries import frame_tag, page_tag
from broadsheet.editions.signals import standing_page_changed
from broadsheet.press.marking import mark


@receiver(standing_page_changed)
@receiver(pre_delete, sender=StandingPage)
def mark_standing_page(
    page: StandingPage | None = None, instance: StandingPage | None = None, **_kwargs: Any
) -> None:
    changed = page or instance
    if changed is not None:
        _mark(changed, changed.edition)


@receiver(post_page_move)
def mark_moved_page(
    instance: Any, parent_page_before: Any, parent_page_after: Any, **_kwargs: Any
) -> None:
    """A page moved among its siblings (the footer's order), or to another edition."""
    page = instance.specific
    if not isinstance(page, StandingPage):
        return
    for parent in {
        parent_page_before.pk: parent_page_before,
        parent_page_after.pk: parent_page_after,
    }.values():
        root = parent.specific
        if isinstance(root, EditionPages):
            _mark(page, root.edition)


def _mark(page: StandingPage, edition: Edition) -> None:
    with transaction.atomic():
        mark(page_tag(page.pk), frame_tag(edition.code))
