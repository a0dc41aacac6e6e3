"""Finds a story by words as they are typed, however Arabic spelling left them."""

import re

from django.db.models import Q, QuerySet

from broadsheet.stories.models import Story
from broadsheet.stylebook.folding import fold

MOST_SEARCHED = 20_000
# What `stylebook.folding` reduces to one letter, and the signs that it leaves out.
SPELLINGS = {
    "ا": "اأإآٱ", "ي": "يىیئ", "ه": "هةۃہ", "ك": "كکڪ", "و": "وؤ", "ف": "فڤ",
    **{str(digit): f"{digit}{chr(0x660 + digit)}{chr(0x6F0 + digit)}" for digit in range(10)},
}  # fmt: skip
UNWRITTEN = "[\u0640\u064b-\u065f\u0670]*"
ARABIC = re.compile(r"[\u0600-\u06ff]")


def newest(stories: QuerySet[Story], most: int = MOST_SEARCHED) -> QuerySet[Story]:
    """The newest `most`, so that no search runs through the archive."""
    oldest = stories.order_by("-pk").values_list("pk", flat=True)[most : most + 1]
    floor = next(iter(oldest), None)
    return stories.filter(pk__gt=floor) if floor else stories


def containing(stories: QuerySet[Story], words: str) -> QuerySet[Story]:
    """Stories with every one of `words` in headline or slugline, or a single one by its id.

    Of a live story the headline of a newer draft counts too, since the list shows that one.
    """
    by_id = stories.filter(pk=words.lower())
    if by_id.exists():
        return by_id
    found = newest(stories)
    # Few stories are live with a newer draft, and an index knows them; a join would read the
    # revision of every story.
    redrafted = Story.objects.filter(live=True, has_unpublished_changes=True)
    for word in words.split():
        pattern = pattern_of(word)
        drafts = redrafted.filter(latest_revision__object_str__iregex=pattern)
        found = found.filter(
            Q(headline__iregex=pattern)
            | Q(slugline__iregex=pattern)
            | Q(pk__in=drafts.values("pk"))
        )
    return found


def pattern_of(word: str) -> str:
    """A regular expression for every spelling of a word."""
    if not ARABIC.search(word):
        return "".join(_letter(letter) for letter in word)
    return UNWRITTEN.join(_letter(letter) for letter in fold(word))


def _letter(letter: str) -> str:
    return f"[{SPELLINGS[letter]}]" if letter in SPELLINGS else re.escape(letter)
