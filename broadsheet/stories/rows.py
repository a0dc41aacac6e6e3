"""The locks that actions take on a story."""

from broadsheet.stories.models import Story


def locked_story(pk: str) -> Story:
    """The story's row with its home edition, locked against other actions until the commit.

    Its family is locked as well: of two tellings that appear at the same time one sees the other,
    so the pages of both are pressed with both. The locks leave the rows' keys alone: rows that
    refer to them, such as another story's list of related ones, are checked at their commit, which
    would wait for a full lock while its holder may wait for them.
    """
    rows = Story.objects.select_for_update(of=("self", "family"), no_key=True)
    return rows.select_related("home_edition", "family").get(pk=pk)
