"""The locks that actions take on a story."""

from broadsheet.stories.models import Story


def locked_story(pk: str) -> Story:
    """The story's row with its home edition, locked against other actions until the commit.

    The lock leaves the row's key alone: rows that refer to it, such as another story's list of
    related ones, are checked at their commit, which would wait for a full lock while its holder
    may wait for them.
    """
    rows = Story.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("home_edition").get(pk=pk)
