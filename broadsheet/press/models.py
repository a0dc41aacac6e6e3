"""The ledger: what changed, which outputs exist, what each of them read, and what is dead.

A change is one row inserted in the transaction that caused it, so publishing takes no lock that
another editor could wait for.
Workers turn changes into stale outputs, a chunk at a time.
"""

import hashlib
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Lane(models.IntegerChoices):
    """How urgent a change is; a lower lane is pressed first."""

    KILL = 0, "kill"
    BREAKING = 1, "breaking"
    UPDATE = 2, "update"
    ROUTINE = 3, "routine"


class Tag(models.Model):
    """Something that outputs read, with the number of times it is known to have changed.

    The row is locked by whoever raises `version` and shared by whoever relies on it, so a page
    that was rendered from an older state can never be taken for current.
    """

    # Of four bytes, as an output's: readings are by far the most rows, and hold nothing else.
    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=200)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        # A constraint, since a unique field has another index for patterns on PostgreSQL.
        constraints = [models.UniqueConstraint(fields=["name"], name="tag_once")]

    def __str__(self) -> str:
        return self.name


class Bundled(models.Model):
    """Tag `member` is one of those that the tag `bundle` stands for (`common.py`)."""

    bundle = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bundle", "member"], name="bundled_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.bundle_id}"


class Change(models.Model):
    """A tag that changed, waiting to be expanded to the outputs that read it.

    `cursor` is None until the first chunk, then the lowest output id already reached: expansion
    runs from the newest output to the oldest.
    """

    tag = models.CharField(max_length=200)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.UPDATE)
    at = models.DateTimeField(default=timezone.now)
    cursor = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lane", "id"], name="change_by_lane")]

    def __str__(self) -> str:
        return self.tag


class Outputs(models.Manager["Output"]):
    """Finds outputs."""

    def at(self, paths: Iterable[str]) -> models.QuerySet["Output"]:
        """The outputs whose path is one of `paths`."""
        paths = list(paths)
        return self.filter(path_hash__in={hash_of(path) for path in paths}, path__in=paths)


def hash_of(path: str) -> int:
    """A short number for a path, by which it is looked up: from -2**31, and 0 for no path."""
    if not path:
        return 0
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=4).digest(), signed=True)


class Output(models.Model):
    """A file of the readers' site: under which key, at which path, with which bytes, how stale.

    `order` sorts within a lane: the kind's rank first (pictures, stories, fronts, home, feeds;
    reversed for removals), `newness` then puts the newest first.
    `due_at` is when a page that failed is tried again, and empty for every other.
    `wanted` counts the reasons to press; a press that began before the latest one does not end
    the staleness.
    `path` is written down before the file is, and `leaving` holds earlier paths whose files still
    have to go, so a crash at any point leaves nothing that the ledger does not know of. Outputs are
    found by `path_hash`, since an index of whole paths is larger than their rows.
    `overtaken` holds leases that ran out, until whoever settles the output has shut their holders
    out of the site.
    `digest` is that of the bytes readers got last, as far as the ledger knows, and `changed_at` is
    when they came; both are empty for a page that was put off. While a worker holds the output, or
    after one died or was late, the file is `doubted`: it is written anew.
    """

    id = models.AutoField(primary_key=True)
    key = models.CharField(max_length=200)
    path = models.CharField(max_length=500, blank=True)
    path_hash = models.IntegerField(default=0)
    leaving = models.JSONField(default=list)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.ROUTINE)
    order = models.PositiveSmallIntegerField(default=50)
    newness = models.BigIntegerField(default=0)
    wanted = models.PositiveBigIntegerField(default=1)
    stale_since = models.DateTimeField(null=True, default=timezone.now)
    due_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    overtaken = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    pressed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=32, blank=True)
    doubted = models.BooleanField(default=False, db_default=False)
    size = models.PositiveIntegerField(default=0)

    objects = Outputs()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="output_once")]
        indexes = [
            models.Index(fields=["path_hash"], name="output_by_path"),
            models.Index(
                fields=["lane", "order", "-newness", "id"],
                name="output_to_press",
                condition=Q(stale_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def move_to(self, path: str) -> None:
        """Give it another path, in this row alone."""
        self.path, self.path_hash = path, hash_of(path)


class Reading(models.Model):
    """Output `output` read tag `tag`, or what the bundle `tag` stands for, when last pressed."""

    pk = models.CompositePrimaryKey("tag_id", "output_id")
    output = models.ForeignKey(Output, on_delete=models.CASCADE, related_name="readings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="readings", db_index=False)

    def __str__(self) -> str:
        return f"{self.output_id} read {self.tag_id}"


class Version(models.Model):
    """Bytes that readers got from output `key` at `path` from `came_at` until `went_at` (UTC).

    Only what was replaced or taken away has a row, so a page that never changed costs nothing;
    `went_at` None marks live bytes that were put by, since their edition is pinned to them.
    `shown` are the ids of the tags that those bytes showed, between commas: a kill looks there.
    `is_kept` is False once the bytes were let go of.
    """

    key = models.CharField(max_length=200)
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=32)
    size = models.PositiveIntegerField(default=0)
    shown = models.TextField(blank=True)
    came_at = models.DateTimeField()
    went_at = models.DateTimeField(null=True)
    is_kept = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["key", "came_at"], name="version_by_key"),
            models.Index(fields=["went_at"], name="version_by_end"),
            models.Index(fields=["digest"], name="version_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.path} until {self.went_at}"


class Pin(models.Model):
    """Readers of `edition` (a code) get it as it was `to` that time, until the pin is taken out."""

    edition = models.CharField(max_length=40, unique=True)
    to = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return f"{self.edition} as of {self.to}"


class Tombstone(models.Model):
    """Subject `subject` (a tag such as `story:k3f9x2m1qa`) is dead for good.

    The writer consults it, so no resend, restore or re-press brings the subject back. `shown_by`
    are the tags of which whatever showed the subject read at least one. `expanded_at` is when the
    kill reached the ledger: bytes that came by then may show the subject, later ones cannot.
    """

    subject = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    shown_by = models.JSONField(default=list)
    expanded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.subject


class Erasure(models.Model):
    """Bytes that read one of `tags`, and came from `since` to `expanded_at`, are given no more.

    They may show what was taken back, such as a comment. Unlike a tombstone, an erasure says
    nothing of what comes later.
    """

    tags = models.JSONField(default=list)
    since = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    expanded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="erasure_waiting", condition=Q(expanded_at=None)),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.tags)} since {self.since}"


