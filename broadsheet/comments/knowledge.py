"""What the newsroom learns from readers and decisions: words, domains, repeats, weights, imports.

Nouns as in `models`, which hands them on; nothing here decides about a comment.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from broadsheet.editions.models import Edition
from broadsheet.stories.models import Correction


class WordKind(models.TextChoices):
    """What a listed word does: makes a comment wait, weighs, or is innocent after all."""

    BANNED = "banned", "Banned"
    SUSPECT = "suspect", "Suspect"
    ALLOWED = "allowed", "Allowed"


class ListedWord(models.Model):
    """A word or phrase of the newsroom's lists, in one edition or (`edition` None) in all.

    A `*` at its end stands for any ending. A withdrawn word stays for the history of decisions.
    """

    word = models.CharField(max_length=120)
    language = models.CharField(max_length=35)
    clause = models.ForeignKey("comments.Clause", on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=10, choices=WordKind.choices)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["language", "word", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "language", "edition"],
                condition=Q(withdrawn_at=None, edition__isnull=False),
                name="word_once_an_edition",
            ),
            models.UniqueConstraint(
                fields=["word", "language"],
                condition=Q(withdrawn_at=None, edition=None),
                name="word_once_in_all",
            ),
        ]

    def __str__(self) -> str:
        return self.word


class LinkedDomain(models.Model):
    """A comment names a domain; what became of such comments is the domain's reputation."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="domains", db_index=False
    )
    domain = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "domain"], name="domain_once_a_comment")
        ]
        indexes = [models.Index(fields=["domain", "-comment"], name="comment_by_domain")]

    def __str__(self) -> str:
        return self.domain


class Fingerprint(models.Model):
    """A comment's signature, by which its repeats are found; see `language.likeness`."""

    comment = models.OneToOneField(
        "comments.Comment", primary_key=True, on_delete=models.CASCADE, related_name="fingerprint"
    )
    whole = models.BigIntegerField()
    sketch = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return self.comment_id


class FingerprintBand(models.Model):
    """One of a signature's eight numbers; texts that share one may be alike."""

    fingerprint = models.ForeignKey(
        Fingerprint, on_delete=models.CASCADE, related_name="bands", db_index=True
    )
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["value", "-fingerprint"], name="fingerprint_by_band")]

    def __str__(self) -> str:
        return f"{self.value}"


class Weights(models.Model):
    """A classifier as trained from the decisions of one day; the latest row weighs.

    `text` is JSON of numbers alone, which `language.classifier` checks as it reads; `digest` is
    its SHA-256. `contents` tells what is in it: language, clause and how it did on held-back cases.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    examples = models.PositiveIntegerField()
    contents = models.JSONField()
    digest = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "weights"

    def __str__(self) -> str:
        return f"{self.pk}, {self.at:%Y-%m-%d}"


class Imported(models.Model):
    """One comment of another system: what it became here, or why nothing, with its own words.

    `source` names the system and the site, `key` the comment there, so nothing comes in twice.
    """

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(
        "comments.Comment", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)
    kept = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "source", "key"], name="imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class CorrectionCredit(models.Model):
    """A comment led to a correction; pages say so while the comment stands under the story."""

    correction = models.OneToOneField(
        Correction, on_delete=models.CASCADE, related_name="comment_credit"
    )
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="credits"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.correction_id} by {self.comment_id}"


class DayFigures(models.Model):
    """An edition's figures as they stood at the beginning of a day, over the thirty before it.

    `figures` maps the names of `figures.Figures` to numbers; pages show a row and no clock.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    figures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "day"], name="comment_figures_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.edition.code} {self.day}"
