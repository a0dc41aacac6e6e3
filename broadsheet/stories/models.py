"""Nouns of the newsroom: picture, family, story, placement, correction, and what is kept for pages.

A story's own row holds the published copy; drafts are revisions. Identity and state (id, family,
home edition, first publication) never travel with a revision.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
)

from broadsheet.editions.models import Edition, Section
from broadsheet.press.registry import preview_of
from broadsheet.stories.blocks import BodyBlock
from broadsheet.stories.errors import PictureInUseError, SideDoorError
from broadsheet.stylebook.ids import mint

ID_LENGTH = 10


class Picture(AbstractImage):
    """A picture with what readers must be told of it; its original never leaves the newsroom."""

    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    copyright = models.CharField(_("copyright"), max_length=200, blank=True)
    rights = models.TextField(_("rights and usage terms"), blank=True)
    killed_at = models.DateTimeField(null=True, editable=False)

    admin_form_fields = (
        *Image.admin_form_fields,
        "caption",
        "credit",
        "copyright",
        "rights",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = (models.Index(fields=["file_hash"], name="picture_by_bytes"),)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the picture. Raises PictureInUseError while a story shows it."""
        lead = Story.objects.filter(lead_picture=self).values_list("pk", flat=True)
        shown = self.uses.values_list("story_id", flat=True)
        if stories := sorted({*lead[:20], *shown[:20]}):
            raise PictureInUseError(str(self), stories)
        gone: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
        return gone

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the hash of the bytes, which readers' addresses carry; dead bytes stay dead."""
        if not self.file_hash:
            self._set_file_hash()
        if self.killed_at is None:
            same = Picture.objects.filter(file_hash=self.file_hash, killed_at__isnull=False)
            self.killed_at = same.values_list("killed_at", flat=True).first()
        super().save(*args, **kwargs)


class PictureRendition(AbstractRendition):
    """A rendition for the newsroom's own screens; readers get what the press makes."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class StoryFamily(models.Model):
    """Joins the tellings of one story in several languages."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=mint, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "story families"

    def __str__(self) -> str:
        return self.id


