"""A user of the newsroom, and one line of the audit."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who can log in to the newsroom; the e-mail address resets the password."""

    email = models.EmailField(_("e-mail address"), unique=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"


class AuditEntry(models.Model):
    """One thing that was done: who, when, what, to which object, in which edition, and why.

    `act` reads `package.noun.verb` (`stories.story.kill`).
    The object is named by text, so that the line outlives the row that it speaks of.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="audit_entries")
    act = models.CharField(max_length=80)
    object = models.CharField(max_length=200)
    edition = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object", "-id"], name="audit_by_object")]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.object}"
