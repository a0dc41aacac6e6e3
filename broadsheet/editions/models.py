"""Editions, their sections, addresses and links, their standing pages, and grants in them."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import COMMENTS_RELATION_NAME, Orderable, Page

from broadsheet.editions.signals import standing_page_changed
from broadsheet.stylebook.dates import DIGIT_STYLES, MONTH_STYLES, DateStyle
from broadsheet.stylebook.languages import direction, normal_tag

RESERVED = (
    "assets", "pictures", "_press", "static", "originals", "newsroom", "archive", "pages", "live",
    "comments", "publishing-terms",
)  # fmt: skip
plain_code = RegexValidator(
    r"^[a-z][a-z0-9-]*\Z",
    _("Write small Latin letters, digits and hyphens, beginning with a letter: world, arts-books."),
)
hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write a colour like #1a4d7a."))


def not_reserved(code: str) -> None:
    if code in RESERVED:
        raise ValidationError(
            _("“%(code)s” is an address of Broadsheet itself; choose another."),
            params={"code": code},
        )


class MediaGroup(models.Model):
    """The house that owns the titles."""

    name = models.CharField(_("name"), max_length=120)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Edition(ClusterableModel):
    """A title in one language: its name, its look, how it writes dates, where readers find it.

    `host` is empty while the edition stands under its code on the group's own host (`/en/`);
    otherwise it is the host name that is the edition's alone.
    `day` is the edition's current date, written by the clock and never read from a watch, so that
    a page which shows a date or a year becomes stale like any other page.
    """

    group = models.ForeignKey(MediaGroup, on_delete=models.PROTECT, related_name="editions")
    code = models.CharField(
        _("code"), max_length=20, unique=True, validators=[plain_code, not_reserved]
    )
    name = models.CharField(_("name"), max_length=120)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=35, help_text=_("For example en, ar, ar-EG.")
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    month_style = models.CharField(
        _("month names"), max_length=20, choices=MONTH_STYLES, default=MONTH_STYLES[0][0]
    )
    digit_style = models.CharField(
        _("digits"), max_length=10, choices=DIGIT_STYLES, default=DIGIT_STYLES[0][0]
    )
    host = models.CharField(_("own host"), max_length=253, blank=True)
    colour = models.CharField(_("colour"), max_length=7, default="#7a1f1f", validators=[hex_colour])
    is_default = models.BooleanField(_("the group's first title"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    day = models.DateField(_("current day"), null=True, editable=False)
    last_updated_at = models.DateTimeField(_("last updated"), null=True, editable=False)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["host"], condition=~models.Q(host=""), name="edition_host_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.language = normal_tag(self.language)
        try:
            self.date_style.long_date(datetime.fromisoformat("2026-01-01T00:00:00+00:00"))
        except ValueError as error:
            raise ValidationError({"time_zone": str(error)}) from error

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, which the language decides."""
        return direction(self.language)

    @property
    def date_style(self) -> DateStyle:
        return DateStyle(self.language, self.time_zone, self.month_style, self.digit_style)


class Section(Orderable):
    """A section of one edition; its slug is part of every address in it."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="sections")
    slug = models.CharField(_("slug"), max_length=40, validators=[plain_code, not_reserved])
    name = models.CharField(_("name"), max_length=80)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    colour = models.CharField(_("colour"), max_length=7, default="#444444", validators=[hex_colour])

    class Meta(Orderable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.edition.name}: {self.name}"


class FollowLink(Orderable):
    """Where readers can follow the edition elsewhere."""

    NETWORKS: ClassVar = [
        (name, label)
        for name, label in (
            ("facebook", "Facebook"),
            ("x", "X"),
            ("youtube", "YouTube"),
            ("instagram", "Instagram"),
            ("telegram", "Telegram"),
            ("whatsapp", "WhatsApp"),
        )
    ]
    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="follow_links")
    network = models.CharField(_("network"), max_length=20, choices=NETWORKS)
    url = models.URLField(_("address"))

    class Meta(Orderable.Meta):
        verbose_name = _("follow link")
        verbose_name_plural = _("follow links")

    def __str__(self) -> str:
        return self.url


class PostalAddress(Orderable):
    """A postal address in a language of its own, which the page says in `lang` and `dir`."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="postal_addresses")
    language = models.CharField(_("language"), max_length=35)
    text = models.TextField(_("address"), help_text=_("One line of the address a line."))

    class Meta(Orderable.Meta):
        verbose_name = _("postal address")
        verbose_name_plural = _("postal addresses")

    def __str__(self) -> str:
        return self.text.partition("\n")[0]


class SisterTitle(Orderable):
    """A title of the same house outside this installation; those inside are known anyway."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="sister_titles")
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=35)
    url = models.URLField(_("address"))

    class Meta(Orderable.Meta):
        verbose_name = _("sister title")
        verbose_name_plural = _("sister titles")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody is in one edition.

    A reporter writes drafts; a moderator judges readers' comments; an editor does both and
    publishes, corrects and takes back; a chief also kills and keeps the masthead, the sections,
    the standing pages and the publishing terms.
    """

    REPORTER = "reporter", _("Reporter")
    MODERATOR = "moderator", _("Moderator")
    EDITOR = "editor", _("Editor")
    CHIEF = "chief", _("Chief")


class Grant(models.Model):
    """User `user` has role `role` in edition `edition`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants"
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [models.UniqueConstraint(fields=["user", "edition"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} ({self.edition})"


class EditionPages(Page):
    """The folder of one edition's standing pages in Wagtail's tree; no page itself."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="pages_root")
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["editions.StandingPage"]
    is_creatable = False

    class Meta:
        verbose_name = _("standing pages of an edition")
        verbose_name_plural = _("standing pages of editions")


class StandingPage(Page):
    """About, contact, terms, a policy: a page that stays while the news passes.

    `purpose` lets other pages link to it by what it is for ("terms") rather than by its address.
    """

    PURPOSES: ClassVar = [
        ("about", _("About")),
        ("contact", _("Contact")),
        ("terms", _("Terms of use")),
        ("privacy", _("Privacy")),
        ("corrections", _("Corrections policy")),
        ("other", _("Other")),
    ]
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = RichTextField(
        _("body"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=PURPOSES, default="other")
    in_footer = models.BooleanField(_("linked in the footer"), default=True)

    parent_page_types: ClassVar[list[str]] = ["editions.EditionPages"]
    subpage_types: ClassVar[list[str]] = []
    DRAFT_FIELDS: ClassVar = {
        COMMENTS_RELATION_NAME,
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    }

    # Readers get files: no login of theirs, and no clock of Wagtail's, stands before a page.
    private_page_options: ClassVar[list[str]] = []
    settings_panels: ClassVar[list[FieldPanel]] = []
    preview_modes: ClassVar[list[tuple[str, str]]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar = [
        FieldPanel("slug"),
        FieldPanel("purpose"),
        FieldPanel("in_footer"),
    ]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and tell the press in the same transaction unless only a draft was kept.

        Wagtail publishes outside of any transaction, so its signals may be lost in a crash.
        """
        fields = kwargs.get("update_fields")
        with transaction.atomic():
            super().save(*args, **kwargs)
            if fields is None or set(fields) - self.DRAFT_FIELDS:
                standing_page_changed.send(StandingPage, page=self)

    @property
    def edition(self) -> Edition:
        return self.get_parent().specific.edition

    def get_url_parts(self, *args: Any, **kwargs: Any) -> None:
        """None: readers' addresses come from the press, not from Wagtail's sites."""
