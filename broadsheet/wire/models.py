"""What agencies sent: deliveries as bytes, items, their versions, and which story each became."""

from django.db import models
from django.utils import timezone

from broadsheet.stories.models import Story


class DeliveryState(models.TextChoices):
    TAKEN = "taken"
    REFUSED = "refused"


class Delivery(models.Model):
    """One file as it came, kept by the hash of its bytes; a refused one says why in plain words."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=250)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices)
    error_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    remedy = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """What an agency calls one item, over all its versions.

    `killed_at` may be set before any version came: a story that arrives later is born dead.
    """

    guid = models.CharField(max_length=500, unique=True)
    killed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.guid


class Version(models.Model):
    """One version of an item, as `broadsheet wire read --json` shows it in `line`.

    `order` puts versions in the agency's sequence whatever order they arrived in: the number of
    the version where it is one, then the time that the agency gave it.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=100, blank=True)
    order = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    line = models.JSONField()
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "digest"], name="version_once")]
        indexes = [models.Index(fields=["item", "-order"], name="version_by_order")]

    def __str__(self) -> str:
        return f"{self.item} {self.label}".strip()


class Lift(models.Model):
    """Item `item` became story `story`; `version` is the one that its copy was last taken from."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lifts")
    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="lift")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="lifts")

    def __str__(self) -> str:
        return f"{self.item} became {self.story_id}"