class Story(DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One telling: its copy, and when it was first and last published.

    `id` is minted, ordered by time and part of every address, so a restored database never reuses
    one. `dated` is `yyyy/mm` of the first publication in the home edition's zone, frozen.
    `provenance` maps a paragraph's key to where it came from, as `paragraphs.provenance_of` says.
    `updated_at` is the last publication that changed the copy. Before `embargoed_until` nothing of
    the story is published, whichever revision.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=mint, editable=False)
    family = models.ForeignKey(StoryFamily, on_delete=models.PROTECT, related_name="tellings")
    home_edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="home_stories",
        verbose_name=_("home edition"),
    )
    language = models.CharField(_("language"), max_length=35)

    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    headline = models.CharField(_("headline"), max_length=250, blank=True)
    slugline = models.CharField(_("slugline"), max_length=200, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    byline = models.CharField(_("byline"), max_length=250, blank=True)
    dateline = models.CharField(_("dateline"), max_length=120, blank=True)
    agency_credit = models.CharField(_("agency credit"), max_length=200, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    lead_picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("lead picture"),
    )  # fmt: skip
    lead_caption = models.TextField(_("caption of the lead picture"), blank=True)
    keywords = models.JSONField(default=list, blank=True, editable=False)
    subjects = models.JSONField(default=list, blank=True, editable=False)

    live = models.BooleanField(_("live"), default=False, editable=False)
    provenance = models.JSONField(default=dict, blank=True, editable=False)
    dated = models.CharField(max_length=7, blank=True, editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)
    killed_at = models.DateTimeField(null=True, editable=False)
    spiked_at = models.DateTimeField(null=True, editable=False)
    embargoed_until = models.DateTimeField(_("embargo"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, editable=False,
        related_name="stories_created",
    )  # fmt: skip

    # The copy is read from its own rows and `PictureUse`; Wagtail's index would cost every save.
    wagtail_reference_index_ignore = True

    OWN: ClassVar = (
        "family_id", "home_edition_id", "language", "dated", "updated_at", "killed_at",
        "spiked_at", "embargoed_until", "created_at", "created_by_id",
    )  # fmt: skip

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.UniqueConstraint(
                fields=["family", "home_edition"], name="one_telling_an_edition"
            ),
        ]
        indexes = [
            models.Index(fields=["home_edition", "-id"], name="story_by_home"),
            models.Index(
                fields=["-id"], name="story_unfinished", condition=Q(has_unpublished_changes=True)
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.slugline or self.id

    def with_content_json(self, content: dict[str, Any]) -> "Story":
        """The story as revision `content` tells it, with the identity and state it has now."""
        story: Story = super().with_content_json(content)
        for name in self.OWN:
            setattr(story, name, getattr(self, name))
        story.last_published_at = self.last_published_at
        story.live_revision_id = self.live_revision_id
        return story

    def publish(self, *_args: Any, **_kwargs: Any) -> None:
        """Refuse: Wagtail's own way of publishing knows no edition, placement or press."""
        raise SideDoorError(self.pk, "publish_story")

    def unpublish(self, *_args: Any, **_kwargs: Any) -> None:
        """Refuse, as `publish` does."""
        raise SideDoorError(self.pk, "unpublish_story")

    def serve_preview(self, _request: HttpRequest, _mode: str) -> HttpResponse:
        """The readers' page of the copy as this object holds it, saved or not."""
        return HttpResponse(preview_of(self))

    @property
    def is_killed(self) -> bool:
        return self.killed_at is not None


class PlacementState(models.TextChoices):
    """Planned until it is published, live while readers find it, withdrawn afterwards."""

    PLANNED = "planned", _("Planned")
    LIVE = "live", _("Live")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Placement(models.Model):
    """A story in a section of an edition; it is no part of the copy, so no revision holds it.

    `published_at` orders lists: the story's first appearance in this edition. The home placement
    gives the canonical address. `slug` is set at the first publication.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="placements")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="placements")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, related_name="placements", verbose_name=_("section")
    )
    state = models.CharField(
        max_length=10, choices=PlacementState.choices, default=PlacementState.PLANNED
    )
    is_home = models.BooleanField(default=False)
    slug = models.CharField(_("slug"), max_length=80, blank=True)
    headline = models.CharField(_("headline in this edition"), max_length=250, blank=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(fields=["story", "edition"], name="placed_once_an_edition"),
            models.UniqueConstraint(
                fields=["story"], condition=Q(is_home=True), name="one_home_a_story"
            ),
        ]
        indexes = [
            models.Index(
                fields=["edition", "-published_at", "-id"],
                name="live_by_edition",
                condition=Q(state="live"),
            ),
            models.Index(
                fields=["edition", "section", "-published_at", "-id"],
                name="live_by_section",
                condition=Q(state="live"),
            ),
            models.Index(
                fields=["edition", "-story"],
                name="guest_by_edition",
                condition=Q(is_home=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story} in {self.section}"

    @property
    def appeared_at(self) -> datetime:
        """`published_at` of a placement that readers have seen; ValueError for any other."""
        if self.published_at is None:
            message = f"{self} has not appeared yet, so it has no place in lists or pages."
            raise ValueError(message)
        return self.published_at


class DueAct(models.TextChoices):
    """What the clock can be asked to do to a placement."""

    PUBLISH = "publish", _("Publish")
    TAKE_BACK = "take_back", _("Take back")


class DueState(models.TextChoices):
    """Waiting until its time; then done, or failed until somebody looks; or called off."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CALLED_OFF = "called_off", _("Called off")


class DueTime(models.Model):
    """The clock does `act` to the placement at `at`, in the name of whoever asked for it.

    The home placement stands for the story. `revision` is the version that goes out, as it was
    when it was asked for. `follows_embargo`: the time is the end of the story's embargo, also when
    the agency moves that. `again_at` puts a failed attempt off without touching the time asked for.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="due_times")
    act = models.CharField(max_length=10, choices=DueAct.choices)
    at = models.DateTimeField()
    again_at = models.DateTimeField()
    follows_embargo = models.BooleanField(default=False)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=DueState.choices, default=DueState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "act"], condition=Q(state="waiting"), name="due_once"
            )
        ]
        indexes = [
            models.Index(fields=["again_at", "id"], name="due_next", condition=Q(state="waiting")),
            models.Index(fields=["state", "at"], name="due_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.placement} at {self.at:%Y-%m-%d %H:%M} UTC"

    @property
    def late_seconds(self) -> float | None:
        """From the time asked for to the commit; None until it is done."""
        return None if self.done_at is None else (self.done_at - self.at).total_seconds()


class BreakingBar(models.Model):
    """The line of breaking news that all pages of an edition pick up, until `until` at most."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="breaking_bar")
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("text"), max_length=140)
    until = models.DateTimeField(_("until"))

    def __str__(self) -> str:
        return self.text


class DayCount(models.Model):
    """How many live stories an edition has of one of its days; kept, so no page has to count."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="day_counts")
    day = models.DateField()
    stories = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "day"], name="day_counted_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.stories}"


class FormerAddress(models.Model):
    """A path inside `edition` where readers may still look for a story; it redirects."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="former_addresses")
    path = models.CharField(max_length=500)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="former_addresses")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "former addresses"
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="former_once")]

    def __str__(self) -> str:
        return self.path


class Correction(models.Model):
    """What was wrong and is right now, for readers; shown on the story for good."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    text = models.TextField(_("correction"))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.text


class PictureUse(models.Model):
    """A published story shows a picture: as its lead, or amid the body."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="picture_uses")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "picture"], name="use_once")]

    def __str__(self) -> str:
        return f"{self.story_id} shows {self.picture_id}"


class StoryTerm(models.Model):
    """One of the heaviest terms of a published story; `weight` is TF-IDF scaled to unit length."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="terms", db_index=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, db_index=False)
    term = models.CharField(max_length=60)
    weight = models.FloatField()

    class Meta:
        indexes = [
            # A relation's own index has another for patterns beside it on PostgreSQL.
            models.Index(fields=["story"], name="terms_of_story"),
            models.Index(fields=["edition", "term", "-story"], name="newest_with_term"),
        ]

    def __str__(self) -> str:
        return self.term


class TermCount(models.Model):
    """How many stories that an edition ever published hold a term; `term` "" counts stories."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, db_index=False)
    term = models.CharField(max_length=60)
    stories = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "term"], name="term_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.stories}"


class RelatedStory(models.Model):
    """`other` is worth reading beside `story`: kept when either was published, best first."""

    story = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="related", db_index=False
    )
    other = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="related_to", db_index=False
    )
    score = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "other"], name="related_once")]
        indexes = [models.Index(fields=["other"], name="related_to")]
        ordering = ["-score", "-other_id"]

    def __str__(self) -> str:
        return f"{self.story_id} ~ {self.other_id}"
