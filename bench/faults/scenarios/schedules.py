"""One of many things that are due at the same moment cannot be done."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Revision

from bench.faults.acting import home_of
from bench.faults.filling import file_story
from bench.faults.registry import must, scenario
from bench.faults.stage import Stage, wait_until
from broadsheet.editions.models import Edition
from broadsheet.stories.actions import schedule_publication
from broadsheet.stories.models import DueState, DueTime, Story

MANY, POISONED = 8, 3


@scenario(
    "scheduled-item-fails",
    "Eight stories are due at the same second, and one of them has lost its headline.",
    short=("sqlite", "postgresql"),
)
def scheduled_item_fails(stage: Stage) -> str:
    english = Edition.objects.get(code="en")
    at = timezone.now() + timedelta(seconds=2)
    stories = [file_story(english, f"Due at the same second {n}") for n in range(MANY)]
    for story in stories:
        schedule_publication(placement=home_of(story), by=None, at=at)
    poisoned = stories[POISONED]
    revision = Revision.objects.get(pk=Story.objects.get(pk=poisoned.pk).latest_revision_id)
    revision.content["headline"] = ""
    revision.save()
    stage.worker()
    stage.command(["clock"])
    over = DueTime.objects.exclude(state=DueState.WAITING)
    wait_until(lambda: over.count() == MANY, 30, "not everything was done or set aside")
    live = set(Story.objects.filter(pk__in=[s.pk for s in stories], live=True).values_list("pk"))
    wanted = {(story.pk,) for story in stories if story != poisoned}
    must(live == wanted, f"{len(live)} of {MANY - 1} good ones are live")
    failed = DueTime.objects.get(state=DueState.FAILED)
    must(failed.placement.story_id == poisoned.pk, f"{failed} failed")
    must("headline" in failed.error.lower(), f"the reason is {failed.error!r}")
    late = max(due.late_seconds for due in over.filter(state=DueState.DONE))
    stage.quiet()
    return f"{len(live)} published, at most {late:.1f} s late, one set aside, {stage.hold()}"