class ReceiptLine(models.Model):
    """One surface that showed a killed subject, and since when it no longer does.

    `surface` is a kind of page or an effect; `key` is the output's, or names what the effect holds.
    """

    class How(models.TextChoices):
        TOMBSTONE = "tombstone"
        REMOVED = "removed"
        PRESSED = "pressed anew"
        PURGED = "purged"
        FORGOTTEN = "forgotten"
        LEFT = "no longer ours"

    stone = models.ForeignKey(Tombstone, on_delete=models.CASCADE, related_name="lines")
    surface = models.CharField(max_length=40)
    key = models.CharField(max_length=720)
    path = models.CharField(max_length=500)
    how = models.CharField(max_length=14, choices=How.choices, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stone", "key"], name="line_once")]
        indexes = [
            models.Index(fields=["key"], name="line_waiting", condition=Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.surface} {self.path}: {self.how or 'still there'}"


class Fact(models.Model):
    """A value that the press itself remembers, such as the digest of the design in force."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.TextField()

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class Minute(models.Model):
    """How many pages of a lane were finished in the minute from `at`, and how late they were.

    Lateness runs from the change that made a page stale to its settled file, in milliseconds;
    `late_ms` is the sum, `latest_ms` the worst. Rows are kept for a day.
    """

    at = models.DateTimeField()
    lane = models.PositiveSmallIntegerField(choices=Lane.choices)
    pages = models.PositiveIntegerField(default=0)
    late_ms = models.PositiveBigIntegerField(default=0)
    latest_ms = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["at", "lane"], name="minute_once")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {Lane(self.lane).label}"


class Purge(models.Model):
    """Path `path` has to be forgotten by the cache `target`, which has not confirmed it yet.

    `wanted` counts the reasons: a purge that was sent before the latest one does not end the row.
    `look` is how many times the target has confirmed it; a target may want several looks.
    `due_at` lies a while ahead for one that is being sent.
    """

    target = models.CharField(max_length=200)
    path = models.CharField(max_length=500)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.ROUTINE)
    wanted = models.PositiveBigIntegerField(default=1)
    look = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "path"], name="purge_once")]
        indexes = [models.Index(fields=["target", "lane", "id"], name="purge_by_lane")]

    def __str__(self) -> str:
        return f"{self.path} at {self.target}"
