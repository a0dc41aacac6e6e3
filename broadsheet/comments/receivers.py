"""Gives a database its first terms and words once its tables are made."""

from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from broadsheet.comments.lists import write_first_words
from broadsheet.comments.terms import write_first_terms


@receiver(post_migrate)
def write_terms(sender: Any, **_kwargs: Any) -> None:
    if sender.label == "comments":
        write_first_terms()
        write_first_words()
