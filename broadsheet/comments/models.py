"""Nouns of the conversation: terms, comments, what was decided, what readers say against it.

Nothing here holds an address of a person or a machine in the clear: mail is a keyed hash beside a
sealed address that goes after the last decision, and machines are hashed with a key of the day.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from broadsheet.comments import knowledge
from broadsheet.editions.models import Edition, Section
from broadsheet.stories.models import Story
from broadsheet.stylebook.ids import mint

ID_LENGTH = 10
HASH_LENGTH = 32

# What the newsroom learns stands in a file of its own.
CorrectionCredit = knowledge.CorrectionCredit
DayFigures = knowledge.DayFigures
Fingerprint = knowledge.Fingerprint
FingerprintBand = knowledge.FingerprintBand
Imported = knowledge.Imported
LinkedDomain = knowledge.LinkedDomain
ListedWord = knowledge.ListedWord
Weights = knowledge.Weights
WordKind = knowledge.WordKind


class Clause(models.Model):
    """A numbered clause of the publishing terms; what it says is its latest version.

    `code` is the name that words, classifiers and exports know it by. A withdrawn clause keeps its
    number, because earlier decisions cite it.
    """

    code = models.SlugField(max_length=30, unique=True)
    number = models.PositiveSmallIntegerField(unique=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"


class ClauseVersion(models.Model):
    """What a clause said from `at` on; never changed, since decisions cite it.

    `texts` maps a language ("en", "ar") to `{"text": …, "example": …}`.
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clause", "version"], name="clause_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.clause.number}, version {self.version}"

    def in_language(self, language: str) -> dict[str, str]:
        """Text and example in the language's own words, or in English."""
        primary = language.lower().partition("-")[0]
        said: dict[str, str] = self.texts.get(primary) or self.texts["en"]
        return said


class Mode(models.TextChoices):
    """When a comment appears: after somebody read it, at once, or not at all."""

    BEFORE = "before", "Read before they appear"
    AFTER = "after", "Appear at once, read afterwards"
    CLOSED = "closed", "Closed"


class Rule(models.Model):
    """How an edition, or one of its sections, takes comments; a section's rule wins.

    `closed_before` is written by the clock from `closes_after_days`: conversations under stories
    published before it are closed, so no page has to look at a watch.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="comment_rules")
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.CASCADE, related_name="comment_rules"
    )
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    closes_after_days = models.PositiveSmallIntegerField(null=True)
    closed_before = models.DateTimeField(null=True, editable=False)
    flood_until = models.DateTimeField(null=True)
    shows_figures = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(section=None), name="one_rule_an_edition"
            ),
            models.UniqueConstraint(
                fields=["section"], condition=~Q(section=None), name="one_rule_a_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section or self.edition}: {self.mode or 'as above'}"


class Conversation(models.Model):
    """The comments under one story in one edition: their own rule, and counts kept for pages.

    `numbered` is the number that the last comment to appear got; numbers are never used again, so
    a comment keeps its page. The row is the lock under which comments appear and go.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="conversations")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="conversations")
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    approved = models.PositiveIntegerField(default=0)
    numbered = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "story"], name="conversation_once")
        ]
        indexes = [
            models.Index(
                fields=["closes_at"],
                name="conversation_to_close",
                condition=Q(closed_at=None, closes_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition.code}:{self.story_id}"


class State(models.TextChoices):
    """Where a comment is on its way."""

    UNCONFIRMED = "unconfirmed", "Waits for its writer's mail"
    PENDING = "pending", "Waits for a moderator"
    HELD = "held", "Held by a moderator"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Taken back by its writer"
    ERASED = "erased", "Erased"


class Comment(models.Model):
    """What a reader (or, with `by`, an editor) wrote under a story, as plain text.

    `number` is its place among the comments that ever appeared in its conversation, and decides
    its page. `version` counts every change, so two moderators never judge one comment unknowingly.
    `to_review`: it appeared before anybody read it. `score` is the expected harm, 0 to 1, and
    `matches` where listed words stand; `reasons` are `[code, words, weight]`, the heaviest first,
    `labels` what the classifier of the row `weights` expects. None of them decides anything.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=mint, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="comments")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="answers", db_index=False
    )
    thread = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    text = models.TextField()
    language = models.CharField(max_length=35)
    state = models.CharField(max_length=12, choices=State.choices)
    to_review = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    created_at = models.DateTimeField(default=timezone.now)
    waiting_since = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    appeared_at = models.DateTimeField(null=True)
    featured_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True)
    replies = models.PositiveIntegerField(default=0)
    recommendations = models.PositiveIntegerField(default=0)

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.CharField(max_length=HASH_LENGTH, blank=True)
    mail = models.TextField(blank=True)
    mail_confirmed_at = models.DateTimeField(null=True)
    machine = models.CharField(max_length=HASH_LENGTH, blank=True)
    terms_seen = models.PositiveIntegerField(default=0)

    score = models.FloatField(default=0)
    matches = models.JSONField(default=list)
    reasons = models.JSONField(null=True)
    labels = models.JSONField(null=True)
    weights = models.PositiveIntegerField(null=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story", "edition", "number"],
                condition=Q(number__isnull=False),
                name="comment_number_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["edition", "waiting_since"],
                name="comment_waiting",
                condition=Q(state__in=["pending", "held"]) | Q(to_review=True),
            ),
            models.Index(
                fields=["edition", "story", "-recommendations"],
                name="comment_recommended",
                condition=Q(state="approved", recommendations__gt=0),
            ),
            models.Index(fields=["thread", "number"], name="comment_by_thread"),
            models.Index(fields=["author", "-id"], name="comment_by_author"),
            models.Index(
                fields=["machine", "-created_at"],
                name="comment_by_machine",
                condition=~Q(machine=""),
            ),
            models.Index(fields=["decided_at"], name="comment_with_mail", condition=~Q(mail="")),
        ]

    def __str__(self) -> str:
        return self.id


class CommentVersion(models.Model):
    """What a comment said before its writer revised it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.number}"


class Decision(models.Model):
    """One line of the decision log: appended, never changed, each sealed by the one before.

    The comment is named by its id, so that the line outlives it. Quoted words and a reason in free
    text are sealed by a salted digest alone: erasing them with their salt leaves the chain whole
    and nothing to guess them from. `chain.py` says what a seal covers.
    """

    comment_id = models.CharField(max_length=ID_LENGTH, blank=True, db_index=True)
    edition = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    act = models.CharField(max_length=20)
    was = models.CharField(max_length=12, blank=True)
    became = models.CharField(max_length=12, blank=True)
    clause = models.ForeignKey(ClauseVersion, null=True, on_delete=models.PROTECT)
    score = models.FloatField(default=0)
    quoted = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    words_digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["edition", "-at"], name="decision_by_edition")]

    def __str__(self) -> str:
        return f"{self.act} {self.comment_id}"


