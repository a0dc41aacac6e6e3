"""The room's forms: bans, replies, rules, clauses."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from broadsheet.comments.models import Clause, ClauseVersion, Comment, WordKind
from broadsheet.comments.queries import clauses_in_force
from broadsheet.desk.comments.access import moderated
from broadsheet.desk.comments.words import MODES
from broadsheet.editions.models import Edition
from broadsheet.stories.models import Correction

TERMS: tuple[tuple[str, Promise], ...] = (
    ("1", _("A day")),
    ("7", _("A week")),
    ("30", _("30 days")),
    ("365", _("A year")),
    ("", _("For good")),
)
MODES_OR_ABOVE = [("", _("As the rule above says")), *MODES.items()]
MOST_DAYS = 3_650
LANGUAGES_OF_WORDS = (("ar", _("Arabic")), ("en", _("English")))
WORK_OF_KINDS = (
    (WordKind.SUSPECT, _("Suspect: the comment comes earlier in the queue")),
    (WordKind.BANNED, _("Banned: the comment always waits for a moderator")),
    (WordKind.ALLOWED, _("Allowed: innocent, whatever it looks like")),
)


class ClauseField(forms.ChoiceField):
    """A clause in force, by its number; gives its latest version, or None for none."""

    def __init__(self, *, required: bool = True, **options: Any) -> None:
        super().__init__(label=_("Clause"), required=required, choices=self.offered, **options)

    def offered(self) -> list[tuple[str, Any]]:
        none = [] if self.required else [("", _("None"))]
        return [*none, *((str(row.clause.number), _words(row)) for row in clauses_in_force())]

    def clean(self, value: Any) -> ClauseVersion | None:
        number = super().clean(value)
        found = {str(row.clause.number): row for row in clauses_in_force()}
        return found.get(number)


def _words(version: ClauseVersion) -> str:
    text = version.in_language(get_language() or "en")["text"]
    return f"{version.clause.number}: {text}"


class BanForm(forms.Form):
    """How long an author stays out, under which clause and why."""

    days = forms.ChoiceField(label=_("For how long"), choices=TERMS, required=False, initial="7")
    clause = ClauseField(required=False)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}), max_length=1_000
    )
    everywhere = forms.BooleanField(label=_("In every edition"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.is_superuser:
            del self.fields["everywhere"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        days = told.pop("days", "")
        return told | {"until": timezone.now() + timedelta(days=int(days)) if days else None}


class ReplyForm(forms.Form):
    """An answer in the newsroom's name."""

    name = forms.CharField(label=_("Signed"), max_length=80)
    text = forms.CharField(
        label=_("Text of the answer"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=3_000,
    )

    def __init__(self, *args: Any, comment: Comment, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = user.get_full_name() or comment.edition.name
        self.fields["text"].widget.attrs["lang"] = comment.edition.language


class AuthorModeForm(forms.Form):
    """Whether one author is read before or after appearing."""

    mode = forms.ChoiceField(
        label=_("This author’s comments"),
        required=False,
        choices=[("", _("As the story’s rule says")), *MODES.items()],
    )


class RuleForm(forms.Form):
    """How an edition or a section takes comments."""

    mode = forms.ChoiceField(label=_("Comments"), required=False, choices=MODES_OR_ABOVE)
    closes_after_days = forms.IntegerField(
        label=_("Close after days"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("Days after publication; 0 never closes, empty leaves it to the rule above."),
    )


class ConversationForm(forms.Form):
    """How one story takes comments in one edition, on that edition's clock."""

    mode = forms.ChoiceField(label=_("Comments"), required=False, choices=MODES_OR_ABOVE)
    closes_at = forms.DateTimeField(
        label=_("Close at"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_at"].help_text = edition.time_zone


class ClauseForm(forms.Form):
    """A clause and its example in both languages; a new clause also has a code."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=30,
        help_text=_("A short name in Latin letters, for word lists and exports."),
    )
    text_en = forms.CharField(label=_("Clause in English"), max_length=500)
    example_en = forms.CharField(label=_("Example in English"), max_length=500)
    text_ar = forms.CharField(label=_("Clause in Arabic"), max_length=500)
    example_ar = forms.CharField(label=_("Example in Arabic"), max_length=500)

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if code:
            del self.fields["code"]
        for name, field in self.fields.items():
            language = name[-2:]
            if language in {"en", "ar"}:
                field.widget.attrs |= {"lang": language, "dir": {"ar": "rtl"}.get(language, "ltr")}

    def texts(self) -> dict[str, dict[str, str]]:
        told = self.cleaned_data
        return {
            language: {"text": told[f"text_{language}"], "example": told[f"example_{language}"]}
            for language in ("en", "ar")
        }


class WordForm(forms.Form):
    """A word or phrase for the lists of an edition, or (a superuser's to say) of all."""

    word = forms.CharField(
        label=_("Word or phrase"),
        max_length=120,
        help_text=_(
            "A * at its end stands for any ending. Masked spellings are found by themselves."
        ),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES_OF_WORDS)
    kind = forms.ChoiceField(label=_("What it does"), choices=WORK_OF_KINDS)
    clause = ClauseField()
    edition = forms.ModelChoiceField(
        label=_("Edition"), queryset=Edition.objects.none(), required=False,
        empty_label=_("All editions"),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["edition"]
        field.queryset = moderated(user)
        field.required = not user.is_superuser
        if field.required:
            field.empty_label = None

    def clean_clause(self) -> Clause:
        version: ClauseVersion = self.cleaned_data["clause"]
        return version.clause


class TryForm(forms.Form):
    """A text to be read by the lists of an edition."""

    text = forms.CharField(
        label=_("Try a text"),
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    edition = forms.ModelChoiceField(
        label=_("Edition"), queryset=Edition.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "try-%s"  # The form beside it has an edition too.
        field: Any = self.fields["edition"]
        field.queryset = moderated(user)


class CreditForm(forms.Form):
    """Which of the story's corrections the comment led to, or is not named beside any more."""

    correction = forms.ModelChoiceField(queryset=Correction.objects.none())
    withdraw = forms.BooleanField(required=False)

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["correction"]
        field.queryset = Correction.objects.filter(story=comment.story_id)


class ReportForm(forms.Form):
    """The answer to a report."""

    clause = ClauseField(required=False)


class AppealForm(forms.Form):
    """The answer to an appeal, with words for the writer."""

    reason = forms.CharField(
        label=_("Reason, for the writer (may stay empty)"),
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
