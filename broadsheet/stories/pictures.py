"""Which published stories show which pictures."""

from broadsheet.press.marking import mark
from broadsheet.press.models import Lane
from broadsheet.stories.models import PictureUse, Story
from broadsheet.stories.queries import picture_tag


def pictures_in(story: Story) -> set[int]:
    """The ids of the pictures that the story's copy shows."""
    shown = {story.lead_picture_id} if story.lead_picture_id else set()
    for block in story.body:
        if block.block_type == "picture" and block.value.get("picture"):
            shown.add(block.value["picture"].pk)
    return shown


def keep_picture_uses(story: Story, *, lane: Lane) -> None:
    """Make the stored uses those of the copy, or none for a story that is not live."""
    wanted = pictures_in(story) if story.live else set()
    stored = set(story.picture_uses.values_list("picture_id", flat=True))
    story.picture_uses.filter(picture_id__in=stored - wanted).delete()
    PictureUse.objects.bulk_create(
        (PictureUse(story=story, picture_id=picture) for picture in sorted(wanted - stored)),
        ignore_conflicts=True,
    )
    mark(*(picture_tag(picture) for picture in stored ^ wanted), lane=lane)