class LogHead(models.Model):
    """The end of the decision log; locked by whoever appends, so that it never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seal = models.CharField(max_length=64, blank=True)
    length = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.length}"


class Answer(models.TextChoices):
    """What became of a report or an appeal."""

    OPEN = "open", "Open"
    UPHELD = "upheld", "Upheld"
    DISMISSED = "dismissed", "Dismissed"


class Report(models.Model):
    """A reader says that a comment breaks a clause, or (`unlawful`) the law.

    The name and the sealed address are the reporter's own choice; both go after the decision.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=mint, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    unlawful = models.BooleanField(default=False)
    clause = models.ForeignKey(ClauseVersion, null=True, on_delete=models.PROTECT)
    explanation = models.TextField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    mail = models.TextField(blank=True)
    machine = models.CharField(max_length=HASH_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="report_open", condition=Q(answer="open"))
        ]

    def __str__(self) -> str:
        return self.id


class Appeal(models.Model):
    """The writer of a rejected comment asks for another moderator's judgement, once a decision."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="appeals")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    reason = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="appeal_open", condition=Q(answer="open"))
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.answer}"


class Recommendation(models.Model):
    """A machine recommended a comment; the token tells nothing about any other comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="recommended_by")
    token = models.CharField(max_length=HASH_LENGTH)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "token"], name="recommended_once")
        ]

    def __str__(self) -> str:
        return self.comment_id


class Ban(models.Model):
    """An author may not write until `until`, or for good; `edition` None means everywhere.

    `decision` is its line of the log, against which the author may appeal.
    """

    author = models.CharField(max_length=HASH_LENGTH, db_index=True)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.CASCADE)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    clause = models.ForeignKey(ClauseVersion, null=True, on_delete=models.PROTECT)
    reason = models.TextField()
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.author[:8]} until {self.until or 'lifted'}"


class AuthorRule(models.Model):
    """An author whose comments appear at once, or never before somebody read them."""

    author = models.CharField(max_length=HASH_LENGTH)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "edition"], name="author_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.author[:8]}: {self.mode}"


class UsedProof(models.Model):
    """A security check that was used; the row makes a second use impossible, however parallel."""

    digest = models.CharField(max_length=HASH_LENGTH, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest


class DayKey(models.Model):
    """The key under which a day's machines are hashed; it is destroyed after a week."""

    day = models.DateField(primary_key=True)
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day}"


class Letter(models.Model):
    """Mail that is to go to a comment's writer or to a reporter; written with its cause.

    `kind` names the words that `letters.py` has for it. Decisions' letters are due after the time
    in which a moderator may undo.
    """

    kind = models.CharField(max_length=20)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE)
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="letter_due", condition=Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.due_at:%Y-%m-%d %H:%M}"
