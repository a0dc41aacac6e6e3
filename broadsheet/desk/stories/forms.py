"""The forms of a story: its copy with section and address, and the reasons for what is done to it.

Inputs have the direction and language of the story's edition, whatever those of the screen.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from broadsheet.desk.stories.visible import visible_stories
from broadsheet.editions.models import Edition, Section
from broadsheet.editions.permissions import Act, editions_where, may
from broadsheet.stories.models import Placement, Story
from broadsheet.stylebook.languages import direction

TEXT_FIELDS = (
    "kicker", "headline", "slugline", "standfirst", "byline", "dateline", "agency_credit",
    "lead_caption", "keyword_list", "slug",
)  # fmt: skip


class SectionField(forms.ModelChoiceField):
    """Sections, named with their edition where there is a choice of editions."""

    with_edition = False

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.edition.name}: {obj.name}" if self.with_edition else obj.name


class StoryForm(WagtailAdminModelForm):
    """The copy of one story. A new one has a choice of edition; a filed one stays in its own."""

    edition = forms.ModelChoiceField(
        queryset=Edition.objects.none(), label=_("Edition"), empty_label=None
    )
    section = SectionField(
        queryset=Section.objects.none(), label=_("Section"), required=False, empty_label="—"
    )
    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        required=False,
        help_text=_("The last part of the story's address. Empty, the headline makes it."),
    )
    keyword_list = forms.CharField(
        label=_("Keywords"), required=False, max_length=500, help_text=_("Parted by commas.")
    )
    telling_of = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home_placement: Placement | None = None
        self.initial["keyword_list"] = ", ".join(self.instance.keywords)
        if self.is_new:
            edition = self._offer_editions()
        else:
            edition = self.instance.home_edition
            self._offer_placement(edition)
        if edition is not None:
            self.set_text_direction(self.instance.language or edition.language)

    @property
    def is_new(self) -> bool:
        return self.instance.home_edition_id is None

    def set_text_direction(self, language: str) -> None:
        for name in TEXT_FIELDS:
            if name in self.fields:
                self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}

    def clean_headline(self) -> str:
        """On one line, however the box broke it."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_keyword_list(self) -> list[str]:
        parts = self.cleaned_data["keyword_list"].replace("،", ",").split(",")
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def clean_telling_of(self) -> Story | None:
        story_id = self.cleaned_data["telling_of"]
        if not story_id:
            return None
        told = visible_stories(self.for_user).filter(pk=story_id, killed_at__isnull=True).first()
        if told is None:
            raise ValidationError(_("There is no such story to tell again."))
        return told

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        edition = cleaned.get("edition") if self.is_new else self.instance.home_edition
        section, told = cleaned.get("section"), cleaned.get("telling_of")
        if section and edition and section.edition_id != edition.pk:
            self.add_error("section", _("This section belongs to another edition."))
        if told and edition and told.family.tellings.filter(home_edition=edition).exists():
            self.add_error("edition", _("This edition tells that story already."))
        return cleaned

    def save(self, commit: bool = True) -> Story:  # noqa: FBT001, FBT002 (Django's signature)
        self.instance.keywords = self.cleaned_data.get("keyword_list", self.instance.keywords)
        story: Story = super().save(commit=commit)
        return story

    def _offer_editions(self) -> Edition | None:
        editions = editions_where(self.for_user, Act.WRITE)
        sections = Section.objects.filter(edition__in=editions).select_related("edition")
        self.fields["edition"].queryset = editions
        self.fields["section"].queryset = sections.order_by("edition__position", "sort_order")
        self.fields["section"].with_edition = len(editions) > 1
        wanted = self.data.get("edition") or self.initial.get("edition")
        chosen = editions.filter(pk=wanted).first() if str(wanted or "").isdigit() else None
        first = chosen or editions.first()
        if first is not None:
            self.initial.setdefault("edition", first.pk)
        del self.fields["slug"]
        return first

    def _offer_placement(self, edition: Edition) -> None:
        del self.fields["edition"], self.fields["telling_of"]
        self.fields["section"].queryset = edition.sections.order_by("sort_order")
        placement = self.instance.placements.filter(is_home=True).first()
        self.home_placement = placement
        if placement is None:
            del self.fields["slug"]
            return
        self.initial |= {"section": placement.section_id, "slug": placement.slug}
        self.fields["section"].empty_label = None
        if placement.published_at and not may(self.for_user, Act.PUBLISH, edition):
            self.fields["section"].disabled = self.fields["slug"].disabled = True


class ReasonForm(forms.Form):
    """Why something is done; kept in the audit, never shown to readers."""

    reason = forms.CharField(
        label=_("Reason"), widget=AdminAutoHeightTextInput, max_length=1000,
        help_text=_("For the newsroom's record; readers do not see it."),
    )  # fmt: skip


class KillForm(ReasonForm):
    sure = forms.BooleanField(
        label=_("I know that nothing brings this story back."),
        error_messages={"required": _("Tick this if you mean it.")},
    )


class PictureKillForm(ReasonForm):
    sure = forms.BooleanField(
        label=_("I know that nothing brings this picture back."),
        error_messages={"required": _("Tick this if you mean it.")},
    )


class BreakingForm(forms.Form):
    """The line of the breaking bar, and for how long it stands; an empty line takes it down."""

    text = forms.CharField(
        label=_("Text of the bar"), max_length=140, required=False,
        help_text=_("Leave it empty to take the bar down."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("For how many minutes"), min_value=1, max_value=1440, initial=60
    )

    def set_text_direction(self, language: str) -> None:
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction(language)}


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=_("Correction"), widget=AdminAutoHeightTextInput, max_length=2000,
        help_text=_("What was wrong and is right now. Readers see it on the story for good."),
    )  # fmt: skip

    def set_text_direction(self, language: str) -> None:
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction(language)}


class PlaceForm(forms.Form):
    """A further section to run a story in, of the editions where `user` may write."""

    section = SectionField(queryset=Section.objects.none(), label=_("Edition and section"))

    def __init__(self, *args: Any, user: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = editions_where(user, Act.PUBLISH if story.live else Act.WRITE)
        taken = story.placements.exclude(state="withdrawn").values("edition")
        sections = Section.objects.filter(edition__in=editions).exclude(edition__in=taken)
        field = self.fields["section"]
        field.queryset = sections.select_related("edition").order_by(  # type: ignore[attr-defined]
            "edition__position", "sort_order"
        )
        field.with_edition = True  # type: ignore[attr-defined]


class RetitleForm(forms.Form):
    headline = forms.CharField(label=_("Headline in this edition"), max_length=250, required=False)
